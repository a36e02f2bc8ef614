"""The JSON Schema of the order format, generated from the types that read it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

import drawdown.order.clauses  # noqa: F401  fills KINDS
from drawdown.order.clauses.clause import KINDS
from drawdown.order.header import Header
from drawdown.order.ruling import Change, Ruling

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Part = Literal["all", "header", "ruling", "clause", "change"]


def schema(part: Part = "all") -> dict[str, Any]:
    """The schema of a part of an order file, or of all parts as definitions.

    Args:
        part: `header` is the front matter; `ruling`, `clause` and `change` are the fenced blocks.
    """
    models: list[type[BaseModel]] = [Header, Ruling, Change, *KINDS.values()]
    _, found = models_json_schema(
        [(model, "validation") for model in models], ref_template="#/$defs/{model}"
    )
    definitions = found["$defs"]
    for kind in KINDS.values():  # the word that tells the kinds apart, which none describes itself
        word = definitions[kind.__name__]["properties"]["kind"]
        word.setdefault("description", "the kind of clause")
    definitions["Clause"] = {
        "description": "A clause: one of the kinds, told apart by 'kind'.",
        "oneOf": [{"$ref": f"#/$defs/{kind.__name__}"} for kind in KINDS.values()],
    }
    parts = {"header": "Header", "ruling": "Ruling", "clause": "Clause", "change": "Change"}
    whole: dict[str, Any] = {
        "$schema": DIALECT,
        "title": "An order that computes",
        "description": "One Markdown file: TOML front matter between lines of '+++', the order's "
        "words as quotations, and fenced blocks of TOML: ruling, clause, change.",
        "$defs": definitions,
    }
    if part != "all":
        return {**whole, "title": f"The {part} of an order", "$ref": f"#/$defs/{parts[part]}"}
    return {
        **whole,
        "type": "object",
        "properties": {
            "header": {"$ref": "#/$defs/Header"},
            "ruling": {"type": "array", "items": {"$ref": "#/$defs/Ruling"}},
            "clause": {"type": "array", "items": {"$ref": "#/$defs/Clause"}},
            "change": {"type": "array", "items": {"$ref": "#/$defs/Change"}},
        },
        "required": ["header"],
    }
