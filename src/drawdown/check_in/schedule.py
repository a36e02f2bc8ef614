"""A person's schedule: the windows that follow from their terms, and the next moment that matters.

Nothing here is stored but the terms; windows are computed, in UTC, from the clock on the person's
wall. No two windows overlap. Where nothing else is said a window opens when the one before it
closes, so that no call is ever too early.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.terms import DAY, Terms, WorkingDays
from drawdown.check_in.window import Window

_EARLY = datetime(1901, 1, 1, tzinfo=UTC)
_ROLL = 12
"""Days that a moved due day can lie after the one that it was, with something to spare."""


@dataclass(frozen=True)
class Schedule:
    """When one person checks in.

    Attributes:
        person: The person's number.
        terms: The terms in the order in which they hold; each ends the day before the next begins.
        ends: The last day on which anything can be due, where something ended it, such as the
            case; none while nothing has.
        calendar: The order's calendar, where terms look at holidays.

    Raises:
        CheckInError: Two terms begin on one day, or terms look at holidays without a calendar.
    """

    person: str
    terms: tuple[Terms, ...]
    ends: date | None = None
    calendar: WorkingDays | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if any(before.since >= after.since for before, after in pairwise(self.terms)):
            raise CheckInError(
                f"the terms of {self.person} begin on "
                f"{', '.join(str(terms.since) for terms in self.terms)}; expected one after another"
            )
        if self.calendar is None and any(terms.holidays != "kept" for terms in self.terms):
            raise CheckInError(
                f"the terms of {self.person} look at holidays; expected the order's calendar"
            )

    def windows(self, since: datetime) -> Iterator[Window]:
        """The windows that close after a moment, in their order, without end."""
        floor = datetime.min.replace(tzinfo=UTC)
        for number, terms in enumerate(self.terms):
            until = self._until(number)
            if until is not None and self._latest(terms, until) < since:
                last = self._last_closing(terms, until)
                floor = max(floor, last) if last else floor
                continue
            for window in self._of(terms, until, floor, since):
                floor = max(floor, window.closes) if until is not None else floor
                if window.closes > since:
                    yield window

    def window(self, now: datetime) -> Window | None:
        """The window that is open or in grace now, or none."""
        found = next(self.windows(now), None)
        return found if found and found.holds(now) else None

    def following(self, now: datetime) -> Window | None:
        """The next window that opens after now, or none."""
        return next((window for window in self.windows(now) if window.opens > now), None)

    def past(self, since: datetime, now: datetime) -> Iterator[Window]:
        """The windows that closed after `since` and by now."""
        for window in self.windows(since):
            if window.closes > now:
                return
            yield window

    def next_deadline(self, now: datetime) -> datetime | None:
        """The next moment after now at which a window opens, is due or closes; none: none ever.

        A store keeps this beside the person, so that whoever looks for what is to be done reads
        only the rows whose moment has come.
        """
        for window in self.windows(now):
            for moment in (window.opens, window.due, window.closes):
                if moment > now:
                    return moment
        return None

    def _until(self, number: int) -> date | None:
        """The first day on which terms no longer hold."""
        ends = [self.ends + DAY] if self.ends else []
        if number + 1 < len(self.terms):
            ends.append(self.terms[number + 1].since)
        return min(ends) if ends else None

    def _latest(self, terms: Terms, until: date) -> datetime:
        """No window of terms that hold until a day closes after this."""
        return terms.closing(until + _ROLL * DAY)

    def _last_closing(self, terms: Terms, until: date) -> datetime | None:
        reach = timedelta(days=3 * (terms.every or 7) + 2 * _ROLL)
        days = list(self._days(terms, until, max(until - reach, terms.since)))
        return terms.closing(days[-1]) if days else None

    def _of(
        self, terms: Terms, until: date | None, floor: datetime, since: datetime
    ) -> Iterator[Window]:
        """The windows of terms from shortly before a moment on."""
        reach = terms.grace + timedelta(days=3 * (terms.every or 7) + 2 * _ROLL)
        begin = (since - reach).astimezone(terms.zone).date() if since > _EARLY else terms.since
        if begin <= terms.earliest + timedelta(days=2 * _ROLL):
            begin = terms.since
        before: datetime | None = terms.beginning() if begin == terms.since else None
        for day in self._days(terms, until, begin):
            closes = terms.closing(day)
            if before is None:  # only there to say when the next one opens
                before = closes
                continue
            opens = max(before, floor, terms.opening(day) or before)
            before = closes
            if opens < closes:
                yield Window(day, opens, max(terms.due(day), opens), closes, terms.zone)

    def _days(self, terms: Terms, until: date | None, since: date) -> Iterator[date]:
        """The due days, holidays skipped or moved, each once."""
        last: date | None = None
        for day in terms.due_days(since):
            if until is not None and day >= until:
                return
            moved = self._moved(terms, day)
            if moved is not None and (last is None or moved > last):
                last = moved
                yield moved

    def _moved(self, terms: Terms, day: date) -> date | None:
        if self.calendar is None or terms.holidays == "kept" or self.calendar.is_working_day(day):
            return day
        return None if terms.holidays == "skipped" else self.calendar.next_working_day(day)
