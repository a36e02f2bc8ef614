"""What comes round again: masks every 7 days, cleaning every day, tests every month.

A frequency is not a period within which something must be filed. "Cleaned daily" means on Saturdays
too, so the days here are counted as they come and never roll over a weekend (Fed. R. Civ. P. 6(a)
bears on "computing any time period", not on how often a thing is done).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

import polars as pl
from pydantic import AfterValidator, Field

from drawdown.order.calendar import Computed, Span, Unit
from drawdown.order.calendar.arithmetic import shifted
from drawdown.order.due import Due
from drawdown.order.inquiry.inquiry import Inquiry
from drawdown.order.words import day

_LETTERS = {Unit.DAYS: "d", Unit.WEEKS: "w", Unit.MONTHS: "mo", Unit.YEARS: "y"}


def whole_days(span: Span) -> Span:
    """A span as days, weeks, months or years; 24 hours are a day.

    Raises:
        ValueError: It is in business days, or in hours that make no whole number of days.
    """
    if span.unit in _LETTERS:
        return span
    if span.unit is Unit.HOURS and span.amount % 24 == 0:
        return Span(span.amount // 24, Unit.DAYS)
    raise ValueError(f"'{span}' cannot recur here; expected days, weeks, months or years")


Recurring = Annotated[
    Span, AfterValidator(whole_days), Field(description='how often, such as "7 days" or "1 day"')
]
"""How often something is due, as a parameter of a clause."""


def window_start(on: date, span: Span) -> date:
    """The first day of the period of that length that ends with a day.

    >>> window_start(date(2020, 5, 14), Span.parse("7 days"))
    datetime.date(2020, 5, 8)
    """
    return shifted(on, span, forward=False) + timedelta(days=1)


def moved(days: pl.Expr, span: Span) -> pl.Expr:
    """A column of days, each a span later; the end of a short month where there is no such day."""
    return days.dt.offset_by(f"{span.amount}{_LETTERS[span.unit]}")


def first_date(ask: Inquiry, due: Due | None) -> date:
    """When something is first due: the day from which the clause binds where it does not say."""
    answer = ask.clock.compute(due) if due else None
    return answer.date if isinstance(answer, Computed) else ask.since


@dataclass(frozen=True)
class Frequency:
    """Something due first on a day, and again and again after it.

    Attributes:
        first: When it is first due.
        every: How long each period is, as `whole_days` gives it.
    """

    first: date
    every: Span

    @classmethod
    def of(cls, due: Due | None, every: Span, ask: Inquiry) -> Frequency:
        """The frequency of something due first on a date, or from the day a clause binds."""
        return cls(first_date(ask, due), every)

    def dates(self, until: date) -> Iterator[date]:
        """Every day on which it is due, the first included, up to and with `until`."""
        turn, due = 0, self.first
        while due <= until:
            yield due
            turn += 1
            due = shifted(self.first, Span(self.every.amount * turn, self.every.unit), forward=True)

    def computed(self, until: date, since: date = date.min) -> Iterator[Computed]:
        """The same from `since`, each with how it was found."""
        before = self.first
        for due in self.dates(until):
            if due >= since and due > self.first:
                how = (
                    f"Every {self.every}, counted from {day(self.first)}; a frequency does not "
                    "roll over weekends and holidays."
                )
                rule = f"the order: every {self.every}"
                yield Computed(due, None, rule, before, self.every, None, how)
            before = due

    def regularly(self, days: pl.Series, until: date) -> str:
        """How regularly something was done, for a sentence; nothing where it always was."""
        kept, periods = self.kept(days, until)
        if kept == periods:
            return ""
        return f" It is recorded in {kept} of the {periods} periods of {self.every} so far."

    def kept(self, days: pl.Series, until: date) -> tuple[int, int]:
        """In how many of the periods that were over by `until` something was done on any day.

        Args:
            days: The days on which it was done (Date).
            until: The last day looked at.

        Returns:
            The periods with anything in them, and all of them. The first period is the one that
            ends on the day on which it is first due.
        """
        ends = pl.Series("end", list(self.dates(until)), dtype=pl.Date)
        if ends.is_empty():
            return 0, 0
        starts = pl.Series([window_start(ends[0], self.every), *(ends[:-1] + timedelta(days=1))])
        done = days.unique().sort()
        first = done.search_sorted(starts, side="left")
        last = done.search_sorted(ends, side="right")
        return int((last > first).sum()), len(ends)
