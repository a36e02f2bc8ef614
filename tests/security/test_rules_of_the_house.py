"""Ways of writing code that are dangerous here stand only where they were weighed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "drawdown"
CALLS = {
    "eval": set(), "exec": set(), "compile_command": set(),
    "mark_safe": {"site/pages/prose.py"},
    "pickle.load": {"site/intake/apart.py"}, "pickle.loads": set(),
    "yaml.load": set(), "os.system": set(), "os.popen": set(),
    "tarfile.open": set(), "extractall": set(),
    "tempfile.mktemp": set(),
}  # fmt: skip
"""Each call, and the files in which it may stand."""
BUILT_IN = {"eval", "exec"}
"""Names that are dangerous by themselves; what a library calls so is something else."""
UNTOUCHED = {"csrf_exempt": {"site/api/errors.py", "site/line/provider/views.py"}}
"""Views that take forms of others: the API by a token, a provider by its signature."""


def files() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def named(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = named(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def test_no_dangerous_call_stands_where_it_was_not_weighed() -> None:
    found = []
    for path in files():
        where = path.relative_to(SOURCE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = named(node.func) if isinstance(node, ast.Call) else ""
            for one, allowed in CALLS.items():
                if (
                    called == one or (called.endswith(f".{one}") and one not in BUILT_IN)
                ) and where not in allowed:
                    found.append(f"{where}, line {node.lineno}: {called}")
    assert not found, "\n".join(found)


def test_a_command_is_never_given_to_a_shell() -> None:
    for path in files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for word in node.keywords if isinstance(node, ast.Call) else ():
                on = isinstance(word.value, ast.Constant) and word.value.value is True
                assert not (word.arg == "shell" and on), path


@pytest.mark.parametrize("what", UNTOUCHED)
def test_forms_without_a_token_are_taken_only_there(what: str) -> None:
    places = {
        path.relative_to(SOURCE).as_posix()
        for path in files() if re.search(rf"\b{what}\b", path.read_text(encoding="utf-8"))
    }  # fmt: skip
    assert places == UNTOUCHED[what]


def test_a_table_written_for_others_holds_no_formula() -> None:
    for path in files():
        text = path.read_text(encoding="utf-8")
        if "demo/" in path.as_posix():
            continue  # our own words
        if ".writerow(" in text or ".write_csv(" in text:
            alone = "update(frame.select(columns).write_csv()" in text  # goes into a hash
            assert "harmless" in text or alone, path


def test_templates_escape_whatever_they_show() -> None:
    for path in SOURCE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "autoescape off" not in text, path
        assert "|safe" not in text, path
        assert not re.search(r"<script(?![^>]*(\bsrc=|application/json))[^>]*>", text), path
        assert not re.search(r"\son\w+=\"", text), path
