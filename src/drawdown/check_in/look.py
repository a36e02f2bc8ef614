"""One look at one person: what is to be done now, and when to look again.

A store keeps the moment of the next look beside each person. A worker takes those whose moment has
come, looks, writes down the step's key, carries it out, and looks again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from drawdown.check_in.happened import History
from drawdown.check_in.ladder import Do, Ladder, in_time, next_step
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.window import Window

BACK = timedelta(days=70)
"""How far back the last window that closed is looked for: the longest rhythms are monthly."""


@dataclass(frozen=True)
class Look:
    """What one look came to.

    Attributes:
        step: What is to be done now, if anything: one step at most.
        again: When to look again; none: nothing will ever be due.
    """

    step: Do | None
    again: datetime | None


def look(person: str, schedule: Schedule, history: History, now: datetime, ladder: Ladder) -> Look:
    """What is to be done for a person now, and when to look again.

    Only the window that closed last, the one that is open and the next are looked at: what was to
    be done about earlier ones is not caught up. Where two ask for something the later one wins.

    Args:
        person: The person's number.
        schedule: When they check in.
        history: What happened.
        now: The moment.
        ladder: What the case does to reach people.
    """
    moments: list[datetime] = []
    for window in reversed(_near(schedule, now)):
        found = next_step(person, window, history, now, ladder)
        if isinstance(found, Do):
            return Look(found, now)
        if found.until is not None:
            moments.append(found.until)
        times = [at for at, _ in in_time(window, ladder)]
        moments += [at for at in (*times, window.opens, window.due, window.closes) if at > now]
    return Look(None, min(moments, default=None))


def _near(schedule: Schedule, now: datetime) -> list[Window]:
    """The last window that closed by now, and the next two that have not."""
    last: list[Window] = []
    ahead: list[Window] = []
    for window in schedule.windows(now - BACK):
        if window.closes <= now:
            last = [window]
        else:
            ahead.append(window)
        if len(ahead) == 2:
            break
    return last + ahead
