"""Files of entries: CSV with one kind of entry, or JSON lines with any.

A file is read whole or not at all: what is wrong with the file itself is an error of one line;
what is wrong with a row sets that row aside, and the account of the file says so.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from drawdown.errors import nearest
from drawdown.record.cells import GAP, shown
from drawdown.record.columns import SET_ASIDE, Terms, type_columns
from drawdown.record.entry import KINDS, Entry
from drawdown.record.errors import RecordError
from drawdown.record.form import forms
from drawdown.record.json_line import json_cells

EXTRA = "cells beyond the header"
"""The column of split rows that holds what no column of the file does, where there is any."""


@dataclass(frozen=True)
class Account:
    """What became of every row of a file: `read` = `used` + set aside + `not_data`.

    Attributes:
        file: The file's name, as messages and sources give it.
        kind: The kind of entry it holds.
        read: Rows below the header.
        used: Rows that became entries.
        not_data: Blank rows, and lines that begin with `#`.
        set_aside: The rows that could not be used, with the columns of `columns.SET_ASIDE`.
        ignored: Columns that no field of this kind of entry has.
        undated: Rows that do not say when they were recorded; taken as recorded on their date.
    """

    file: str
    kind: str
    read: int
    used: int
    not_data: int
    set_aside: pl.DataFrame
    ignored: tuple[str, ...] = ()
    undated: int = 0


@dataclass(frozen=True)
class Batch:
    """The typed rows of one file and of one kind, and the account of it."""

    kind: type[Entry]
    frame: pl.DataFrame
    account: Account


def read_csv(path: Path, kind: type[Entry], terms: Terms, name: str | None = None) -> Batch:
    """Read a CSV file of one kind of entry.

    Column names may stand in any order and case. Rows are numbered as a spreadsheet does, the
    header being row 1.

    Raises:
        RecordError: The file is missing, not UTF-8 text, empty, or lacks a required column.
    """
    file = name or path.name
    header, rows = _table(_decode(path, file), file)
    columns = [re.sub(GAP, "_", column.strip().lower()) for column in header]
    _check_header(columns, header, kind, file)
    known = {name: column for name, column in zip(rows.columns[1:], columns, strict=False)
             if column in forms(kind)}  # fmt: skip
    blank = pl.all_horizontal(pl.col(rows.columns[1:]).fill_null("").str.strip_chars() == "")
    data = rows.filter(~blank).select(
        pl.col(rows.columns[0]).alias("row"),
        *[pl.col(name).alias(column) for name, column in known.items()],
        *[EXTRA for _ in range(EXTRA in rows.columns)],
    )
    ignored = tuple(column for column in columns if column and column not in forms(kind))
    return _batch(data, kind, file, terms, read=len(rows), ignored=ignored)


def read_jsonl(path: Path, terms: Terms, name: str | None = None) -> list[Batch]:
    """Read a file of JSON lines, each an entry that names its kind in `entry`.

    Raises:
        RecordError: The file is missing or not UTF-8 text.
    """
    file = name or path.name
    lines: dict[str, list[dict[str, str | None]]] = {}
    bad: list[tuple[str, int, str, str, str]] = []
    not_data = 0
    # Only a line feed ends a line of JSON: text inside may hold any other character that does.
    for number, line in enumerate(_decode(path, file).removesuffix("\n").split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            not_data += 1
            continue
        try:
            kind, cells = json_cells(line)
        except ValueError as error:
            bad.append((file, number, "", shown(line.strip()), str(error)))
            continue
        lines.setdefault(kind, []).append(cells | {"row": str(number)})
    batches = [
        _batch(
            pl.DataFrame(
                rows, schema=dict.fromkeys([*forms(KINDS[kind]), "row"], pl.String()),
                orient="row",
            ).cast({"row": pl.UInt32}),
            KINDS[kind], file, terms, read=len(rows), ignored=(),
        )
        for kind, rows in lines.items()
    ]  # fmt: skip
    if bad or not_data:
        account = Account(
            file, "", len(bad) + not_data, 0, not_data,
            pl.DataFrame(bad, schema=SET_ASIDE, orient="row"),
        )  # fmt: skip
        batches.append(Batch(Entry, pl.DataFrame(), account))
    return batches


def _batch(
    data: pl.DataFrame,
    kind: type[Entry],
    file: str,
    terms: Terms,
    *,
    read: int,
    ignored: tuple[str, ...],
) -> Batch:
    frame, set_aside = type_columns(data, kind, file, terms)
    if EXTRA in data.columns:
        extra = data.filter(pl.col(EXTRA).is_not_null())["row"]
        over = _lines(file, extra, "", "more cells than the header has columns")
        frame = frame.filter(~pl.col("row").is_in(extra.implode()))
        set_aside = pl.concat([set_aside.filter(~pl.col("row").is_in(extra.implode())), over])
    frame, repeats = _one_each(frame, kind, file)
    set_aside = pl.concat([set_aside, repeats]).sort("row")
    undated = len(frame)
    if "recorded" in data.columns:
        dated = data.filter(pl.col("recorded").str.strip_chars() != "")["row"]
        undated -= int(frame["row"].is_in(dated.implode()).sum())
    account = Account(
        file, kind.kind, read, len(frame), read - len(data), set_aside, ignored, undated
    )
    return Batch(kind, frame, account)


def _one_each(
    frame: pl.DataFrame, kind: type[Entry], file: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Set aside rows that state the same fact twice: repeats once, contradictions on both sides."""
    nothing = pl.DataFrame(schema=SET_ASIDE)
    if not kind.one_per or frame.is_empty():
        return frame, nothing
    # What was counted at another hour of the day is another fact.
    key = [*kind.one_per, *(f"{n}_at" for n in kind.one_per if f"{n}_at" in frame.columns)]
    plain = frame.filter(pl.col("supersedes") == "")
    if not plain.select(key).is_duplicated().any():
        return frame, nothing
    plain = plain.with_columns(
        values=pl.col(kind.fact).n_unique().over(key), first=pl.col("row").min().over(key)
    )
    contradicted = plain.filter(pl.col("values") > 1)
    repeated = plain.filter((pl.col("values") == 1) & (pl.col("row") > pl.col("first")))
    lines = [
        (
            file, row["row"], kind.fact, str(row[kind.fact]),
            f"{_key(row)} is given more than once with different numbers (first in row "
            f"{row['first']}); expected one, or 'supersedes' naming the row that it corrects",
        )
        for row in contradicted.iter_rows(named=True)
    ] + [
        (file, row["row"], kind.fact, str(row[kind.fact]), f"repeats row {row['first']}")
        for row in repeated.iter_rows(named=True)
    ]  # fmt: skip
    gone = pl.concat([contradicted["row"], repeated["row"]])
    aside = pl.DataFrame(lines, schema=SET_ASIDE, orient="row")
    return frame.filter(~pl.col("row").is_in(gone.implode())), aside


