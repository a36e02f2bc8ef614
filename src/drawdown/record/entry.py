"""One entry of the record: the fields that every kind of entry has.

An entry is never changed. A correction is a new entry that names the old one in `supersedes`; a
`withdrawal` takes an entry back without putting another in its place.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator, model_validator

from drawdown.record.cells import is_blank, read_cell
from drawdown.record.fields import Moment, Text

KINDS: dict[str, type[Entry]] = {}
"""Every kind of entry by its name, filled as the classes in `drawdown.record.entries` are made."""


class Entry(BaseModel):
    """What happened, when, when it was written down, by whom, and where that is known from.

    Attributes:
        id: Names the entry; a file's row without one gets `file#row`.
        date: The day, or day and time, on which it happened.
        recorded: When it entered the record. A row that does not say is taken as recorded on
            `date`, and the account of the file counts how many such rows there were.
        by: Who wrote it down or sent it.
        source: Where it is known from, such as a document; a file's name where blank.
        supersedes: The id of the entry that this one replaces.
        note: Anything else worth reading.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True
    )

    kind: ClassVar[str]
    one_per: ClassVar[tuple[str, ...]] = ()
    """The fields that name one fact: two rows of a file that agree on them must agree on `fact`."""
    fact: ClassVar[str] = ""
    """The field that states the fact named by `one_per`."""
    example: ClassVar[dict[str, str]] = {}
    """The cells of one row, for templates and pages; `F` stands for the case's first facility."""

    id: Text = ""
    date: Moment
    recorded: Moment | None = None
    by: Text = ""
    source: Text = ""
    supersedes: Text = ""
    note: Text = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        KINDS[cls.kind] = cls

    @model_validator(mode="before")
    @classmethod
    def _leave_out_blanks(cls, data: Any) -> Any:
        """A blank says nothing: the field has its default, or is missing."""
        if not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if not is_blank(value)}

    @field_validator("*", mode="before")
    @classmethod
    def _read(cls, value: Any, info: ValidationInfo) -> Any:
        """Read a value as the cell of a file is read, so that both accept the same."""
        from drawdown.record.form import forms

        return read_cell(forms(cls)[info.field_name or ""], value)

    @property
    def day(self) -> dt.date:
        """The calendar day on which it happened."""
        return self.date.date() if isinstance(self.date, dt.datetime) else self.date

    @classmethod
    def title(cls) -> str:
        """What this kind of entry is, in a few words: the first line of its docstring."""
        return (cls.__doc__ or cls.kind).splitlines()[0]

    @classmethod
    def field_notes(cls) -> dict[str, str]:
        """What each field means, from the docstrings of this class and of `Entry`."""
        return _attributes(Entry.__doc__ or "") | _attributes(cls.__doc__ or "")


def _attributes(doc: str) -> dict[str, str]:
    """The `Attributes:` of a docstring, by name."""
    notes: dict[str, str] = {}
    name = ""
    for line in doc.partition("Attributes:")[2].splitlines():
        if match := re.match(r"        (\w+): (.*)", line):
            name = match[1]
            notes[name] = match[2]
        elif name and line.strip():
            notes[name] += f" {line.strip()}"
    return notes


COMMON = ("id", "date", "recorded", "by", "source", "supersedes", "note")
"""The fields that every entry has, in the order in which files give them."""
