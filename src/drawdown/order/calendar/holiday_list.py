"""Which days are legal holidays for one court, and when its clerk's office could not be reached."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal, NamedTuple

from drawdown.order.calendar.errors import CalendarError
from drawdown.order.calendar.federal import check_state, federal_holidays, state_holidays

# Juneteenth became law on 17 June 2021 (Pub. L. 117-17). Until the rule itself named it, on
# 1 December 2023, it was a legal holiday as a day declared by Congress.
_JUNETEENTH_NAMED_IN_RULE = date(2023, 12, 1)

DeclaredBy = Literal["president", "congress", "state"]


@dataclass(frozen=True)
class DeclaredHoliday:
    """A holiday that no list can know ahead, as the order file states it.

    One declared by the President or Congress counts in both directions (6(a)(6)(B)); one declared
    by the state where the court sits counts only for periods measured after an event (6(a)(6)(C)).
    `source` says where the declaration is to be found.
    """

    day: date
    name: str
    by: DeclaredBy
    source: str = ""


@dataclass(frozen=True)
class Closure:
    """Hours in which the clerk's office could not be reached, from `since` until before `until`.

    Both carry a time zone. It matters to periods stated in hours (6(a)(3)(B)); a day on which the
    office was inaccessible for the purpose of 6(a)(3)(A) is named in `HolidayList.inaccessible`.
    """

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        if self.since.tzinfo is None or self.until.tzinfo is None or self.since >= self.until:
            raise CalendarError(
                f"a closure from {self.since} until {self.until} cannot be used; expected two "
                "times with their time zone, the earlier first"
            )


class LegalHoliday(NamedTuple):
    """A legal holiday's name and the paragraph of Rule 6(a)(6) that makes it one."""

    name: str
    paragraph: str


@dataclass(frozen=True)
class HolidayList:
    """The legal holidays of Rule 6(a)(6) for one court.

    Args:
        state: two-letter code of the state where the district court sits, to count its holidays
            for periods measured forward; none where those are declared one by one, or nowhere.
        declared: days declared by the President, Congress or the state.
        inaccessible: days on which the clerk's office was inaccessible (6(a)(3)(A)). They are not
            holidays; they only extend the time for a filing.
        closures: hours in which it was inaccessible (6(a)(3)(B)).

    Raises:
        CalendarError: the state is not known; or, when asked, the year is not known.

    >>> HolidayList(state="MA").holiday(date(2008, 4, 21), forward=True)
    LegalHoliday(name="Patriots' Day", paragraph='(C)')
    >>> HolidayList(state="MA").holiday(date(2008, 4, 21), forward=False) is None
    True
    """

    state: str | None = None
    declared: tuple[DeclaredHoliday, ...] = ()
    inaccessible: tuple[date, ...] = ()
    closures: tuple[Closure, ...] = ()

    def __post_init__(self) -> None:
        if self.state is not None:
            check_state(self.state)

    def holidays(self, year: int, *, forward: bool) -> dict[date, LegalHoliday]:
        """The legal holidays of one year for periods counted forward, or backward."""
        key = (year, forward)
        if key not in self._holidays:
            self._holidays[key] = self._collect(year, forward=forward)
        return self._holidays[key]

    def holiday(self, day: date, *, forward: bool) -> LegalHoliday | None:
        """The legal holiday on a day, or none."""
        return self.holidays(day.year, forward=forward).get(day)

    def is_working_day(self, day: date, *, forward: bool = True) -> bool:
        """Whether a day is neither a Saturday, a Sunday nor a legal holiday."""
        return day.weekday() < 5 and day not in self.holidays(day.year, forward=forward)

    def working_day(self, day: date, number: int, *, forward: bool) -> date:
        """The working day that is `number` (1 or more) after a day, or before it.

        The direction also says which holidays are meant. The cost grows with the years crossed,
        not with the days.
        """
        year = day.year
        if forward:
            place = bisect_right(self._working_days(year, forward), day) + number - 1
            while place >= len(self._working_days(year, forward)):
                place -= len(self._working_days(year, forward))
                year += 1
        else:
            place = bisect_left(self._working_days(year, forward), day) - number
            while place < 0:
                year -= 1
                place += len(self._working_days(year, forward))
        return self._working_days(year, forward)[place]

    def is_closed(self, since: datetime, until: datetime) -> bool:
        """Whether the clerk's office was closed in any part of the time between two moments."""
        return any(shut.since < until and since < shut.until for shut in self.closures)

    def _collect(self, year: int, *, forward: bool) -> dict[date, LegalHoliday]:
        found: dict[date, LegalHoliday] = {}
        if forward and self.state is not None:
            for day, name in state_holidays(self.state, year).items():
                found[day] = LegalHoliday(name, "(C)")
        for given in self.declared:
            if given.day.year == year and (forward or given.by != "state"):
                found[given.day] = LegalHoliday(given.name, "(C)" if given.by == "state" else "(B)")
        for day, name in federal_holidays(year).items():
            declared = "Juneteenth" in name and day < _JUNETEENTH_NAMED_IN_RULE
            found[day] = LegalHoliday(name, "(B)" if declared else "(A)")
        return found

    def _working_days(self, year: int, forward: bool) -> list[date]:
        key = (year, forward)
        if key not in self._working:
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            days = map(date.fromordinal, range(first, last + 1))
            self._working[key] = [d for d in days if self.is_working_day(d, forward=forward)]
        return self._working[key]

    # Filled as years are asked for; no part of the value, of its equality or of its hash.
    @cached_property
    def _holidays(self) -> dict[tuple[int, bool], dict[date, LegalHoliday]]:
        return {}

    @cached_property
    def _working(self) -> dict[tuple[int, bool], list[date]]:
        return {}