def _key(row: dict[str, Any]) -> str:
    return f"{row['facility']} on {row['date']}"


def _lines(file: str, rows: pl.Series, column: str, reason: str) -> pl.DataFrame:
    lines = [(file, row, column, "", reason) for row in rows.to_list()]
    return pl.DataFrame(lines, schema=SET_ASIDE, orient="row")


def _decode(path: Path, file: str) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise RecordError(f"{file}: there is no such file") from None
    except OSError as error:
        raise RecordError(f"{file}: cannot be read ({error.strerror})") from None
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise RecordError(
            f"{file}, row {line}: byte 0x{error.object[error.start]:02x} is not UTF-8 text; "
            "expected the file to be saved as UTF-8 (in Excel: CSV UTF-8)"
        ) from None


def _table(text: str, file: str) -> tuple[list[str], pl.DataFrame]:
    """Split CSV text: the header, and the rows as text with their row numbers first."""
    if "\x00" in text:
        raise RecordError(f"{file}: holds NUL characters; expected a CSV file")
    if _is_plain(text):
        try:
            frame = pl.read_csv(io.BytesIO(text.encode()), infer_schema=False, has_header=False)
        except (pl.exceptions.ComputeError, pl.exceptions.NoDataError):
            pass  # a row with more cells than the header: the slower way below keeps it
        else:
            header = [cell or "" for cell in frame.row(0)]
            rows = frame.slice(1).with_row_index("_row", offset=2)
            return header, rows
    return _table_by_row(text, file)


def _is_plain(text: str) -> bool:
    """Whether every line is a row, without quotation marks, blank lines or remarks."""
    lines = text.replace("\r\n", "\n").rstrip("\n")
    return not (
        '"' in lines or "\r" in lines or "\n\n" in lines or "\n#" in lines or lines[:1] in ("", "#")
    )


def _table_by_row(text: str, file: str) -> tuple[list[str], pl.DataFrame]:
    rows: list[list[str]] = []
    try:
        for row in _rows(text):
            rows.append(row)
    except csv.Error as error:
        raise RecordError(
            f"{file}, row {len(rows) + 1}: is not CSV ({error}); check its quotation marks"
        ) from None
    start = next((n for n, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if start is None:
        raise RecordError(f"{file}: is empty; expected a header row such as facility,date,count")
    header, body, width = rows[start], rows[start + 1 :], len(rows[start])
    cells: Iterator[list[str | None]] = (
        [*row[:width], *([None] * (width - len(row)))] for row in body
    )
    columns = list(zip(*cells, strict=True)) or [()] * width
    extra = ["".join(row[width:]).strip() or None for row in body]
    data = {"_row": pl.Series(range(start + 2, len(rows) + 1), dtype=pl.UInt32)}
    data |= {str(i): pl.Series(column, dtype=pl.String) for i, column in enumerate(columns)}
    if any(cell is not None for cell in extra):
        data[EXTRA] = pl.Series(extra, dtype=pl.String)
    return header, pl.DataFrame(data)


def _rows(text: str) -> Iterator[list[str]]:
    """The rows of CSV text; a line that begins with '#' where a row would begin is a blank row."""
    row_ended = True

    def lines() -> Iterator[str]:
        nonlocal row_ended
        for line in io.StringIO(text, newline=""):
            remark = row_ended and line.startswith("#")
            row_ended = False
            yield "\n" if remark else line

    for row in csv.reader(lines(), strict=True):
        yield row
        row_ended = True


def _check_header(columns: list[str], header: list[str], kind: type[Entry], file: str) -> None:
    seen = set[str]()
    for column in columns:
        if column in seen and column:  # columns without a name are not read
            raise RecordError(f"{file}, row 1: column {column!r} stands twice; expected it once")
        seen.add(column)
    for form in forms(kind).values():
        if form.required and form.name not in columns:
            raise RecordError(
                f"{file}, row 1: there is no column '{form.name}' ({form.expected}); "
                f"found {', '.join(repr(h.strip()) for h in header)}{nearest(form.name, columns)}"
            )
