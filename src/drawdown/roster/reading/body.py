"""Rows under the header that hold no person: blanks, totals, notes, the header printed again."""

from __future__ import annotations

import re

import polars as pl

from drawdown.roster.account import NotData
from drawdown.roster.reading.table import ROW, SHEET, Table

TOTALS = re.compile(
    r"^\W*(?:(?:grand|sub|report|page|overall)[\s-]*)?totals?\b|^\W*(?:(?:record|row|person|people"
    r"|detainee|inmate)s?\s+)?count\b|^\W*sum\b",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"^\W*(?:\*+|note|notes|source|prepared|printed|generated|end of|page \d|confidential"
    r"|run (?:date|by)|this (?:report|list)|data as of|disclaimer)",
    re.IGNORECASE,
)


def split_off(table: Table, fields: dict[str, str]) -> tuple[pl.DataFrame, list[NotData]]:
    """Return the rows of people, and what the other rows are.

    `fields` maps field → column. A row is only dropped for what it says: a row with a date of its
    own is a person's, whatever else it holds; a bare code in the person's column is left to be set
    aside with its reason.
    """
    rows = table.rows
    core = [fields[f] for f in ("person", "facility", "book_in", "book_out") if f in fields]
    suspects = rows.filter(_suspect(table, core))
    dated = [fields[f] for f in ("book_in", "book_out", "stay_book_in") if f in fields]
    last = _last_full_row(rows, table, core)
    found = []
    for record in suspects.iter_rows(named=True):
        what = _what(record, table, fields, dated, last)
        if what is not None:
            text = " | ".join(str(record[c]) for c in table.columns if record[c] is not None)
            found.append(NotData(record[ROW], what, text[:200], record[SHEET]))
    if found:
        marked = pl.DataFrame(
            {ROW: [n.row for n in found], SHEET: [n.sheet for n in found]},
            schema={ROW: pl.UInt32, SHEET: pl.String},
        )
        rows = rows.join(marked, on=[ROW, SHEET], how="anti", nulls_equal=True)
    return rows, found


def _suspect(table: Table, core: list[str]) -> pl.Expr:
    """Pick out the rows worth a closer look.

    Nearly empty ones, and those that repeat a header's word.
    """
    width = len(table.columns)
    filled = pl.sum_horizontal(pl.col(table.columns).is_not_null().cast(pl.UInt32))
    looks = [filled <= max(2, int(width * 0.4))]
    texts = [c for c in (core or table.columns[:3]) if table.rows[c].dtype == pl.String]
    looks += [pl.col(c).str.strip_chars().str.to_lowercase() == c.strip().lower() for c in texts]
    looks += [
        pl.col(c).str.contains(r"(?i)^\W*(?:grand |sub|report )?-?totals?\b") for c in texts[:2]
    ]
    if len(texts) == len(core) and core:
        looks.append(pl.all_horizontal(pl.col(c).str.strip_chars() == "" for c in core))
    return pl.any_horizontal(looks).fill_null(False)


def _last_full_row(rows: pl.DataFrame, table: Table, core: list[str]) -> dict[str | None, int]:
    """Return for each sheet the last row with at least half of the core columns filled."""
    columns = core or table.columns
    full = pl.sum_horizontal(pl.col(columns).is_not_null().cast(pl.UInt32)) * 2 >= len(columns)
    if len(columns) <= 2:
        full = pl.sum_horizontal(pl.col(columns).is_not_null().cast(pl.UInt32)) == len(columns)
    last = rows.filter(full).group_by(SHEET).agg(pl.col(ROW).max())
    return dict(last.iter_rows())


def _what(
    record: dict[str, object],
    table: Table,
    fields: dict[str, str],
    dated: list[str],
    last: dict[str | None, int],
) -> str | None:
    cells = [str(record[c]).strip() for c in table.columns if record[c] is not None]
    cells = [c for c in cells if c]
    if not cells:
        return "blank"
    same = sum(
        1
        for c in table.columns
        if record[c] is not None and str(record[c]).strip().lower() in c.lower()
    )
    if same == len(cells) and len(cells) >= 2:
        return "header again"
    if any(record[c] is not None and _may_be_date(str(record[c])) for c in dated):
        return None
    if any(TOTALS.match(c) for c in cells[:2]):
        return "totals"
    sheet = record[SHEET]
    trailing = int(str(record[ROW])) > last.get(None if sheet is None else str(sheet), 0)
    if len(cells) > 2 or (len(cells) == 2 and len(table.columns) < 5):
        return None
    worded = " " in cells[0] and not _is_core_value(record, fields)
    if NOTE.match(cells[0]) or (
        len(cells) == 1 and (worded or trailing) and len(table.columns) > 1
    ):
        return None if _is_key(record, fields) else "note"
    return "note" if trailing and worded else None


def _may_be_date(cell: str) -> bool:
    return bool(re.search(r"\d", cell)) and not TOTALS.match(cell) and not NOTE.match(cell)


def _is_key(record: dict[str, object], fields: dict[str, str]) -> bool:
    """Return whether the person's column holds something that can be a person's number."""
    column = fields.get("person")
    value = record.get(column) if column else None
    return value is not None and bool(
        re.fullmatch(r"\s*[A-Za-z]{0,3}[-\s]?\d[\w-]{2,}\s*", str(value))
    )


def _is_core_value(record: dict[str, object], fields: dict[str, str]) -> bool:
    """Return whether a person's name or facility stands where one belongs.

    Next to another value.
    """
    columns = [fields[f] for f in ("person", "name", "facility") if f in fields]
    return sum(record.get(c) is not None for c in columns) >= 2
