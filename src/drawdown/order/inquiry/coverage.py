"""Of the people who had to have something on a day, how many had: by name, or in numbers only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from drawdown.order.calendar import Span
from drawdown.order.inquiry.frequency import moved
from drawdown.order.inquiry.outcome import Status


@dataclass(frozen=True)
class Coverage:
    """How far something reached.

    Attributes:
        needed: People who had to have it by the end of the day asked about.
        covered: Those of them who had it.
        waiting: People who arrived too lately to have to have had it, and had not.
        unnamed: How much went to nobody named, and so may have reached some of the others.
        spare: People who may have been reached by it: `unnamed` in whole shares.
        by_name: Whether anything was recorded by name.
        lacking: The people who had to have it and are not known to: person, arrived.
    """

    needed: int
    covered: int
    waiting: int
    unnamed: int
    spare: int
    by_name: bool
    lacking: pl.DataFrame = field(compare=False)

    @property
    def short(self) -> int:
        """How many people cannot have had it, even if every unnamed one went to one of them."""
        return max(0, self.needed - self.covered - self.spare)


def cover(
    held: pl.DataFrame,
    given: pl.DataFrame,
    *,
    each: int,
    on: date,
    grace: Span | None,
    once_by: date | None = None,
) -> Coverage:
    """Hold what was given against the people held.

    Args:
        held: The people held: person, arrived (Date).
        given: What was given in the period looked at: person (blank where not named), amount.
        each: How much each person had to have.
        on: The last day of the period.
        grace: How long after arrival it is due, where it recurs.
        once_by: Where it is due only once: by when. Who arrived later need not have had it.
    """
    due = pl.lit(value=True)
    if grace:
        due = moved(pl.col("arrived"), grace) <= on
    elif once_by:
        due = pl.col("arrived") <= once_by
    named = given.filter(pl.col("person") != "")
    unnamed = int(given.filter(pl.col("person") == "")["amount"].sum())
    had = named.group_by("person").agg(pl.col("amount").sum()).filter(pl.col("amount") >= each)
    has = held.select(
        "person", "arrived", due=due, had=pl.col("person").is_in(had["person"].implode())
    )
    needed = has.filter("due")
    lacking = needed.filter(~pl.col("had")).select("person", "arrived")
    waiting = has.filter(~pl.col("due") & ~pl.col("had"))
    return Coverage(
        len(needed), len(needed) - len(lacking), len(waiting), unnamed,
        min(unnamed // each, len(lacking)), len(named) > 0, lacking,
    )  # fmt: skip


def reached(coverage: Coverage, *, complete: bool) -> Status:
    """Met where everybody had it; not met where somebody lacks it and the log is complete.

    What went to nobody named is held against those who are not known to have had theirs, as where
    only numbers are known.
    """
    if coverage.short == 0:
        return "met"
    return "not_met" if complete else "undetermined"
