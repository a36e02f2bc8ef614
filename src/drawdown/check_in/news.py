"""Whom an outage concerns: every window it touched is excused, but not everybody need hear of it.

Where windows follow one another without a gap, an outage of a minute touches everybody's. To write
to all of them would frighten people who never called in that minute, and teach them that texts of
ours mean nothing. So of a short outage only those are told whose time was running out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from drawdown.check_in.happened import Outage
from drawdown.check_in.window import Window


@dataclass(frozen=True)
class News:
    """Which outages the people are told of whom they excused.

    Attributes:
        long: An outage of this length or longer is told of to everybody whom it excused.
        soon: A shorter one only where the window closes in it, or within so long after its end.
    """

    long: timedelta = timedelta(hours=4)
    soon: timedelta = timedelta(hours=24)

    def concerns(self, outage: Outage, window: Window) -> bool:
        """Whether a person is told of an outage that touched their window.

        One that lasts still concerns everybody; nobody is told before it is over.

        >>> from datetime import UTC, date, datetime
        >>> from zoneinfo import ZoneInfo
        >>> def may(day, hour=0, minute=0):
        ...     return datetime(2020, 5, day, hour, minute, tzinfo=UTC)
        >>> week = Window(date(2020, 5, 13), may(7), may(13), may(14), ZoneInfo("UTC"))
        >>> News().concerns(Outage(may(9, 12), may(9, 12, 1)), week)
        False
        >>> News().concerns(Outage(may(13, 12), may(13, 12, 1)), week)
        True
        """
        if outage.until is None or outage.until - outage.since >= self.long:
            return True
        return window.closes <= outage.until + self.soon
