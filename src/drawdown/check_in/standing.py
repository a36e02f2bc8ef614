"""How a window stands at a moment: derived from what happened, never stored.

Nothing here blames anyone. A window that passed without a check-in says only that; what follows
from it a named person decides (`drawdown.check_in.failure`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from drawdown.check_in.happened import History, Outage
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.window import Window


class State(StrEnum):
    """How a window stands."""

    NOT_YET = "not_yet"
    OPEN = "open"
    IN_GRACE = "in_grace"
    MADE = "made"
    EXCUSED = "excused"
    PASSED_WITHOUT = "passed_without"
    PAUSED = "paused"


@dataclass(frozen=True)
class Standing:
    """How a window stands, and why.

    Attributes:
        window: The window.
        state: How it stands.
        because: Why, where that is not plain from the clock: a receipt, an outage, a pause.
        by_attempt: Whether only an attempt of ours excuses it, so that the person can still call
            and is still invited to.
    """

    window: Window
    state: State
    because: str = ""
    by_attempt: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether a check-in is still awaited."""
        return self.state in (State.NOT_YET, State.OPEN, State.IN_GRACE)


def standing(window: Window, history: History, now: datetime) -> Standing:
    """How a window stands at a moment.

    A check-in made in it counts whatever else happened. Else a pause or an outage that touched it,
    or an attempt that failed on our side or the carrier's, lets it ask nothing. Else the clock
    says.

    Args:
        window: The window.
        history: What happened; what lies after `now` is not looked at.
        now: The moment.
    """
    if receipt := _made(window, history, now):
        return Standing(window, State.MADE, f"receipt {receipt}")
    if reason := _paused(window, history, now):
        return Standing(window, State.PAUSED, reason)
    if reason := _broken(window, history, now):
        return Standing(window, State.EXCUSED, reason)
    if reason := _not_reached(window, history, now):
        return Standing(window, State.EXCUSED, reason, by_attempt=True)
    if now < window.opens:
        return Standing(window, State.NOT_YET)
    if now < window.due:
        return Standing(window, State.OPEN)
    if now < window.closes:
        return Standing(window, State.IN_GRACE)
    return Standing(window, State.PASSED_WITHOUT)


def standings(
    schedule: Schedule, history: History, since: datetime, now: datetime
) -> tuple[Standing, ...]:
    """How every window that closed after `since` and opened by now stands."""
    found = []
    for window in schedule.windows(since):
        if window.opens > now:
            break
        found.append(standing(window, history, now))
    return tuple(found)


def excused_by(outage: Outage, schedule: Schedule, now: datetime) -> tuple[Window, ...]:
    """The windows of a person that an outage touched up to a moment: those that it excuses."""
    found = []
    for window in schedule.windows(outage.since):
        if window.opens > now or not window.is_touched(outage.since, _end(outage.until, now)):
            break
        found.append(window)
    return tuple(found)


def touching(window: Window, history: History, now: datetime) -> tuple[Outage, ...]:
    """The outages that touched a window up to a moment."""
    return tuple(
        outage
        for outage in history.outages
        if outage.since <= now and window.is_touched(outage.since, _end(outage.until, now))
    )


def next_deadline(schedule: Schedule, history: History, now: datetime) -> datetime | None:
    """The next moment after now at which a window's state can change by the clock alone.

    A window that asks nothing more is passed over, so that a store which keeps this moment beside
    the person looks at nobody in vain. None: nothing will ever be due.
    """
    for window in schedule.windows(now):
        if not standing(window, history, now).is_waiting:
            continue
        for moment in (window.opens, window.due, window.closes):
            if moment > now:
                return moment
    return None


def _end(until: datetime | None, now: datetime) -> datetime:
    """What lasts has lasted until now, this moment included; of later nothing is known."""
    return until or now + datetime.resolution


def _made(window: Window, history: History, now: datetime) -> str:
    made = [each for each in history.check_ins if each.at <= now and window.holds(each.at)]
    return min(made, key=lambda each: each.at).receipt or "none" if made else ""


def _paused(window: Window, history: History, now: datetime) -> str:
    for pause in history.pauses:
        if pause.since <= now and window.is_touched(pause.since, _end(pause.until, now)):
            return pause.reason or "paused"
    return ""


def _broken(window: Window, history: History, now: datetime) -> str:
    for outage in touching(window, history, now):
        whose = "our line failed" if outage.side == "ours" else "the carrier failed"
        return f"{whose}: {outage.how}" if outage.how else whose
    return ""


def _not_reached(window: Window, history: History, now: datetime) -> str:
    for attempt in history.attempts:
        if attempt.excuses and attempt.at <= now and window.holds(attempt.at):
            whose = "our side" if attempt.side == "ours" else "the carrier's side"
            return f"an attempt failed on {whose}"
    return ""
