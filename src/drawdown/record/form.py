"""What the columns of one kind of entry are: derived from its class, never written twice."""

from __future__ import annotations

import types
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

import polars as pl

from drawdown.record.entry import Entry
from drawdown.record.fields import Column

UTC_TIME = pl.Datetime("us", "UTC")


@dataclass(frozen=True)
class FieldForm:
    """One column: its name, form, whether it must be filled, what it may be, and its default."""

    name: str
    form: str
    expected: str
    required: bool
    default: Any
    choices: tuple[str, ...] = ()

    def schema(self) -> dict[str, pl.DataType]:
        """The columns of a frame that hold this field: two for a moment, one otherwise."""
        match self.form:
            case "whole":
                return {self.name: pl.Int64()}
            case "number":
                return {self.name: pl.Float64()}
            case "moment" if self.name == "recorded":
                return {self.name: UTC_TIME}
            case "moment":
                return {self.name: pl.Date(), f"{self.name}_at": UTC_TIME}
            case "terms":
                return {self.name: pl.List(pl.String())}
            case "choice":
                return {self.name: pl.Enum(self.choices)}
            case _:
                return {self.name: pl.String()}


@cache
def forms(kind: type[Entry]) -> dict[str, FieldForm]:
    """The form of every field of a kind of entry, by name, in the order of its class."""
    found = {}
    for name, field in kind.model_fields.items():
        column, choices = _column(field.annotation, field.metadata)
        default = None if field.is_required() else field.get_default()
        found[name] = FieldForm(
            name,
            column.form if column else "choice",
            column.expected if column else "one of " + ", ".join(repr(c) for c in choices if c),
            field.is_required(),
            default,
            choices,
        )
    return found


@cache
def schema(kind: type[Entry]) -> dict[str, pl.DataType]:
    """The schema of a frame of entries of this kind: its fields, and the file and row of each."""
    columns: dict[str, pl.DataType] = {}
    for form in forms(kind).values():
        columns |= form.schema()
    return columns | {"file": pl.String(), "row": pl.UInt32()}


def _column(annotation: Any, metadata: list[Any]) -> tuple[Column | None, tuple[str, ...]]:
    for item in metadata:
        if isinstance(item, Column):
            return item, ()
    origin = get_origin(annotation)
    if origin is Literal:
        return None, tuple(str(choice) for choice in get_args(annotation))
    if origin in (Union, types.UnionType):
        for part in get_args(annotation):
            if part is not types.NoneType and hasattr(part, "__metadata__"):
                return _column(part.__origin__, list(part.__metadata__))
    raise TypeError(f"a field of an entry cannot have the type {annotation!r}")
