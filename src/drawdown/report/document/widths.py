"""How wide the columns of a table are: as its maker weighs them, and no word is cut in two."""

from __future__ import annotations

import re

from drawdown.report.document.model import Table, plain

TEXT = 6.5
"""The width of the text, in inches: Letter paper with one-inch margins."""

_LETTER, _ROOM = 0.078, 0.14
"""A letter of table type and the room beside the words of a cell, in inches."""

_DAY = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})\b")
"""A day as tables write it, which stays in one line."""

_LONGEST = 16
"""A longer word, such as the id of an entry, may be broken."""


def widths(table: Table, letter: float = _LETTER) -> list[float]:
    """The width of each column, in inches; together the width of the text.

    Args:
        table: The table.
        letter: How wide a letter is, in inches.

    >>> from drawdown.report.document.model import table as made
    >>> [round(w, 1) for w in widths(made("t", "", ["Centre", "Held"], [["Krome", "452"]]))]
    [4.3, 2.2]
    """
    needs = _needs(table, letter)
    if sum(needs) >= TEXT:
        return [TEXT * need / sum(needs) for need in needs]
    fixed: dict[int, float] = {}
    while True:
        free = [place for place in range(len(needs)) if place not in fixed]
        weight = sum(table.columns[place].width for place in free)
        left = TEXT - sum(fixed.values())
        narrow = [
            place for place in free if left * table.columns[place].width / weight < needs[place]
        ]
        if not narrow:
            break
        fixed |= {place: needs[place] for place in narrow}
    return [
        fixed.get(place, left * column.width / weight) for place, column in enumerate(table.columns)
    ]


def fits(table: Table, letter: float) -> bool:
    """Whether no word has to be broken where a letter is so wide, in inches."""
    return sum(_needs(table, letter)) <= TEXT


def _needs(table: Table, letter: float) -> list[float]:
    return [_ROOM + letter * _longest(table, place) for place in range(len(table.columns))]


def _longest(table: Table, place: int) -> int:
    said = [table.columns[place].name, *(plain(row[place]) for row in table.rows)]
    parts = [word for text in said for word in _DAY.sub(r"\1_\2_\3", text).split()]
    return max((len(word) for word in parts if len(word) <= _LONGEST), default=1)
