"""Which entries answer which period: on time, late, or not at all.

An entry answers the period in which it falls. What a period does not need, and what comes before
the next one is due, makes up for the nearest earlier period that is still open, late. An entry that
lacks something required answers nothing; one that does not say what it holds may answer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from drawdown.order.inquiry.cycle import Period
from drawdown.order.words import day

Answer = Literal["on time", "late", "unclear", "open"]


@dataclass(frozen=True)
class Answered:
    """What became of a period.

    Attributes:
        period: The period.
        answer: Whether it was answered in full: on time, late, `unclear` where it rests on entries
            that do not say what they hold, or `open`.
        days: The days of the entries that answer it, as many as it has.
        lacking: What the entries in it lack that do not answer it, each with its day.
        unclear: The days of entries that it may rest on.
    """

    period: Period
    answer: Answer
    days: tuple[date, ...] = ()
    lacking: tuple[str, ...] = ()
    unclear: tuple[date, ...] = ()

    @property
    def late(self) -> int:
        """How many days after it was due it was answered; 0 where it was on time or is open."""
        return max(0, (self.days[-1] - self.period.due).days) if self.answer == "late" else 0


def per_day(entries: pl.DataFrame) -> pl.DataFrame:
    """How many entries there are of each sort on each day.

    Args:
        entries: One row per entry: facility, date, lacks (what is required and not in it; blank
            where nothing) and clear (whether it says what it holds).

    Returns:
        The same four columns, each combination once, and `n`, how many entries it stands for.
    """
    return entries.group_by("facility", "date", "lacks", "clear").agg(n=pl.len())


def answer_periods(filed: pl.DataFrame, periods: Sequence[Period], on: date) -> list[Answered]:
    """What became of each period that is due by a day.

    Args:
        filed: The entries that count for a facility, as `per_day` gives them.
        periods: Periods, oldest first, that do not overlap.
        on: The day.

    Returns:
        One answer for each period due by then, in their order.
    """
    due = [period for period in periods if period.due <= on]
    limit = sum(period.times for period in periods)
    full = _days(filed.filter((pl.col("lacks") == "") & pl.col("clear")), limit)
    unclear = _days(filed.filter((pl.col("lacks") == "") & ~pl.col("clear")), limit)
    wanted = [period.times for period in due]
    sure = _spread(due, wanted, full)
    rest = [n - len(days) for n, days in zip(wanted, sure, strict=True)]
    maybe = _spread(due, rest, unclear)
    lacking = _lacking(filed.filter(pl.col("lacks") != ""))
    lacking_days = sorted(lacking)
    found: list[Answered] = []
    for index, period in enumerate(due):
        days, also = sure[index], maybe[index]
        if len(days) == period.times:
            answer: Answer = "on time" if days[-1] <= period.due else "late"
            found.append(Answered(period, answer, tuple(days)))
            continue
        after = due[index + 1].opens if index + 1 < len(due) else date.max
        inside = lacking_days[
            bisect_left(lacking_days, period.opens) : bisect_left(lacking_days, after)
        ]
        answer = "unclear" if len(days) + len(also) == period.times else "open"
        found.append(Answered(
            period, answer, tuple(days), tuple(lacking[d] for d in inside), tuple(also)
        ))  # fmt: skip
    return found


def all_answered(parts: Sequence[list[Answered]]) -> list[Answered]:
    """Periods that several facilities must each answer: as the last of them did."""
    rank = {"on time": 0, "late": 1, "unclear": 2, "open": 3}
    return [
        max(same, key=lambda one: (rank[one.answer], one.days[-1:], one.lacking))
        for same in zip(*parts, strict=True)
    ]


def _days(filed: pl.DataFrame, limit: int) -> list[date]:
    """The day of each entry, in order; of very many on one day, no more than could be needed."""
    counts = filed.group_by("date").agg(pl.col("n").sum()).sort("date")
    return [on for on, n in counts.iter_rows() for _ in range(min(n, limit))]


def _spread(due: Sequence[Period], wanted: Sequence[int], days: list[date]) -> list[list[date]]:
    """Give each period the days that answer it, at most as many as wanted, in order."""
    given: list[list[date]] = []
    spare: list[date] = []
    seen = 0
    for period, number in zip(due, wanted, strict=True):
        first, end = bisect_left(days, period.opens), bisect_right(days, period.due)
        cut = max(first, end - number)
        spare += days[seen:cut]
        given.append(days[cut:end])
        seen = end
    spare += days[seen:]
    waiting: list[int] = []
    reached = 0
    for spared in spare:
        while reached < len(due) and due[reached].due < spared:
            waiting += [reached] * (wanted[reached] - len(given[reached]))
            reached += 1
        if waiting:
            given[waiting.pop()].append(spared)
    return [sorted(days) for days in given]


def _lacking(filed: pl.DataFrame) -> dict[date, str]:
    """What the entries of each day lack."""
    first = filed.group_by("date").agg(pl.col("lacks").first())
    return {on: f"the entry of {day(on)} lacks {lacks}" for on, lacks in first.iter_rows()}
