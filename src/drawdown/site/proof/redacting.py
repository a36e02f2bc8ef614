"""Lines taken out of a received file, so that every other line keeps its number."""

from __future__ import annotations

import csv
import io


def without_rows(path: str, content: bytes, rows: set[int]) -> bytes:
    r"""A file of entries with some rows made blank, which are no data.

    Args:
        path: Its path, which says what kind of file it is.
        content: It as it was received.
        rows: The numbers of the rows: lines of JSON lines, rows of CSV with the header as row 1.

    >>> without_rows("events/exit.csv", b"person,how\nP-1,release\nP-2,release\n", {2})
    b'person,how\n\nP-2,release\n'
    """
    text = content.decode("utf-8", "surrogateescape")
    lines = text.splitlines(keepends=True)
    if path.lower().endswith(".jsonl"):
        kept = ["\n" if number in rows else line for number, line in enumerate(lines, start=1)]
        return "".join(kept).encode("utf-8", "surrogateescape")
    reader, found, begun = csv.reader(io.StringIO(text, newline="")), [], 0
    lines = text.split("\n")
    for number, _ in enumerate(reader, start=1):
        span = lines[begun : reader.line_num]
        begun = reader.line_num
        found += [""] if number in rows else span
    return "\n".join([*found, *lines[begun:]]).encode("utf-8", "surrogateescape")
