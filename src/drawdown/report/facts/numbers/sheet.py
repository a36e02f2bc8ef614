"""The numbers of one page: each with its name, the sums that tie them, the tables they stand in.

A key names a number for good, so that the same number on two pages has the same key:
`exits/krome/all/2020-05-01/2020-05-07`. Labels of rows and columns are codes, such as
`facility:krome`, `week:2020-05-01/2020-05-07`, `exit:release` or `all`, which each language words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Number:
    """One number.

    Attributes:
        value: The truth.
        cost: What it costs the reader not to see it; 0 of a number that stands on no page.
        pinned: Whether it is known whatever is withheld, as by the status of a clause.
        least: What is known of it besides: at least this.
    """

    value: int
    cost: int = 0
    pinned: bool = False
    least: int = 0


@dataclass(frozen=True)
class Table:
    """A table of the page.

    Attributes:
        id: Names it and its file.
        rows: The labels of its rows.
        columns: The labels of its columns.
        keys: Row by row the key of each number; none where there is no such number.
    """

    id: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    keys: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True)
class Dispute:
    """Numbers of the same thing by sources that disagree.

    Attributes:
        facility: The facility's id.
        on: The day.
        said: By whose count, as a code (`count:midnight`, `stays`), with the key of each number.
    """

    facility: str
    on: date
    said: tuple[tuple[str, str], ...]


Relation = dict[str, int]
"""Factors by key; the products add up to 0."""


@dataclass
class Sheet:
    """The numbers of one page.

    Attributes:
        on: The day of the page.
        numbers: By key.
        relations: The sums that hold, in every one of which each key is a number of the sheet.
        tables: The tables in which they stand.
        disputes: Where sources disagree.
        missing: Codes of what the record does not have: `exits`, `held:krome`, …
        running: The keys, without their day, of numbers that are counted anew for each page.
    """

    on: date
    numbers: dict[str, Number] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    running: list[str] = field(default_factory=list)

    def add(self, key: str, number: Number) -> str:
        """Add a number, or show one that is there already; its key."""
        there = self.numbers.get(key)
        if there is not None:
            number = Number(
                number.value, max(there.cost, number.cost), there.pinned or number.pinned,
                max(there.least, number.least),
            )  # fmt: skip
        self.numbers[key] = number
        return key

    def add_sum(self, key: str, parts: Iterable[str], cost: int) -> str:
        """Add a number that is the sum of others; where it is one number alone, all the same."""
        parts = list(parts)
        value = sum(self.numbers[part].value for part in parts)
        self.add(key, Number(value, cost))
        relation = {key: -1}
        for part in parts:
            relation[part] = relation.get(part, 0) + 1
        self.relations.append(relation)
        return key
