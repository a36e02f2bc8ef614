"""Entries as lines of JSON, each field as the text of a cell: what the database keeps and exports.

Blank cells are left out and keys are in the order of the entry's class, so that the same entry is
the same line wherever it is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from drawdown.record.cells import read_cell
from drawdown.record.columns import Terms, type_columns
from drawdown.record.entry import KINDS, Entry
from drawdown.record.form import FieldForm, forms, schema
from drawdown.record.moments import read_moment


def line_of(kind: str, cells: Mapping[str, str]) -> str:
    """An entry as a line of JSON.

    >>> line_of("milestone", {"name": "plan approved", "date": "2020-05-04", "note": ""})
    '{"entry":"milestone","date":"2020-05-04","name":"plan approved"}'
    """
    return written(content_of(kind, cells))


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def written(content: Mapping[str, str]) -> str:
    """What an entry says as a line of JSON, in the order that it has."""
    return _encode(content)


def content_of(kind: str, cells: Mapping[str, str]) -> dict[str, str]:
    """What an entry says: its kind and every cell that is filled."""
    return {"entry": kind} | {name: cells[name] for name in forms(KINDS[kind]) if cells.get(name)}


def cells_of(entry: Entry) -> dict[str, str]:
    """The cells of a single entry, as text."""
    found = {}
    for name in forms(entry.__class__):
        value = getattr(entry, name)
        if value not in (None, "", ()):
            found[name] = _text(value)
    return found


def frame_cells(frame: pl.DataFrame, kind: str) -> Iterator[dict[str, str]]:
    """The cells of typed entries, as text that is read back as the same values.

    Args:
        frame: Entries with the columns of `drawdown.record.form.schema`.
        kind: Their kind.
    """
    columns = []
    names = list(forms(KINDS[kind]))
    for name, form in forms(KINDS[kind]).items():
        column = pl.col(name)
        if form.form == "moment" and name != "recorded":
            time = pl.col(f"{name}_at").dt.strftime("%Y-%m-%dT%H:%M:%S%.f+00:00")
            column = pl.coalesce(time, column.dt.strftime("%Y-%m-%d"))
        elif name == "recorded":
            column = column.dt.strftime("%Y-%m-%dT%H:%M:%S%.f+00:00")
        elif form.form == "terms":
            column = column.list.join("; ")
        columns.append(column.cast(pl.String).fill_null("").alias(name))
    for values in frame.select(columns).iter_rows():
        yield {name: value for name, value in zip(names, values, strict=True) if value}


def typed(
    kind: str, lines: Sequence[str], files: Sequence[str], rows: Sequence[int], terms: Terms
) -> pl.DataFrame:
    """Entries of one kind from their lines, with the columns of `drawdown.record.form.schema`."""
    entry = KINDS[kind]
    fields = pl.Struct(dict.fromkeys(forms(entry), pl.String))
    cells = pl.Series("cells", lines, dtype=pl.String).str.json_decode(fields)
    raw = cells.struct.unnest().with_columns(pl.Series("row", rows, dtype=pl.UInt32))
    frame, aside = type_columns(raw, entry, "", terms)
    if len(aside):
        first = aside.row(0, named=True)
        raise ValueError(f"a {kind} in the record cannot be read: {first['reason']}")
    return frame.with_columns(pl.Series("file", files, dtype=pl.String)).select(list(schema(entry)))


FEW = 40
"""Up to so many entries are typed one by one: a pass over columns costs more than they do."""


def typed_few(
    kind: str, lines: Sequence[str], files: Sequence[str], rows: Sequence[int], terms: Terms
) -> pl.DataFrame:
    """A few entries of one kind from their lines, as `typed` gives them.

    Raises:
        ValueError: One of them cannot be read.
    """
    fields = forms(KINDS[kind])
    found = []
    for line, file, row in zip(lines, files, rows, strict=True):
        cells = json.loads(line)
        values: dict[str, Any] = {}
        for name, form in fields.items():
            values |= _values(form, cells.get(name), terms)
        found.append(values | {"file": file, "row": row})
    return pl.DataFrame(found, schema=schema(KINDS[kind]), orient="row")


def _values(form: FieldForm, text: str | None, terms: Terms) -> dict[str, Any]:
    """The column or columns of one field."""
    name = form.name
    if form.form == "moment":
        read = read_moment(text, terms.zone) if text else None
        day, time = read or (None, None)
        if name == "recorded":
            if time is None:
                raise ValueError(f"{text!r} does not say when it was recorded")
            return {name: time}
        return {name: day, f"{name}_at": time}
    if text is None:
        default = form.default
        if form.form == "terms":
            return {name: []}
        return {name: "" if default is None and form.form in ("text", "facility") else default}
    if form.form == "facility":
        return {name: terms.facilities.get(text.lower(), text)}
    value = read_cell(form, text)
    return {name: list(value) if form.form == "terms" else value}


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    return str(value)
