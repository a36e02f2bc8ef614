"""A date that was computed, with how; and a date that the order itself fixed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from drawdown.errors import nearest
from drawdown.order.calendar.errors import CalendarError
from drawdown.order.calendar.span import Span
from drawdown.order.calendar.words import day_in_words, moment_in_words

# `Computed.date` hides the type's name inside the class.
Day: TypeAlias = date


@dataclass(frozen=True)
class Computed:
    """The last day of a period, and how it was found.

    Attributes:
        date: the last day, in the court's time zone.
        at: the moment at which a period stated in hours ends, with its time zone; else none.
        rule: the citation that gave this answer, such as "Fed. R. Civ. P. 6(a)(1)(C)".
        start: the day or the moment of the event, as given.
        span: the period; none for a date that the order fixed.
        rolled_from: the day on which it would have ended had nothing moved it; else none.
        how: one or two sentences that say all of this to a reader.
    """

    date: Day
    at: datetime | None
    rule: str
    start: Day | datetime
    span: Span | None
    rolled_from: Day | None
    how: str


def date_certain(day: date | datetime) -> Computed:
    """Take a date that the order fixes, on which no rule of counting bears: it never rolls.

    Committee note of 2009 to Fed. R. Civ. P. 6: the provisions apply only where a period must be
    computed, not where a fixed time to act is set ("no later than November 1, 2007").

    >>> date_certain(date(2020, 5, 2)).date
    datetime.date(2020, 5, 2)
    """
    rule = "Fed. R. Civ. P. 6(a), committee note of 2009"
    at = day if isinstance(day, datetime) else None
    if at is not None and at.tzinfo is None:
        raise CalendarError(f"{at} has no time zone; expected one, as in 17:00-04:00")
    said = moment_in_words(at) if at else day_in_words(day)
    how = (
        f"The order itself fixes {said}. The rule counts periods and does not apply to a fixed "
        f"date, so it does not move to another day, whatever day of the week it is ({rule})."
    )
    return Computed(at.date() if at else day, at, rule, day, None, None, how)


def ends_at(computed: Computed, time_zone: str) -> datetime:
    """The moment at which a period is over: the first moment that is too late.

    A last day ends at midnight in the court's time zone (6(a)(4)(A), electronic filing), that is
    at 00:00 of the day after. A period in hours ends at its own moment.

    >>> ends_at(date_certain(date(2020, 5, 2)), "America/New_York").isoformat()
    '2020-05-03T00:00:00-04:00'
    """
    if computed.at is not None:
        return computed.at
    zone = court_zone(time_zone)
    return wall_clock(computed.date + timedelta(days=1), time(0), zone)


def court_zone(name: str) -> ZoneInfo:
    """The time zone of a name such as "America/New_York", or a `CalendarError`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = nearest(name, available_timezones())
        raise CalendarError(
            f"'{name}' is not a time zone; expected a name such as 'America/New_York'{hint}"
        ) from None


def wall_clock(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """A moment by the court's clock; an hour that the clock skips is moved past the gap."""
    return datetime.combine(day, hour, zone).astimezone(UTC).astimezone(zone)
