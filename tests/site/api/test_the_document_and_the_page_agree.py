"""What docs/reference/api.md says there is, the OpenAPI document has."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import Client

from drawdown.site.api.sending import NEEDED


def test_every_address_of_the_page_is_in_the_document(project_root: Path) -> None:
    text = (project_root / "docs/reference/api.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`GET (/api/[^`?]*)", text))
    paths = Client().get("/api/openapi.json").json()["paths"]
    asked = {path for path, methods in paths.items() if "get" in methods}
    assert told == asked
    commands = [part.split("\n\n")[0] for part in text.split("curl ")[1:]]
    assert len(commands) > 4
    for command in commands:
        found = re.search(r'https://case\.example\.org(/api/[^ ?"]*)(\?[^ "]*)?', command)
        assert found, command
        shape = re.sub(r"/17(?=/|$)", "/{number}", found[1].replace("gayle-v-meade", "{slug}"))
        method = "post" if re.search(r"-X POST|-d |-F ", command) else "get"
        assert method in paths[shape], shape
        takes = {one["name"] for one in paths[shape][method]["parameters"] if one["in"] == "query"}
        assert set(re.findall(r"[?&](\w+)=", found[2] or "")) <= takes, shape
        assert 'Authorization: Bearer $TOKEN"' in command


def test_the_page_says_what_it_takes_to_send_each_kind(project_root: Path) -> None:
    text = (project_root / "docs/reference/api.md").read_text(encoding="utf-8")
    part = text[text.index("<!-- kinds -->") : text.index("<!-- end -->")]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| `")]
    told = {
        kind: may.strip().lower() for kinds, may in rows for kind in re.findall(r"`(\w+)`", kinds)
    }
    assert told == {kind: may.value for kind, may in NEEDED.items()}


def test_the_document_has_an_example_and_every_error_for_each_address() -> None:
    client = Client()
    document = client.get("/api/openapi.json").json()
    assert document["components"]["securitySchemes"]["Bearer"]["scheme"] == "bearer"
    shapes = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            assert {"401", "403", "404", "405", "422", "429", "500"} <= set(one["responses"]), path
            assert one["security"]
            good = next(told for code, told in one["responses"].items() if code.startswith("2"))
            schema = good["content"]["application/json"]["schema"]
            assert "examples" in str(_whole(schema, shapes)), (method, path)
            if method == "post":
                assert "409" in one["responses"]


def _whole(schema: object, shapes: dict[str, object]) -> object:
    """A schema with what it refers to put in place."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return _whole(shapes[str(schema["$ref"]).rsplit("/", 1)[1]], shapes)
        return {name: _whole(value, shapes) for name, value in schema.items()}
    if isinstance(schema, list):
        return [_whole(one, shapes) for one in schema]
    return schema
