"""From a sheet and its header to a table.

Named columns, merged cells filled, every row numbered.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import polars as pl

from drawdown.roster.account import NotData, SetAside
from drawdown.roster.reading.header import Header
from drawdown.roster.reading.sheet import Sheet

ROW = "_row"
SHEET = "_sheet"


@dataclass(frozen=True)
class Table:
    """The rows under a header.

    `rows` has the named columns and `_row`, the row as a spreadsheet program numbers it, and
    `_sheet`. `not_data` holds what stands above (preamble and header); `preamble` is its text,
    `set_aside` the rows that the format itself could not hold.
    """

    rows: pl.DataFrame
    columns: list[str]
    not_data: list[NotData]
    set_aside: list[SetAside]
    preamble: tuple[str, ...]
    read: int


def make_table(sheet: Sheet, header: Header) -> Table:
    """Name the columns of a sheet by its header and split off what stands above the data."""
    named = sheet.header is not None
    above = [
        NotData(
            i + 1, "header" if i in header.rows else "preamble", _line(sheet, i)[:200], sheet.name
        )
        for i in range(header.end)
    ]
    body = _fill_merges(sheet, header.end).slice(header.end)
    numbers = pl.int_range(header.end + 1, sheet.height + 1, dtype=pl.UInt32, eager=True)
    body = body.with_columns(numbers.alias(ROW), pl.lit(sheet.name, dtype=pl.String).alias(SHEET))
    aside = [SetAside(i + 1, why, sheet.name) for i, why in sheet.broken.items()]
    unnamed = [i for i, n in enumerate(header.names) if n is None]
    if sheet.name is None and not named:
        body, too_long = _too_long(body, header, unnamed)
        aside += too_long
    names = _names(header, body)
    body = body.rename({f"c{i}": n for i, n in names.items()})
    body = body.select(*names.values(), ROW, SHEET)
    if aside:
        body = body.filter(~pl.col(ROW).is_in([s.row for s in aside]))
    preamble = tuple(n.text for n in above if n.what == "preamble")
    return Table(body, list(names.values()), above, aside, preamble, sheet.height)


def _line(sheet: Sheet, row: int) -> str:
    return " | ".join(str(c).strip() for c in sheet.cells.row(row) if c is not None)


def _names(header: Header, body: pl.DataFrame) -> dict[int, str]:
    """Return column number → name, each name once.

    A column without a header keeps a number if it holds anything. A name that Polars would take
    for a pattern (`*`, or from `^` to `$`) has the number before it.
    """
    names: dict[int, str] = {}
    seen: Counter[str] = Counter()
    taken = {ROW, SHEET}
    for i, name in enumerate(header.names):
        if f"c{i}" not in body.columns:
            continue
        if name is None:
            if body.height == 0 or body[f"c{i}"].null_count() == body.height:
                continue
            name = f"column {i + 1}"
        elif name == "*" or (name.startswith("^") and name.endswith("$")):
            name = f"column {i + 1} ({name})"
        seen[name] += 1
        names[i] = name if seen[name] == 1 else f"{name} ({seen[name]})"
        while names[i] in taken:
            seen[name] += 1
            names[i] = f"{name} ({seen[name]})"
        taken.add(names[i])
    return names


def _too_long(
    body: pl.DataFrame, header: Header, unnamed: list[int]
) -> tuple[pl.DataFrame, list[SetAside]]:
    """Set aside the few records with more cells than the header.

    An unquoted comma moved their cells.
    """
    last = max((i for i, n in enumerate(header.names) if n is not None), default=0)
    beyond = [f"c{i}" for i in unnamed if i > last]
    if not beyond or not body.height:
        return body, []
    long = body.filter(pl.any_horizontal(pl.col(beyond).is_not_null()))
    if long.height == 0 or long.height > max(body.height * 0.05, 1):
        return body, []
    cells = [c for c in body.columns if c not in (ROW, SHEET)]
    aside = []
    for row in long.select(*cells, ROW).iter_rows():
        count = max(i + 1 for i, c in enumerate(row[:-1]) if c is not None)
        aside.append(
            SetAside(
                row[-1], f"has {count} cells where the header has {last + 1}; cells have moved"
            )
        )
    return body.drop(beyond), aside


def _fill_merges(sheet: Sheet, start: int) -> pl.DataFrame:
    """Write the value of a cell merged downwards into every row that it covers."""
    cells = sheet.cells
    blocks = [m for m in sheet.merges if m.top >= start and m.bottom > m.top]
    for column in {m.left for m in blocks}:
        name = f"c{column}"
        if name not in cells.columns:
            continue
        values = cells[name].to_list()
        for m in blocks:
            if m.left == column:
                for row in range(m.top, min(m.bottom + 1, len(values))):
                    values[row] = values[m.top]
        cells = cells.with_columns(pl.Series(name, values, dtype=cells[name].dtype))
    return cells
