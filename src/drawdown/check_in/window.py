"""One window in which a person checks in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Window:
    """A window, from `opens` until before `closes`.

    Attributes:
        day: The due day: it names the window.
        opens: When it opens, in UTC.
        due: When the check-in is due and grace begins, in UTC.
        closes: The first moment that is too late, in UTC.
        zone: Where the person lives.
    """

    day: date
    opens: datetime
    due: datetime
    closes: datetime
    zone: ZoneInfo

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.opens <= at < self.closes

    def is_touched(self, since: datetime, until: datetime) -> bool:
        """Whether any part of it lies between two moments.

        What began and ended in one moment touches the window that holds it.
        """
        if until == since:
            return self.holds(since)
        return since < self.closes and until > self.opens

    def local(self, at: datetime) -> datetime:
        """A moment on the person's clock."""
        return at.astimezone(self.zone)

    @property
    def opening(self) -> datetime | date:
        """When it opens, as it is told to the person: the day alone where it opens with it."""
        local = self.local(self.opens)
        return local.date() if local.time() == time() else local

    @property
    def closing(self) -> datetime | date:
        """Until when it can be made, as it is told: the last day where that counts as a whole.

        A window that closes at midnight is told as ending on the day before: who hears "by Tuesday,
        12 a.m." calls on Tuesday.
        """
        local = self.local(self.closes)
        return (local - datetime.resolution).date() if local.time() == time() else local
