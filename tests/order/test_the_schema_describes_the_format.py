"""The JSON Schema is generated from the types, so it must accept what they accept."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from drawdown.order.examples import orders_folder, template_text
from drawdown.order.markdown import read_markdown
from drawdown.order.schema import DIALECT, schema

from .test_any_text_is_an_order_or_its_problems import GOOD

EXAMPLES = {"template": template_text(), "good": GOOD} | {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted(orders_folder().glob("*.md"))
    if path.stem != "README"
}
PARTS = ("header", "ruling", "clause", "change")


def _as_json(value: Any) -> Any:
    match value:
        case dict():
            return {key: _as_json(each) for key, each in value.items()}
        case list():
            return [_as_json(each) for each in value]
        case date() | datetime():
            return value.isoformat()
        case Decimal():
            return float(value)
        case _:
            return value


def _blocks(text: str) -> list[tuple[str, Any]]:
    (front, _), pieces = read_markdown(text, "order.md")
    found = [("header", front), *((p.kind, p.text) for p in pieces if p.kind in PARTS)]
    return [(part, _as_json(tomllib.loads(block))) for part, block in found]


@pytest.mark.parametrize("part", ["all", *PARTS])
def test_it_is_a_schema_of_its_dialect(part: Any) -> None:
    found = schema(part)
    assert found["$schema"] == DIALECT == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(found)


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_accepts_every_part_of_an_example(name: str) -> None:
    blocks = _blocks(EXAMPLES[name])
    assert {part for part, _ in blocks} >= {"header", "ruling", "clause"}
    for part, block in blocks:
        Draft202012Validator(schema(part)).validate(block)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_accepts_an_example_as_a_whole(name: str) -> None:
    whole: dict[str, Any] = {}
    for part, block in _blocks(EXAMPLES[name]):
        if part == "header":
            whole[part] = block
        else:
            whole.setdefault(part, []).append(block)
    Draft202012Validator(schema()).validate(whole)


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("clause", {"id": "x", "kind": "population", "limt": {"percent": 75}}),
        ("clause", {"id": "x", "kind": "populaton"}),
        ("clause", {"id": "X Y", "kind": "population", "limit": {"percent": 75}}),
        ("ruling", {"id": "x"}),
        ("change", {"action": "suspend", "clauses": ["x"]}),
        ("header", {"id": "x"}),
    ],
)
def test_it_refuses_what_lint_refuses(part: Any, wrong: dict[str, Any]) -> None:
    assert not Draft202012Validator(schema(part)).is_valid(wrong)


def _undescribed() -> list[str]:
    return [
        f"{name}.{key}"
        for name, definition in schema()["$defs"].items()
        for key, value in definition.get("properties", {}).items()
        if not value.get("description") and "$ref" not in value
    ]


def test_every_field_says_what_it_is() -> None:
    assert _undescribed() == []
