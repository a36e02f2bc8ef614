"""Adding a span to a day or a moment, before any weekend or holiday is looked at."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from drawdown.order.calendar.errors import CalendarError
from drawdown.order.calendar.span import Span, Unit
from drawdown.order.calendar.words import day_in_words

_DAYS_IN = {Unit.DAYS: 1, Unit.WEEKS: 7}
_MONTHS_IN = {Unit.MONTHS: 1, Unit.YEARS: 12}


def shifted(day: date, span: Span, *, forward: bool) -> date:
    """Count days, weeks, months or years from a day; the day itself is left out (6(a)(1)(A)).

    Weeks, months and years end on the same day of the week, month or year; where the month has
    no such day, on its last.

    >>> shifted(date(2020, 1, 31), Span.parse("1 month"), forward=True)
    datetime.date(2020, 2, 29)
    """
    amount = span.amount if forward else -span.amount
    try:
        if span.unit in _DAYS_IN:
            return day + timedelta(days=amount * _DAYS_IN[span.unit])
        return _months_on(day, amount * _MONTHS_IN[span.unit])
    except (OverflowError, ValueError):
        raise _out_of_range(day, span, forward=forward) from None


def elapsed(start: datetime, span: Span, zone: ZoneInfo, *, forward: bool) -> datetime:
    """Count hours that really pass, through any change of the clocks (6(a)(2)(B))."""
    hours = timedelta(hours=span.amount if forward else -span.amount)
    try:
        return (start.astimezone(UTC) + hours).astimezone(zone)
    except OverflowError:
        raise _out_of_range(start.date(), span, forward=forward) from None


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _out_of_range(day: date, span: Span, *, forward: bool) -> CalendarError:
    side = "after" if forward else "before"
    return CalendarError(f"{span} {side} {day_in_words(day)} is no date that can be written")
