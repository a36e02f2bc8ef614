"""What time it is in a case: now, or in the demonstration the same hour of its own day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from drawdown.record.moments import read_moment
from drawdown.site.cases.models import Case

ONE = timedelta(days=1)


def now_in(case: Case, zone: ZoneInfo) -> datetime:
    """The time now, in the court's zone."""
    now = timezone.now().astimezone(zone)
    if case.demo_day is None:
        return now
    return datetime.combine(case.demo_day, now.timetz())


def today_in(case: Case, zone: ZoneInfo) -> date:
    """Today in the court's zone."""
    return now_in(case, zone).date()


def day_of(cells: Mapping[str, str], zone: ZoneInfo) -> date:
    """The day of an entry in the court's zone: 22:00 in Miami is the next day in UTC."""
    read = read_moment(cells["date"], zone)
    if read is None:  # nothing that is no day was ever entered
        message = f"expected a day, got {cells['date']!r}"
        raise ValueError(message)
    return read[0]


def about(day: date) -> tuple[date, date]:
    """The first and the last `Row.date` that an entry of this day of the court's can have."""
    return max(day, date.min + ONE) - ONE, min(day, date.max - ONE) + ONE
