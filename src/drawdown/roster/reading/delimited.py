"""CSV and its kin: any delimiter, any encoding, every record accounted for.

The records are counted on the bytes themselves, apart from the parser: a line end outside quotes
ends a record. Where the fast parser (Polars) gives another number, as stray quotes can make it do,
the file is read again by the standard library's parser, line by line.
"""

from __future__ import annotations

import csv
import io
import itertools

import numpy as np
import polars as pl
from numpy.typing import NDArray

from drawdown.roster.reading.sheet import Progress, Sheet, column_names, no_progress
from drawdown.roster.reading.text import find_delimiter, plain_text

SPARE = 4  # columns beyond the widest of the first records, to catch records that are too long
BLOCK = 1 << 25  # bytes parsed at a time: 32 MiB


def read_delimited(
    content: bytes,
    name: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    progress: Progress = no_progress,
) -> Sheet:
    """Return the one sheet of a delimited text file, every record a row, blank lines included."""
    text = plain_text(content, name, encoding).content
    if not text.endswith(b"\n"):
        text += b"\n"
    sample = text[:200_000].decode(errors="ignore")
    delimiter = delimiter or find_delimiter(sample)
    records = csv.reader(sample.splitlines(keepends=True), delimiter=delimiter)
    width = max((len(r) for r in itertools.islice(records, 2000)), default=1) + SPARE
    ends = record_ends(text)
    cells = _fast(text, ends, delimiter, width, progress) if ends is not None else None
    if cells is None:
        cells = _careful(text, delimiter, width)
    return Sheet(_without_spare(cells))


def record_ends(text: bytes) -> NDArray[np.int64] | None:
    r"""Return the offset just past each record, or nothing where the quotes do not pair up.

    >>> record_ends(b'a,b\n"x\ny",2\n').tolist()
    [4, 12]
    """
    data = np.frombuffer(text, dtype=np.uint8)
    lines = np.flatnonzero(data == 0x0A)
    if b'"' not in text:
        return lines + 1
    quotes = np.flatnonzero(data == 0x22)
    if quotes.size % 2:
        return None
    inside = np.searchsorted(quotes, lines) % 2 == 1
    return np.asarray(lines[~inside] + 1)


def _fast(
    text: bytes, ends: NDArray[np.int64], delimiter: str, width: int, progress: Progress
) -> pl.DataFrame | None:
    """Parse block by block, each block ending with a record; nothing where the count is off."""
    schema = dict.fromkeys(column_names(width), pl.String())
    blocks: list[pl.DataFrame] = []
    start, done = 0, 0
    while start < len(text):
        last = int(np.searchsorted(ends, start + BLOCK, side="right"))
        last = min(max(last, done + 1), ends.size)
        stop = int(ends[last - 1])
        try:
            block = pl.read_csv(
                text[start:stop],
                has_header=False,
                separator=delimiter,
                schema=schema,
                missing_columns="insert",
                truncate_ragged_lines=True,
                null_values=[""],
                encoding="utf8",
            )
        except pl.exceptions.PolarsError:
            return None
        if block.height != last - done:
            return None
        blocks.append(block)
        start, done = stop, last
        progress("reading", start, len(text))
    return pl.concat(blocks, rechunk=False)


def _careful(text: bytes, delimiter: str, width: int) -> pl.DataFrame:
    csv.field_size_limit(1 << 24)
    rows = []
    for record in csv.reader(io.StringIO(text.decode(), newline=""), delimiter=delimiter):
        cells: list[str | None] = [cell or None for cell in record[:width]]
        rows.append(cells + [None] * (width - len(cells)))
    names = column_names(width)
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String()), orient="row")


def _without_spare(cells: pl.DataFrame) -> pl.DataFrame:
    """Drop the columns at the right end that hold nothing at all."""
    filled = cells.select(pl.all().is_not_null().any()).row(0)
    width = max((i + 1 for i, any_ in enumerate(filled) if any_), default=1)
    return cells.select(column_names(width))
