"""Dates and hours as a sentence says them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_in_words(day: date) -> str:
    """Say a day as a sentence says it, the same in every locale.

    >>> day_in_words(date(2020, 5, 4))
    'Monday 4 May 2020'
    """
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_in_words(at: datetime) -> str:
    """Say an hour of a day, with seconds only where there are any.

    >>> moment_in_words(datetime(2007, 11, 5, 9, 23))
    '9:23 a.m. on Monday 5 November 2007'
    """
    half = "a.m." if at.hour < 12 else "p.m."
    seconds = f":{at.second:02}" if at.second else ""
    return f"{at.hour % 12 or 12}:{at.minute:02}{seconds} {half} on {day_in_words(at.date())}"


def listed(parts: Sequence[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["one", "two", "three"])
    'one, two and three'
    """
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
