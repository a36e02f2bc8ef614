"""The same period from many dates at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from drawdown.order.calendar.protocol import Calendar
from drawdown.order.calendar.span import Span


def after_each(
    calendar: Calendar, starts: Iterable[date], span: Span, *, filing: bool = True
) -> dict[date, date]:
    """Return the last day of a period from each date, each distinct date computed once.

    For a column of a roster, such as seven days from each book-in.
    """
    return {start: calendar.last_day(start, span, filing=filing) for start in dict.fromkeys(starts)}
