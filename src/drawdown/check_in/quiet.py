"""When a person may be reached: quiet hours on their clock, and not too often."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from drawdown.check_in.terms import DAY, instant


@dataclass(frozen=True)
class Quiet:
    """Hours in which nobody is called or written to, on the person's own clock.

    The default is that of 47 C.F.R. 64.1200(c)(1) for calls to homes: not before 8 and not after 21
    o'clock.

    Attributes:
        begins: When quiet begins.
        ends: When it ends; the next morning where that is earlier.
    """

    begins: time = time(21)
    ends: time = time(8)

    def until(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """When quiet ends, in UTC; none where it is not quiet now.

        >>> from datetime import UTC
        >>> Quiet().until(datetime(2020, 6, 2, 2, tzinfo=UTC), ZoneInfo("America/New_York"))
        datetime.datetime(2020, 6, 2, 12, 0, tzinfo=datetime.timezone.utc)
        """
        if self.begins == self.ends:
            return None
        local = now.astimezone(zone)
        at, day = local.time(), local.date()
        if self.begins < self.ends:
            quiet = self.begins <= at < self.ends
        else:
            quiet = at >= self.begins or at < self.ends
            day += DAY if at >= self.begins else timedelta()
        return instant(day, self.ends, zone, late=True) if quiet else None

    def begins_after(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """When quiet next begins after a moment that is not quiet, in UTC; none: never.

        >>> from datetime import UTC
        >>> Quiet().begins_after(datetime(2020, 6, 2, 14, tzinfo=UTC), ZoneInfo("America/New_York"))
        datetime.datetime(2020, 6, 3, 1, 0, tzinfo=datetime.timezone.utc)
        """
        if self.begins == self.ends:
            return None
        day = now.astimezone(zone).date()
        today = instant(day, self.begins, zone, late=False)
        return today if today > now else instant(day + DAY, self.begins, zone, late=False)


@dataclass(frozen=True)
class Throttle:
    """How often at most: `most` in any `within`, and never nearer than `apart`."""

    most: int = 3
    within: timedelta = DAY
    apart: timedelta = timedelta(hours=2)

    def until(self, now: datetime, done: Iterable[datetime]) -> datetime | None:
        """When the next is allowed; none where it is allowed now.

        Args:
            now: The moment.
            done: When the ones before it were: of one person, or of the whole line.
        """
        lately = sorted(at for at in done if now - self.within < at <= now)
        waits = [at + self.apart for at in lately[-1:] if at + self.apart > now]
        if len(lately) >= self.most:
            waits.append(lately[-self.most] + self.within)
        return max(waits) if waits else None
