"""Finding the header: under preamble rows, over one row or two, with or without merged cells."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from drawdown.roster.mapping.fields import is_known
from drawdown.roster.reading.sheet import Sheet

DEPTH = 60  # rows looked through for a header
DATA_LIKE = re.compile(
    r"^\s*(?:[-+$]?[\d.,]+%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|true|false"
    r"|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{2,4})\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Header:
    """The header of a sheet: its zero-based rows, and a name for every column that has one."""

    rows: tuple[int, ...]
    names: tuple[str | None, ...]
    score: float

    @property
    def end(self) -> int:
        """The first row after the header."""
        return self.rows[-1] + 1 if self.rows else 0


def find_header(sheet: Sheet, given: tuple[int, ...] | None = None) -> Header | None:
    """Return the header of a sheet, or nothing where no row can be one.

    A row is scored by the known names in it (3 each), its other labels (1 each), less what speaks
    against a header: cells that look like data, repeated names, and columns left without a name.
    Two adjacent rows are tried together where the upper one groups the lower. `given` names the
    rows instead (zero-based).
    """
    if sheet.header is not None:
        return Header((), sheet.header, 1000.0)
    top = [[_label(c) for c in row] for row in sheet.cells.head(DEPTH).rows()]
    if given is not None:
        if not given or max(given) >= len(top):
            return None
        joined = _join(top, given, sheet)
        return Header(given, joined, 1000.0)
    used = _columns_in_use(top)
    best: Header | None = None
    for row in range(len(top)):
        for rows in ((row,), (row, row + 1)):
            if len(rows) == 2 and not _can_pair(top, row):
                continue
            names = _join(top, rows, sheet)
            score = _score(names, used) - 0.5 * (len(rows) - 1)
            if best is None or score > best.score:
                best = Header(rows, names, score)
    if best is None or not _is_header(best):
        return None
    return best


def _label(cell: object) -> str | None:
    text = re.sub(r"\s+", " ", str(cell)).strip() if cell is not None else ""
    return text or None


def _columns_in_use(top: list[list[str | None]]) -> set[int]:
    """Return the columns filled in at least a fifth of the rows with more than two cells."""
    full = [row for row in top if sum(c is not None for c in row) > 2] or top
    counts = Counter(i for row in full for i, cell in enumerate(row) if cell is not None)
    return {i for i, n in counts.items() if n >= len(full) / 5}


def _can_pair(top: list[list[str | None]], row: int) -> bool:
    """Return whether this row may be the upper half of a header and the next its lower."""
    if row + 1 >= len(top):
        return False
    upper = [c for c in top[row] if c is not None]
    lower = [c for c in top[row + 1] if c is not None]
    if len(upper) < 2 or len(lower) < 2:
        return False
    labels = upper + lower
    return not any(DATA_LIKE.match(c) or c.endswith(":") or len(c) > 60 for c in labels)


def _join(
    top: list[list[str | None]], rows: tuple[int, ...], sheet: Sheet
) -> tuple[str | None, ...]:
    lines = [list(top[r]) for r in rows]
    if len(lines) > 1:
        lines[0] = _spread(lines[0], lines[1], rows[0], sheet)
    names = []
    for parts in zip(*lines, strict=True):
        words = [p for p in parts if p is not None]
        names.append(" ".join(dict.fromkeys(words)) or None)
    return tuple(names)


def _spread(
    upper: list[str | None], lower: list[str | None], row: int, sheet: Sheet
) -> list[str | None]:
    """Carry a group's name over the columns that it covers: its merge, or up to the next group."""
    spread = list(upper)
    merged = [m for m in sheet.merges if m.top <= row <= m.bottom and m.right > m.left]
    for merge in merged:
        for column in range(merge.left, min(merge.right + 1, len(spread))):
            spread[column] = upper[merge.left]
    if not merged:
        group = None
        for i, cell in enumerate(upper):
            # A group over a blank stands alone (a name over two rows); it covers nothing to its
            # right.
            group = (cell if lower[i] is not None else None) if cell is not None else group
            if cell is None and lower[i] is not None:
                spread[i] = group
    return spread


def _score(names: tuple[str | None, ...], used: set[int]) -> float:
    present = [n for n in names if n is not None]
    score = 0.0
    for name in present:
        if DATA_LIKE.match(name):
            score -= 1.5
        elif is_known(name):
            score += 3
        else:
            score += 1 if len(name) <= 60 else 0
    score -= 2.0 * (len(present) - len({n.lower() for n in present}))
    score -= 0.5 * sum(1 for i in used if names[i] is None)
    return score


def _is_header(header: Header) -> bool:
    present = [n for n in header.names if n is not None]
    if any(is_known(n) for n in present):
        return True
    data = sum(1 for n in present if DATA_LIKE.match(n))
    return len(present) >= 2 and data == 0
