"""Reading a roster: file → sheets → header → mapping → facts, with every row accounted for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from drawdown.errors import nearest
from drawdown.roster.account import NotData, RowAccount, SetAside
from drawdown.roster.asof import stated_as_of
from drawdown.roster.errors import RosterError
from drawdown.roster.facts import Facts, gather_facts
from drawdown.roster.mapping.profile import Profile
from drawdown.roster.mapping.settle import confirm, refuse_doubts
from drawdown.roster.mapping.suggest import Suggestion, suggest
from drawdown.roster.reading.body import split_off
from drawdown.roster.reading.choose import Chosen, choose_sheets
from drawdown.roster.reading.open import open_sheets
from drawdown.roster.reading.sheet import Progress, no_progress
from drawdown.roster.reading.source import read_bytes, source_of
from drawdown.roster.reading.table import ROW, SHEET, Table, make_table
from drawdown.roster.roster import AsOf, Kind, Roster
from drawdown.roster.values.dates import DateOrder


@dataclass(frozen=True)
class Correction:
    """A cell of a row that should read otherwise: the row as a spreadsheet numbers it."""

    row: int
    column: str
    value: str
    sheet: str | None = None


@dataclass(frozen=True)
class ReadOptions:
    """What the reader has said about a file; all of it may be left out.

    `confirmed` maps a column to a field (or `-`), `keys` names the columns that together stand for
    a person, `header_rows` are numbered from 1.
    """

    profile: Profile | None = None
    confirmed: dict[str, str] = field(default_factory=dict)
    accept: bool = False
    keys: tuple[str, ...] = ()
    as_of: dt.date | None = None
    sender: str | None = None
    date_order: DateOrder | None = None
    zone: str | None = None
    sheet: str | None = None
    header_rows: tuple[int, ...] = ()
    facility: str | None = None
    kind: Kind | None = None
    encoding: str | None = None
    delimiter: str | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True)
class Mapped:
    """A file's table with a suggestion for every column.

    What there is to say before any row is read.
    """

    table: Table
    chosen: Chosen
    suggestions: tuple[Suggestion, ...]
    header_rows: tuple[int, ...]


def read_roster(
    path: Path, options: ReadOptions | None = None, progress: Progress = no_progress
) -> Roster:
    """Return the roster in a file. Raise `RosterError` where it cannot be read without guessing."""
    options = options or ReadOptions()
    return roster_from(read_bytes(path), path, options, progress)


def roster_from(
    content: bytes, path: Path, options: ReadOptions, progress: Progress = no_progress
) -> Roster:
    """Return the roster in the bytes of a file that was at `path`."""
    source = source_of(path, content, options.sender)
    mapped = map_columns(content, path, options, progress)
    settled = refuse_doubts(list(mapped.suggestions), path.name)
    fields = {s.field: s.column for s in settled if s.field is not None}
    kind = _kind(options, fields, path.name)
    progress("checking rows", 0, mapped.table.read)
    rows, dropped = split_off(mapped.table, fields)
    facts = gather_facts(rows, fields, kind, path.name, _answers(options))
    cells = rows.drop(ROW, SHEET)
    if facts.kept is not None:
        cells = cells.filter(facts.kept)
    not_data = sorted([*mapped.table.not_data, *dropped], key=lambda n: (n.sheet or "", n.row))
    aside = sorted(
        [*mapped.table.set_aside, *facts.set_aside], key=lambda s: (s.sheet or "", s.row)
    )
    progress("checking rows", mapped.table.read, mapped.table.read)
    return Roster(
        source=source,
        kind=kind,
        facts=facts.frame,
        cells=cells,
        mapping=tuple(settled),
        account=RowAccount(mapped.table.read, facts.frame.height, len(aside), len(not_data)),
        set_aside=tuple(aside),
        not_data=tuple(not_data),
        as_of=_as_of(options, facts, path.name, not_data),
        sheet=mapped.chosen.why,
        unread=mapped.chosen.unread,
        header_rows=mapped.header_rows,
        date_order=facts.date_order,
        remarks=_remarks(mapped, facts),
    )


def map_columns(
    content: bytes, path: Path, options: ReadOptions, progress: Progress = no_progress
) -> Mapped:
    """Find the table in a file and say what each column is, as far as that is known."""
    sheets = open_sheets(
        content,
        path.name,
        encoding=options.encoding,
        delimiter=options.delimiter,
        progress=progress,
    )
    profile = options.profile or Profile()
    given = tuple(r - 1 for r in options.header_rows) or None
    chosen = choose_sheets(
        sheets, path.name, wanted=options.sheet or profile.sheet, header_rows=given
    )
    tables = [make_table(sheet, header) for sheet, header in chosen.sheets]
    table = corrected(_stacked(tables, path.name), options.corrections, path.name)
    found = suggest(table.rows, table.columns)
    found = confirm(
        found,
        path.name,
        profile=options.profile,
        confirmed=_with_keys(options, table, path.name),
        accept=options.accept,
    )
    rows = tuple(r + 1 for r in chosen.sheets[0][1].rows)
    return Mapped(table, chosen, tuple(found), rows)


def corrected(table: Table, corrections: tuple[Correction, ...], file: str) -> Table:
    """The table with some cells as they should read; every other cell as it is."""
    columns = {one.column for one in corrections} & set(table.columns)
    # What a person types is text, and is read as text is, in a column of dates as well.
    rows = table.rows.with_columns(_as_text(column, table.rows) for column in sorted(columns))
    for one in corrections:
        if one.column not in table.columns:
            raise RosterError(
                f"{file}: has no column '{one.column}', which a correction of row {one.row} names"
                f"{nearest(one.column, table.columns)}"
            )
        there = pl.col(ROW) == one.row
        if one.sheet is not None:
            there &= pl.col(SHEET) == one.sheet
        value = pl.lit(one.value or None, dtype=pl.String)
        rows = rows.with_columns(pl.when(there).then(value).otherwise(one.column).alias(one.column))
    return replace(table, rows=rows) if corrections else table


def _as_text(column: str, rows: pl.DataFrame) -> pl.Expr:
    dtype = rows.schema[column]
    if isinstance(dtype, pl.Datetime):
        return pl.col(column).dt.strftime("%Y-%m-%d %H:%M:%S" + ("%z" if dtype.time_zone else ""))
    return pl.col(column).cast(pl.String)


def _with_keys(options: ReadOptions, table: Table, file: str) -> dict[str, str]:
    confirmed = dict(options.confirmed)
    for key in options.keys:
        if key not in table.columns:
            raise RosterError(
                f"{file}: has no column '{key}', which --key names{nearest(key, table.columns)}"
            )
    if len(options.keys) == 1:
        confirmed[options.keys[0]] = "person"
    return confirmed


def _stacked(tables: list[Table], file: str) -> Table:
    first, *rest = tables
    if not rest:
        return first
    for other in rest:
        if set(other.columns) != set(first.columns):
            raise RosterError(
                f"{file}: the sheets have different headers, so they cannot be read as one; "
                "say which with --sheet NAME"
            )
    return Table(
        rows=pl.concat([first.rows, *(t.rows.select(first.rows.columns) for t in rest)]),
        columns=first.columns,
        not_data=[n for t in tables for n in t.not_data],
        set_aside=[s for t in tables for s in t.set_aside],
        preamble=first.preamble,
        read=sum(t.read for t in tables),
    )


def _kind(options: ReadOptions, fields: dict[str, str], file: str) -> Kind:
    profile = options.profile
    said = options.kind or (profile.kind if profile and profile.kind else None)
    if not fields.keys() & {"person", "book_in", "stay_book_in", "facility", "facility_code"}:
        raise RosterError(
            f"{file}: no column says who, where or since when; name them with --map COLUMN=field"
        )
    ends = fields.keys() & {"book_out", "stay_book_out"}
    kind: Kind = "stays" if ends else "daily"
    if said in ("stays", "daily"):
        kind = "daily" if said == "daily" else "stays"
    if kind == "stays" and not fields.keys() & {"book_in", "stay_book_in"}:
        raise RosterError(
            f"{file}: no column is the book-in date; name it with --map COLUMN=book_in"
        )
    return kind


def _answers(options: ReadOptions) -> ReadOptions:
    """Fill what the flags leave open from the profile."""
    profile = options.profile
    if profile is None:
        return options
    return replace(
        options,
        zone=options.zone or profile.zone,
        facility=options.facility or profile.facility,
    )


def _as_of(options: ReadOptions, facts: Facts, file: str, not_data: list[NotData]) -> AsOf | None:
    if options.as_of is not None:
        return AsOf(options.as_of, "--as-of")
    days = facts.frame["as_of"].drop_nulls()
    if len(days):
        last = days.max()
        assert isinstance(last, dt.date)  # noqa: S101 - for the type checker
        return AsOf(last, "the last day in its as-of column")
    texts = [n.text for n in not_data if n.what in ("preamble", "note")]
    return stated_as_of(file, texts)


def _remarks(mapped: Mapped, facts: Facts) -> tuple[str, ...]:
    return (*mapped.chosen.unread, *facts.remarks)


def set_aside_reasons(aside: tuple[SetAside, ...]) -> list[tuple[str, int]]:
    """Return the kinds of reason and how many rows each has, most first."""
    import re
    from collections import Counter

    counts = Counter(re.sub(r"'[^']*'|\d[\d-]*", "…", s.reason) for s in aside)
    return counts.most_common()
