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
from drawdown.check_in.standing import Standing, State, standing
from drawdown.check_in.window import Window

BACK = timedelta(days=70)
"""How far back the last window that closed is looked for at most: rhythms are at most monthly."""


@dataclass(frozen=True)
class Look:
    """What one look came to.

    Attributes:
        step: What is to be done now, if anything: one step at most.
        again: When to look again, once the step is taken; none: nothing will ever be due.
        stands: How the window that is open or comes next stands; none where there is none.
        until: Of a step that reaches a person: when it is too late for it, as the next one comes,
            the window closes or quiet hours begin.
    """

    step: Do | None
    again: datetime | None
    stands: Standing | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Near:
    """The windows of a schedule that a look at a moment reads; the same for whoever has it.

    Attributes:
        windows: The last window that closed, and the next two that have not.
        since: From when on a look reads these, and `until` when, exclusive; none: for good.
    """

    windows: tuple[Window, ...]
    since: datetime
    until: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether a look at a moment reads these."""
        return self.since <= now and (self.until is None or now < self.until)


def near(schedule: Schedule, now: datetime) -> Near:
    """The last window that closed by now, and the next two that have not."""
    last: list[Window] = []
    ahead: list[Window] = []
    back = _back(schedule)
    for window in schedule.windows(now - back):
        if window.closes <= now:
            last = [window]
        else:
            ahead.append(window)
        if len(ahead) == 2:
            break
    ends = [window.closes for window in ahead[:1]] + [window.closes + back for window in last]
    return Near((*last, *ahead), now, min(ends, default=None))


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
    return look_at(person, near(schedule, now), history, now, ladder)


def look_at(person: str, near: Near, history: History, now: datetime, ladder: Ladder) -> Look:
    """The same of windows that are known already.

    Args:
        person: The person's number.
        near: The windows of their schedule, which hold now.
        history: What happened.
        now: The moment.
        ladder: What the case does to reach people.
    """
    ahead = next((window for window in near.windows if window.closes > now), None)
    stands = standing(ahead, history, now) if ahead else None
    moments: list[datetime] = []
    step: Do | None = None
    for window in reversed(near.windows):
        times = in_time(window, ladder)
        found = next_step(person, window, history, now, ladder, times)
        if isinstance(found, Do):
            if step is not None:
                moments.append(now)  # one step at a time
            step = step or found
        elif found.until is not None:
            moments.append(found.until)
        if window is ahead and stands and stands.state is State.MADE:
            moments.append(window.closes)  # nothing more is asked about it, whatever happens
            continue
        moments += [at for at, _ in times if at > now]
        moments += [at for at in (window.opens, window.closes) if at > now][-1:]
    until = _too_late(step, now, ladder) if step else None
    return Look(step, min(moments, default=None), stands, until)


def needed(near: Near, now: datetime, ladder: Ladder) -> datetime:
    """From when on a look has to know what was done to reach a person.

    Earlier attempts lie in no window that it reads, are no rung of one, and slow nothing down.
    """
    begins = [now - ladder.throttle.within]
    for window in near.windows:
        begins += [window.opens, *(at for at, _ in in_time(window, ladder)[:1])]
    return min(begins)


def _too_late(step: Do, now: datetime, ladder: Ladder) -> datetime | None:
    """When it is too late for a step; a task for a human is never too late."""
    if step.rung.means == "task":
        return None
    window = step.window
    ends = [window.closes, *(at for at, _ in in_time(window, ladder) if at > now)]
    if (quiet := ladder.quiet.begins_after(now, window.zone)) is not None:
        ends.append(quiet)
    return min(ends)


def _back(schedule: Schedule) -> timedelta:
    """How far back the last window that closed can lie, with a moved due day or two to spare."""
    rhythm = max((terms.every or 7) for terms in schedule.terms)
    return min(BACK, timedelta(days=rhythm + 14))
