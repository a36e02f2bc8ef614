"""Excel and OpenDocument workbooks, read by calamine.

Every sheet, hidden ones marked, merges kept.
"""

from __future__ import annotations

import datetime as dt
import io
from itertools import chain

import polars as pl

from drawdown.roster.errors import RosterError
from drawdown.roster.reading.bombs import refuse_bombs
from drawdown.roster.reading.sheet import Merge, Progress, Sheet, column_names, no_progress

Cell = int | float | str | bool | dt.date | dt.time | dt.datetime | dt.timedelta


def read_workbook(content: bytes, name: str, progress: Progress = no_progress) -> list[Sheet]:
    """Return every worksheet of a workbook, in its order.

    Cells become text: dates as `YYYY-MM-DD`, times as `YYYY-MM-DD HH:MM:SS`, whole numbers without
    a point, so that a number stored as text and a text stored as a number read the same.
    """
    import python_calamine as calamine

    refuse_bombs(content, name)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError:
        raise RosterError(f"{name}: is locked with a password; ask for an open copy") from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise RosterError(f"{name}: is not a workbook that can be read ({error})") from None
    sheets = []
    for meta in book.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_name(meta.name)
        except (calamine.CalamineError, OSError, ValueError) as error:
            raise RosterError(f"{name}, sheet '{meta.name}': cannot be read ({error})") from None
        visible = meta.visible == calamine.SheetVisibleEnum.Visible
        sheets.append(_sheet(sheet, meta.name, visible, progress))
    if not any(s.height for s in sheets):
        raise RosterError(f"{name}: no sheet holds anything")
    return sheets


def _sheet(
    sheet: object, name: str, visible: bool, progress: Progress, step: int = 20_000
) -> Sheet:
    import python_calamine as calamine

    assert isinstance(sheet, calamine.CalamineSheet)  # noqa: S101 - for the type checker
    if sheet.end is None:
        return Sheet(pl.DataFrame({"c0": []}, schema={"c0": pl.String}), name, visible)
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    names = column_names(width)
    above = sheet.start[0] if sheet.start else 0
    blocks: list[pl.DataFrame] = []
    rows: list[list[Cell]] = []
    # iter_rows starts at row 1 of the sheet but leaves out the blank columns on the left.
    left = sheet.start[1] if sheet.start else 0
    for i, row in enumerate(chain(sheet.iter_rows(), [None])):
        if row is not None:
            rows.append(row)
        if rows and (row is None or len(rows) == step):
            blocks.append(_frame(rows, names, left))
            rows = []
            progress(f"reading sheet {name}", min(i + 1, height), height)
    cells = pl.concat(blocks, rechunk=False) if blocks else pl.DataFrame(schema=names)
    if cells.height < height:  # leading blank rows that the reader skipped
        blank = pl.DataFrame(
            {n: [None] * (height - cells.height) for n in names},
            schema=dict.fromkeys(names, pl.String()),
        )
        cells = pl.concat([blank, cells]) if above else pl.concat([cells, blank])
    merges = tuple(
        Merge(top, left_, bottom, right)
        for (top, left_), (bottom, right) in (sheet.merged_cell_ranges or [])
    )
    return Sheet(cells, name, visible, merges)


def _frame(rows: list[list[Cell]], names: list[str], left: int) -> pl.DataFrame:
    width = len(names)
    offset = left if rows and len(rows[0]) < width else 0
    columns: dict[str, list[str | None]] = {names[i]: [None] * len(rows) for i in range(offset)}
    for i, column in enumerate(zip(*rows, strict=True)):
        columns[names[i + offset]] = [_text(cell) for cell in column]
    return pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String()))


def _text(cell: Cell) -> str | None:
    """Return a cell as text; a blank is nothing.

    >>> _text(12.0), _text(0.5), _text(True), _text("")
    ('12', '0.5', 'true', None)
    """
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time(0)
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    return str(cell)
