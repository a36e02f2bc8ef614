"""A workbook that asks for far more memory than its file is large is refused before it is read.

The reader makes a table as large as the cells that lie furthest apart, and takes the file at its
word for how large it is unpacked. So both are looked at first: a file of five kilobytes may name a
cell of the last row and the last column, and ask for half a terabyte.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from drawdown.roster.errors import RosterError

MOST_CONTENT = 2 * 2**30
"""Bytes that a workbook may be unpacked."""
MOST_TIMES = 200
"""How many times larger than its file a workbook may be unpacked."""
MOST_CELLS = 60_000_000
"""Cells of the rectangle around everything on a sheet: a million rows of sixty columns."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
AT_ONCE = 2**22

_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_REPEATED = re.compile(rb"number-(columns|rows)-repeated\s*=\s*[\"'](\d+)[\"']")


def refuse_bombs(content: bytes, name: str) -> None:
    """Refuse such a workbook.

    Args:
        content: The bytes of an XLSX, XLSM or OpenDocument file; others pass.
        name: The file's name, for the message.

    Raises:
        RosterError: It would unpack to more than a roster could be, or is a sheet with cells too
            far apart, or is damaged.
    """
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            whole = sum(part.file_size for part in parts)
            if whole > MOST_CONTENT or whole > MOST_TIMES * max(len(content), 2**16):
                raise RosterError(
                    f"{name}: would unpack to {whole // 2**20:,} MB, which no roster is"
                )
            for part in parts:
                if part.filename.startswith("xl/worksheets/") or part.filename == "content.xml":
                    _refuse_far_cells(packed, part, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise RosterError(f"{name}: the workbook is cut off or damaged; ask for it again") from None


def _refuse_far_cells(packed: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    letters, last = b"A", 1
    wide, long = 1, 1
    for text in _pieces(packed, part):
        for column, row in set(_CELL.findall(text)):
            last = max(last, int(row[:9]))
            letters = max(letters, column.upper(), key=lambda one: (len(one), one))
        for what, times in set(_REPEATED.findall(text)):
            number = min(int(times[:9]), LAST_ROW)
            if what == b"columns" and number < LAST_COLUMN // 2:  # blanks to the end are usual
                wide = max(wide, number)
            elif what == b"rows" and number < LAST_ROW // 2:
                long = max(long, number)
    width = _column(letters)
    if last > LAST_ROW or width > LAST_COLUMN or last * width > MOST_CELLS or (
        wide * long > MOST_CELLS
    ):  # fmt: skip
        raise RosterError(
            f"{name}: its cells lie so far apart that the table between them would have more than "
            f"{MOST_CELLS:,}; delete what stands alone below or beside the roster"
        )


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part, some at a time, each beginning with the end of the one before."""
    rest = b""
    with packed.open(part) as file:
        while some := file.read(AT_ONCE):
            yield rest + some
            rest = some[-64:]


def _column(letters: bytes) -> int:
    """The number of a column from its letters.

    >>> _column(b"A"), _column(b"AA"), _column(b"XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - 64
    return number
