"""How many distinct people were held in some facilities: on one day, or on each of many.

These are what findings call. They take any frame of stays with columns person, facility, book_in
and book_out (dates; a blank book-out is a stay that goes on).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import numpy as np
import polars as pl

from drawdown.roster.census.rules import Rule
from drawdown.roster.census.spells import merge_spells
from drawdown.roster.census.sweep import OPEN, Days, sweep


def population(
    stays: pl.DataFrame,
    facilities: str | Collection[str] | None,
    day: dt.date,
    rule: Rule = Rule.INTERVAL,
) -> int:
    """Return how many distinct people the stays hold in the facilities on a day.

    `None` means all of them.

    A stay without a person is a person of its own.

    >>> stays = pl.DataFrame(
    ...     {"person": ["P1", "P2"], "facility": ["krome", "krome"],
    ...      "book_in": [dt.date(2020, 5, 1), dt.date(2020, 5, 1)],
    ...      "book_out": [dt.date(2020, 5, 14), None]})
    >>> population(stays, "krome", dt.date(2020, 5, 14))
    1
    >>> population(stays, "krome", dt.date(2020, 5, 14), Rule.ANY_PART)
    2
    """
    out = pl.col("book_out")
    stays_on = out >= day if rule.includes_last_day else out > day
    held = _within(stays, facilities).filter(
        (pl.col("book_in") <= day) & (out.is_null() | stays_on)
    )
    person = held["person"]
    return int(person.null_count() + person.drop_nulls().n_unique())


def daily_population(
    stays: pl.DataFrame,
    facilities: str | Collection[str] | None,
    first: dt.date,
    last: dt.date,
    rule: Rule = Rule.INTERVAL,
) -> pl.DataFrame:
    """Return columns date and count: what `population` gives for each day from first to last."""
    chosen = _within(stays, facilities).with_columns(pl.lit(0, dtype=pl.UInt32).alias("group"))
    spells = merge_spells(chosen, ["group"], touching=rule.includes_last_day)
    days = (last - first).days + 1
    group = np.zeros(spells.height, dtype=np.uint32)
    counts = sweep(group, *day_numbers(spells), 1, days, *scale(first, rule))[0]
    dates = pl.date_range(first, last, eager=True).alias("date")
    return pl.DataFrame({"date": dates, "count": counts})


def day_numbers(spells: pl.DataFrame) -> tuple[Days, Days]:
    """Return book-in and book-out in days since 1970-01-01; an open end is `OPEN`."""
    out = spells["book_out"].to_physical()
    if out.null_count():
        out = out.fill_null(int(OPEN))
    return spells["book_in"].to_physical().to_numpy(), out.to_numpy()


def scale(first: dt.date, rule: Rule) -> tuple[int, int]:
    """Return for a sweep its first day since 1970-01-01.

    And whether the day of the book-out counts.
    """
    return (first - dt.date(1970, 1, 1)).days, int(rule.includes_last_day)


def _within(stays: pl.DataFrame, facilities: str | Collection[str] | None) -> pl.DataFrame:
    if facilities is None:
        return stays
    wanted = [facilities] if isinstance(facilities, str) else list(facilities)
    return stays.filter(pl.col("facility").is_in(wanted))
