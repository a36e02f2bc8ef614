"""The course that most calendars share: count, then roll, then extend; and say so.

A calendar subclasses `Counting` and says what differs: whether the last day rolls, which spans
count working days only, and the rule it cites.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from drawdown.order.calendar.arithmetic import elapsed, shifted
from drawdown.order.calendar.computed import Computed, court_zone, ends_at, wall_clock
from drawdown.order.calendar.course import Course
from drawdown.order.calendar.errors import CalendarError
from drawdown.order.calendar.explained import explained
from drawdown.order.calendar.holiday_list import HolidayList
from drawdown.order.calendar.span import Span, Unit
from drawdown.order.calendar.words import day_in_words

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Counting(ABC):
    """A calendar for one court: its time zone and its legal holidays.

    Class attributes: `name` is what an order file calls it, `title` what a sentence calls it,
    `citation` the rule. `rolls` says whether a period that ends on a Saturday, Sunday or legal
    holiday runs on, and whether a filing waits for an inaccessible clerk's office.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    citation: ClassVar[str]
    rolls: ClassVar[bool]

    time_zone: str
    holidays: HolidayList
    zone: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "zone", court_zone(self.time_zone))

    @abstractmethod
    def cite(self, course: Course) -> str:
        """The citation of the rule that gave this answer."""

    def in_working_days(self, span: Span) -> bool:
        """Whether a span counts working days only; its last day is then a working day."""
        return span.unit is Unit.BUSINESS_DAYS

    def after(self, start: date | datetime, span: Span, *, filing: bool = True) -> Computed:
        """The end of a period measured after an event.

        A period in hours needs the moment of the event, with its time zone; any other takes a
        day, or a moment whose day is read in the court's time zone. `filing` says whether the
        act is a filing, which waits for an inaccessible clerk's office (6(a)(3)).

        Raises:
            CalendarError: hours are counted from a day, a moment has no time zone, or the
                holidays of the year are not known.
        """
        return self._computed(start, span, forward=True, filing=filing)

    def before(self, start: date | datetime, span: Span, *, filing: bool = True) -> Computed:
        """The end of a period measured back from an event; it rolls back (6(a)(5)).

        State holidays do not count (6(a)(6)(C)), and the time for a filing is extended forward
        (6(a)(3)). Otherwise as `after`.
        """
        return self._computed(start, span, forward=False, filing=filing)

    def last_day(self, start: date | datetime, span: Span, *, filing: bool = True) -> date:
        """The day of `after`, without its words: for thousands of dates."""
        if span.unit is Unit.HOURS:
            return self._hours(start, span, forward=True, filing=filing).final
        return self._days(start, span, forward=True, filing=filing).final

    def is_working_day(self, day: date) -> bool:
        """Whether a period measured forward may end on a day."""
        return not self.rolls or self.holidays.is_working_day(day)

    def next_working_day(self, day: date) -> date:
        """The first working day on a day or after it."""
        return self._rolled(day, forward=True)

    def ends_at(self, computed: Computed) -> datetime:
        """The first moment that is too late, in the court's time zone (6(a)(4)(A))."""
        return ends_at(computed, self.time_zone)

    def _computed(
        self, start: date | datetime, span: Span, *, forward: bool, filing: bool
    ) -> Computed:
        trace = self._hours if span.unit is Unit.HOURS else self._days
        course = trace(start, span, forward=forward, filing=filing)
        rule = self.cite(course)
        moved = course.counted if course.final != course.counted else None
        how = explained(course, rule, self.holidays)
        return Computed(course.final, course.ends, rule, start, span, moved, how)

    def _days(self, start: date | datetime, span: Span, *, forward: bool, filing: bool) -> Course:
        day = self._day_of(start)
        working = self.in_working_days(span)
        if working:
            counted = self.holidays.working_day(day, span.amount, forward=forward)
        else:
            counted = shifted(day, span, forward=forward)
        rolled = counted if working else self._rolled(counted, forward=forward)
        final = rolled
        if filing and self.rolls and rolled in self.holidays.inaccessible:
            final = self._first_accessible(rolled, forward=forward)
        return Course(span, forward, day, counted, rolled, final, working=working)

    def _hours(self, start: date | datetime, span: Span, *, forward: bool, filing: bool) -> Course:
        begins = self._moment_of(start, span)
        expires = elapsed(begins, span, self.zone, forward=forward)
        rolled = self._rolled(expires.date(), forward=forward)
        ends = expires
        if rolled != expires.date():
            ends = wall_clock(rolled, expires.time(), self.zone)
        final = ends.date()
        while filing and self.rolls and self._is_inaccessible(ends):
            final = self._first_accessible(final, forward=forward)
            ends = wall_clock(final, ends.time(), self.zone)
        return Course(
            span, forward, begins.date(), expires.date(), rolled, final, begins, expires, ends
        )

    def _rolled(self, day: date, *, forward: bool) -> date:
        """Go on counting in the same direction to a day on which a period may end (6(a)(5))."""
        if not self.rolls or self.holidays.is_working_day(day, forward=forward):
            return day
        return self.holidays.working_day(day, 1, forward=forward)

    def _first_accessible(self, day: date, *, forward: bool) -> date:
        """The first later day that is accessible and working, whichever way was counted.

        The direction still says which holidays are meant: a state's are none for a period
        counted back.
        """
        holidays = self.holidays
        later = day + _DAY
        while later in holidays.inaccessible or not holidays.is_working_day(later, forward=forward):
            later += _DAY
        return later

    def _is_inaccessible(self, ends: datetime) -> bool:
        """Whether any part of the last hour of a period stated in hours was inaccessible."""
        until = ends.astimezone(UTC)
        almost = until - timedelta(microseconds=1)
        days = {moment.astimezone(self.zone).date() for moment in (until - _HOUR, almost)}
        shut = self.holidays.is_closed(until - _HOUR, until)
        return shut or not days.isdisjoint(self.holidays.inaccessible)

    def _day_of(self, start: date | datetime) -> date:
        if not isinstance(start, datetime):
            return start
        _must_have_zone(start)
        return start.astimezone(self.zone).date()

    def _moment_of(self, start: date | datetime, span: Span) -> datetime:
        if not isinstance(start, datetime):
            raise CalendarError(
                f"{span} cannot be counted from {day_in_words(start)} without the hour: a period "
                "in hours begins at the moment of the event (Fed. R. Civ. P. 6(a)(2)(A)); expected "
                "a time with its time zone"
            )
        _must_have_zone(start)
        return start.astimezone(self.zone)


def _must_have_zone(start: datetime) -> None:
    if start.tzinfo is None:
        raise CalendarError(f"{start} has no time zone; expected one, as in 10:23-04:00")
