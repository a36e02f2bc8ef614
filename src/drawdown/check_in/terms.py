"""How a released person reports in, from one day on: how often, when, where they live.

Terms are dated and never rewritten: a change is further terms from a later day, and what was due
before that day stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from drawdown.check_in.errors import CheckInError

DAY = timedelta(days=1)
Holidays = Literal["kept", "skipped", "moved"]
"""What becomes of a due day that is no working day of the order's calendar."""


class WorkingDays(Protocol):
    """What the order's calendar knows of working days (`drawdown.order.calendar.Calendar`)."""

    def is_working_day(self, day: date) -> bool:
        """Whether a day is one."""

    def next_working_day(self, day: date) -> date:
        """The first one on a day or after it."""


@dataclass(frozen=True)
class Terms:
    """How a person reports in from one day on.

    Attributes:
        since: The first day on which these terms hold.
        zone: Where the person lives, as an IANA time zone.
        every: Every how many days; 0 where `weekdays` says when, or where nothing is due.
        weekdays: On which days of the week, Monday as 0.
        first: The first due day; `every` days after `since`, or the first of the weekdays after
            it, where none is given.
        at: The time of day by which it is due; the end of the day where none is given.
        opens: How long before it is due a window opens; where none is given, when the one before
            it closes.
        grace: How long after it is due a window closes.
        holidays: What becomes of a due day that is no working day.
        last: The last day on which one can be due; none: nothing ends it.

    Whole days of `opens` and `grace` are counted on the calendar, so that nine o'clock stays nine
    o'clock when the clocks change; hours are counted as they pass.

    Raises:
        CheckInError: Windows would overlap, or a value cannot be.
    """

    since: date
    zone: ZoneInfo
    every: int = 0
    weekdays: tuple[int, ...] = ()
    first: date | None = None
    at: time | None = None
    opens: timedelta | None = None
    grace: timedelta = timedelta()
    holidays: Holidays = "kept"
    last: date | None = None

    def __post_init__(self) -> None:
        if self.every < 0 or (self.every and self.weekdays):
            raise CheckInError(
                f"terms from {self.since}: every {self.every} days, and on weekdays "
                f"{self.weekdays}; expected one of the two"
            )
        if list(self.weekdays) != sorted(set(self.weekdays) & set(range(7))):
            raise CheckInError(
                f"terms from {self.since}: the weekdays are {self.weekdays}; expected each once, "
                "in their order, Monday as 0"
            )
        if self.first is not None and self.first < self.since:
            raise CheckInError(
                f"terms from {self.since}: the first is due on {self.first}, before they begin"
            )
        before = self.opens or timedelta()
        if self.at is not None and self.opens == timedelta() == self.grace:
            raise CheckInError(f"terms from {self.since}: a window closes when it opens")
        if min(before, self.grace) < timedelta():
            raise CheckInError(f"terms from {self.since}: a window opens or closes backwards")
        if self.asks and before + self.grace >= self.shortest:
            raise CheckInError(
                f"terms from {self.since}: the windows overlap: they reach over {before} and "
                f"{self.grace}, as long as from one check-in to the next ({self.shortest})"
            )

    @property
    def asks(self) -> bool:
        """Whether anything is ever due."""
        return bool(self.every or self.weekdays)

    @property
    def shortest(self) -> timedelta:
        """The shortest time from one due day to the next."""
        if self.every:
            return self.every * DAY
        days = [*self.weekdays, self.weekdays[0] + 7]
        return min(after - before for before, after in pairwise(days)) * DAY

    def due_days(self, since: date) -> Iterator[date]:
        """The due days from a day on, in their order, before holidays are looked at."""
        if not self.asks:
            return
        day = self.earliest
        if since > day:
            step = self.every or 7
            day += ((since - day).days // step) * step * DAY
        until = self.last or date.max - 800 * DAY
        while day <= until:
            if day >= since and (self.every or day.weekday() in self.weekdays):
                yield day
            day += (self.every or 1) * DAY

    @property
    def earliest(self) -> date:
        """The first due day; where weekdays say when, the day from which they are looked for."""
        if self.first is not None:
            return self.first
        return self.since + (self.every or 1) * DAY

    def due(self, day: date) -> datetime:
        """When a check-in of a due day is due, in UTC."""
        return self._moment(day, late=True)

    def opening(self, day: date) -> datetime | None:
        """When the window of a due day opens by itself, in UTC; none: when the last one closed."""
        if self.opens is None:
            return None
        days, rest = self.opens.days, self.opens - self.opens.days * DAY
        begin = instant(day - days * DAY, self.at or time(), self.zone, late=False)
        return begin - rest

    def closing(self, day: date) -> datetime:
        """When the window of a due day closes, in UTC: the first moment that is too late."""
        days, rest = self.grace.days, self.grace - self.grace.days * DAY
        return self._moment(day + days * DAY, late=True) + rest

    def beginning(self) -> datetime:
        """When these terms begin, in UTC."""
        return instant(self.since, time(), self.zone, late=False)

    def _moment(self, day: date, *, late: bool) -> datetime:
        if self.at is None:
            return instant(day + DAY, time(), self.zone, late=late)
        return instant(day, self.at, self.zone, late=late)


@lru_cache(maxsize=100_000)
def instant(day: date, at: time, zone: ZoneInfo, *, late: bool) -> datetime:
    """A time of day in a zone as UTC.

    A time that the clocks show twice, or leave out, has two readings: the later where `late`, else
    the earlier. So a window never opens later nor closes earlier than a clock on the wall says.
    """
    local = datetime.combine(day, at, tzinfo=zone)
    readings = (local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC))
    return max(readings) if late else min(readings)
