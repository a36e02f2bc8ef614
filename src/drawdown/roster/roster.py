"""A roster that has been read: its facts, its mapping, its row account, its source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import polars as pl

from drawdown.roster.account import NotData, RowAccount, SetAside
from drawdown.roster.mapping.suggest import Suggestion
from drawdown.roster.reading.source import Source

Kind = Literal["stays", "daily"]

FACTS = {
    "row": pl.UInt32,
    "sheet": pl.String,
    "person": pl.String,
    "facility": pl.String,
    "book_in": pl.Date,
    "book_out": pl.Date,
    "book_in_at": pl.Datetime("us"),
    "book_out_at": pl.Datetime("us"),
    "reason": pl.String,
    "stay_book_in": pl.Date,
    "stay_book_out": pl.Date,
    "stay_reason": pl.String,
    "as_of": pl.Date,
    "keyed": pl.Boolean,
}
"""The columns of `Roster.facts`, always all of them.

`person` is the joined key; a row without one is a person of its own (`keyed` is then false), as in
the Deportation Data Project's daily population. `book_in_at` and `book_out_at` keep the time of
day.
"""

UNKNOWN = "unknown"


@dataclass(frozen=True)
class AsOf:
    """The day a roster speaks of, and how that is known."""

    date: dt.date
    known_from: str


@dataclass(frozen=True)
class Roster:
    """One roster file, read.

    `facts` has the columns of `FACTS`, one row for each used row; `cells` the file's own columns,
    row for row with `facts`. A `daily` roster lists who is held on one day (or on the day in each
    row) and says nothing of exits; a `stays` roster has the end of each detention.
    """

    source: Source
    kind: Kind
    facts: pl.DataFrame
    cells: pl.DataFrame
    mapping: tuple[Suggestion, ...]
    account: RowAccount
    set_aside: tuple[SetAside, ...]
    not_data: tuple[NotData, ...]
    as_of: AsOf | None
    sheet: str
    unread: tuple[str, ...]
    header_rows: tuple[int, ...]
    date_order: dict[str, str]
    remarks: tuple[str, ...]

    @property
    def columns(self) -> dict[str, str]:
        """Field → column, for every mapped field."""
        return {s.field: s.column for s in self.mapping if s.field is not None}
