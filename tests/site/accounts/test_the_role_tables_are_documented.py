"""docs/reference/roles.md has the tables that the code has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drawdown.site.accounts.table import tables

PAGE = "docs/reference/roles.md"


@pytest.mark.parametrize("name", ["rights", "glass", "fields", "invites"])
def test_each_table_is_as_the_code_has_it(name: str, project_root: Path) -> None:
    text = (project_root / PAGE).read_text(encoding="utf-8")
    found = re.search(rf"<!-- {name} -->\n+(.*?)\n+<!-- end -->", text, re.S)
    assert found, f"{PAGE} has no place for the table '{name}'"
    assert found[1] == tables()[name], f"{PAGE}: write the table '{name}' anew from tables()"
