"""The calendar of court orders: when a period ends, by which rule, and how that was found.

>>> from datetime import date
>>> court = calendar("frcp6", time_zone="America/New_York", holidays=HolidayList())
>>> court.after(date(2020, 4, 30), Span.parse("2 days")).how
'2 days after Thursday 30 April 2020 ends on Saturday 2 May 2020; a Saturday, so it runs to \
Monday 4 May 2020 (Fed. R. Civ. P. 6(a)(1)(C)).'
"""

from __future__ import annotations

from drawdown.order.calendar.agreement import Refusal, agreed, compute_all
from drawdown.order.calendar.computed import Computed, date_certain, ends_at
from drawdown.order.calendar.errors import CalendarError
from drawdown.order.calendar.holiday_list import (
    Closure,
    DeclaredHoliday,
    HolidayList,
    LegalHoliday,
)
from drawdown.order.calendar.many_dates import after_each
from drawdown.order.calendar.name import CalendarName
from drawdown.order.calendar.protocol import Calendar
from drawdown.order.calendar.registry import calendar, calendar_names, register
from drawdown.order.calendar.span import Span, Unit
from drawdown.order.calendar.words import day_in_words, moment_in_words

__all__ = [
    "Calendar",
    "CalendarError",
    "CalendarName",
    "Closure",
    "Computed",
    "DeclaredHoliday",
    "HolidayList",
    "LegalHoliday",
    "Refusal",
    "Span",
    "Unit",
    "after_each",
    "agreed",
    "calendar",
    "calendar_names",
    "compute_all",
    "date_certain",
    "day_in_words",
    "ends_at",
    "moment_in_words",
    "register",
]
