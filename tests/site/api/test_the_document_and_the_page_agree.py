"""What docs/reference/api.md says there is, the OpenAPI document has."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import Client


def test_every_address_of_the_page_is_in_the_document(project_root: Path) -> None:
    text = (project_root / "docs/reference/api.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`GET (/api/[^`?]*)", text))
    paths = Client().get("/api/openapi.json").json()["paths"]
    asked = {path for path, methods in paths.items() if "get" in methods}
    assert told == asked
    for slug in re.findall(r"https://case\.example\.org(/api/[^ ]*)", text):
        shape = re.sub(r"/17(?=/|$)", "/{number}", slug.replace("gayle-v-meade", "{slug}"))
        assert "post" in paths[shape], shape
