"""Recurring periods: when each ends, which of them are over, and which is open.

Periods are counted from one day, and each end is then rolled as the calendar says, so that rolls do
not accumulate: every 7 days from Sunday 10 May 2020 under Rule 6(a) ends on Monday 18 May (from
the 17th), on Tuesday 26 May (from the 24th; the 25th is Memorial Day) and on Monday 1 June.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from drawdown.order.calendar import Computed, Refusal, Span, Unit
from drawdown.order.due import Clock, Due, Pending
from drawdown.order.header import Part

DAY = timedelta(days=1)


def _in_days(span: Span) -> Span:
    if span.unit is Unit.HOURS:
        raise ValueError(f"a period of {span} has no day on which it ends; expected days or weeks")
    return span


Recurrence = Annotated[Span, AfterValidator(_in_days)]


class Pace(Part):
    """Another pace, and from when: exactly one of `after` and `starting`."""

    after: Span | None = Field(None, description="how long after the clause begins it starts")
    starting: Due | None = Field(None, description="when it starts, where `after` cannot say it")
    every: Recurrence = Field(description='how often from then on, such as "7 days"')
    times: int = Field(1, ge=1, description="how often in each period")

    @model_validator(mode="after")
    def _one_start(self) -> Self:
        if (self.after is None) == (self.starting is None):
            raise ValueError("expected exactly one of 'after' and 'starting'")
        return self

    def __str__(self) -> str:
        start = f"{self.after} after it begins" if self.after else str(self.starting)
        return f"{how_often(self.every, self.times)} starting {start}"


@dataclass(frozen=True)
class Schedule:
    """When something recurs.

    Attributes:
        first: When it is first due; none where the first period is as long as the others.
        every: How long a period is; none where it is due once.
        times: How often in each period.
        paces: Later paces.
        until: When it is last due; none where nothing ends it.
    """

    first: Due | None
    every: Span | None
    times: int = 1
    paces: tuple[Pace, ...] = ()
    until: Due | None = None

    def __str__(self) -> str:
        parts = [str(self.first)] if self.first else []
        if self.every:
            parts.append(f"then {how_often(self.every, self.times)}" if parts else
                         how_often(self.every, self.times))  # fmt: skip
        parts += [f"and {pace}" for pace in self.paces]
        if self.until:
            parts.append(f"until {str(self.until).removeprefix('on ')}")
        return ", ".join(parts)


@dataclass(frozen=True)
class Period:
    """One period.

    Attributes:
        opens: Its first day: the day after the one before it is due.
        due: Its last day.
        times: How often something is due in it.
        computed: How its last day was computed.
    """

    opens: date
    due: date
    times: int
    computed: Computed


def how_often(every: Span, times: int = 1) -> str:
    """A pace in words.

    >>> how_often(Span.parse("7 days")), how_often(Span.parse("1 day"), 3)
    ('every 7 days', '3 times a day')
    """
    often = {1: "once", 2: "twice"}.get(times, f"{times} times")
    if every.amount == 1:
        return f"{often} {'an' if every.unit is Unit.HOURS else 'a'} {every.unit.singular}"
    return f"every {every}" if times == 1 else f"{often} every {every}"


def periods(
    schedule: Schedule, clock: Clock, since: date, through: date
) -> list[Period] | Refusal | Pending:
    """Every period that has begun by a day: those due by then, and the one then open.

    A period that a new pace, or the end, cuts short is not due. Periods that roll to one day are
    one: of a daily report under Rule 6(a), those of a weekend are due with Monday's.

    Args:
        schedule: When something recurs.
        clock: How dates are computed.
        since: The day that periods are counted from.
        through: The day.

    Returns:
        The periods, oldest first; or why there is none: a date that is refused, or one counted
        from what has not happened.
    """
    until = clock.compute(schedule.until) if schedule.until else None
    if isinstance(until, Refusal):
        return until
    last = until.date if isinstance(until, Computed) else date.max
    begun = _begun(schedule, clock, since)
    if not isinstance(begun, list):
        return begun
    found: list[Period] = []
    for stretch, following in zip(begun, [*begun[1:], None], strict=True):
        cut = min(last, following.start if following else date.max)
        opens = max(stretch.start, found[-1].due + DAY) if found else stretch.start
        for computed in stretch.ends(clock):
            if isinstance(computed, Refusal):
                return computed
            if computed.date > cut:
                break
            if computed.date < opens:
                continue
            found.append(Period(opens, computed.date, stretch.times, computed))
            opens = computed.date + DAY
            if computed.date > through:
                return found
    return found


@dataclass(frozen=True)
class _Stretch:
    """A run of periods of one length, counted from one day."""

    start: date
    times: int
    every: Span | None
    first: Computed | None = None

    def ends(self, clock: Clock) -> Iterator[Computed | Refusal]:
        start = self.start
        if self.first:
            yield self.first
            start = self.first.rolled_from or self.first.date
        if self.every:
            for number in count(1):
                yield clock.span(start, Span(number * self.every.amount, self.every.unit))


def _begun(schedule: Schedule, clock: Clock, since: date) -> list[_Stretch] | Refusal | Pending:
    found: list[_Stretch] = []
    if schedule.first:
        first = clock.compute(schedule.first)
        if not isinstance(first, Computed):
            return first
        found.append(_Stretch(since, schedule.times, schedule.every, first))
    elif schedule.every:
        found.append(_Stretch(since, schedule.times, schedule.every))
    changes: list[_Stretch] = []
    waiting: Pending | None = None
    for pace in schedule.paces:
        start = pace_starts(pace, clock, since)
        match start:
            case Computed():
                changes.append(_Stretch(start.date, pace.times, pace.every))
            case Pending():
                waiting = start
            case Refusal():
                return start
    found += sorted(changes, key=lambda stretch: stretch.start)
    return found or waiting or Pending("it says neither when it is due nor how often")


def pace_starts(pace: Pace, clock: Clock, since: date) -> Computed | Refusal | Pending:
    """The day on which another pace starts."""
    if pace.after:
        return clock.span(since, pace.after)
    assert pace.starting is not None  # noqa: S101  its validator saw to it
    return clock.compute(pace.starting)
