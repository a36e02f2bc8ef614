"""Reported cases, day by day: from a file, or the positive tests of a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from drawdown.outbreak.errors import OutbreakError

FEWEST_DAYS = 6

MOST_DIGITS = 9
"""Of the cases of one day."""


@dataclass(frozen=True)
class Cases:
    """New cases reported on each day, from the first to the last.

    Attributes:
        first: The first day.
        reported: int64 (days); -1 on a day of which nothing is reported, which is not 0.
    """

    first: date
    reported: NDArray[np.int64]

    @property
    def total(self) -> int:
        """How many cases in all."""
        return int(self.reported.clip(min=0).sum())


def cases_of(by_day: Mapping[date, int], where: str) -> Cases:
    """Cases from a number for each day that has one.

    Raises:
        OutbreakError: There are too few days, or no cases.
    """
    if not by_day or sum(by_day.values()) == 0:
        raise OutbreakError(f"{where}: no cases; expected at least one day with some")
    first, last = min(by_day), max(by_day)
    days = (last - first).days + 1
    if days < FEWEST_DAYS or days > 1000:
        raise OutbreakError(f"{where}: {days} days of cases; expected {FEWEST_DAYS} to 1,000")
    reported = np.full(days, -1, np.int64)
    for day, number in by_day.items():
        reported[(day - first).days] = number
    return Cases(first, reported)


def read_cases(path: Path) -> Cases:
    """Read a CSV with the columns `date` and `cases` (new on that day).

    Raises:
        OutbreakError: It cannot be read, or a row is not as described.
    """
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise OutbreakError(f"{path}: cannot be read ({str(error).splitlines()[0]})") from None
    columns = {name.strip().lower(): name for name in frame.columns}
    if not {"date", "cases"} <= set(columns):
        raise OutbreakError(f"{path.name}: expected the columns date and cases")
    by_day: dict[date, int] = {}
    both = frame.select(columns["date"], columns["cases"]).iter_rows()
    for row, (day, number) in enumerate(both, 2):
        where = f"{path.name}, row {row}"
        try:
            when = date.fromisoformat((day or "").strip())
        except ValueError:
            raise OutbreakError(f"{where}: {day!r} is not a date; expected YYYY-MM-DD") from None
        digits = (number or "").strip()
        if not digits:
            continue  # not reported
        if not digits.isdecimal() or len(digits) > MOST_DIGITS:
            raise OutbreakError(f"{where}: {number!r} is not a number of cases")
        if when in by_day:
            raise OutbreakError(f"{where}: {day} is there twice")
        by_day[when] = int(digits)
    return cases_of(by_day, path.name)


def cases_in(tests: pl.DataFrame, where: str) -> Cases:
    """Cases from `test` entries: people held whose test was positive, by the entry's day.

    A day between the first and the last on which nobody was tested is a day without a report.
    """
    held = tests.filter(pl.col("group") == "held")
    found = held.group_by("date").agg(
        pl.col("offered").filter(pl.col("result") == "positive").sum().alias("cases")
    )
    return cases_of(dict(found.select("date", "cases").iter_rows()), where)
