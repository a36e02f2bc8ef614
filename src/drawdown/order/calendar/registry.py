"""Calendars by name. Each file in `named/` registers one; a new file is found by itself."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, TypeVar

from drawdown.errors import nearest
from drawdown.order.calendar.errors import CalendarError
from drawdown.order.calendar.holiday_list import HolidayList
from drawdown.order.calendar.protocol import Calendar

RULE_6 = "frcp6"


class CalendarMaker(Protocol):
    """What is registered: usually a class, which makes a calendar for one court."""

    @property
    def name(self) -> str:
        """What an order file calls the calendar."""

    def __call__(self, *, time_zone: str, holidays: HolidayList) -> Calendar:
        """Make the calendar for one court."""


_makers: dict[str, CalendarMaker] = {}
_Maker = TypeVar("_Maker", bound=CalendarMaker)


def register(maker: _Maker) -> _Maker:
    """Make a calendar known under its name; used as a decorator on its class."""
    if maker.name in _makers:
        raise CalendarError(f"two calendars are named '{maker.name}'; each needs its own name")
    _makers[maker.name] = maker
    return maker


def calendar_names() -> tuple[str, ...]:
    """The names that an order file may use, Rule 6(a) first.

    >>> calendar_names()
    ('frcp6', 'business days', 'plain days')
    """
    _load()
    return tuple(sorted(_makers, key=lambda name: (name != RULE_6, name)))


def check_name(name: str) -> str:
    """Return the name of a calendar that there is, or refuse it with the nearest."""
    known = calendar_names()
    if name not in known:
        expected = ", ".join(f"'{each}'" for each in known)
        raise CalendarError(
            f"'{name}' is not a calendar; expected one of {expected}{nearest(name, known)}"
        )
    return name


def calendar(name: str, *, time_zone: str, holidays: HolidayList) -> Calendar:
    """Return the calendar of a name for one court.

    Raises:
        CalendarError: no calendar has this name, or no time zone has that one.
    """
    return _makers[check_name(name)](time_zone=time_zone, holidays=holidays)


@cache
def _load() -> None:
    from drawdown.order.calendar import named

    for module in iter_modules(named.__path__):
        import_module(f"{named.__name__}.{module.name}")
