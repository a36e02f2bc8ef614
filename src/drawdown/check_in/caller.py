"""What an identified caller is told, from their schedule."""

from __future__ import annotations

from datetime import date, datetime, time

from drawdown.check_in.dialogue.desk import Caller
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.window import Window


def caller_of(
    person: str,
    schedule: Schedule | None,
    now: datetime,
    *,
    court: datetime | date | None = None,
    language: str = "",
) -> Caller:
    """What to tell a person at a moment.

    Args:
        person: The person's number.
        schedule: When they check in; none where they do not.
        now: The moment.
        court: The next court date, where known.
        language: The language that they chose before.
    """
    if schedule is None:
        return Caller(person=person, court=court, language=language)
    window, following = schedule.window(now), schedule.following(now)
    return Caller(
        person=person,
        due=window.day if window else None,
        opens=following.opening if following else None,
        following=_due(following) if following else None,
        court=court,
        language=language,
    )


def _due(window: Window) -> datetime | date:
    """When it is due; the day alone where the whole of it counts."""
    local = window.local(window.due)
    return window.day if local.time() == time() else local
