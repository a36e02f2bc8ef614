"""What is done to reach a person, rung by rung, as a decision that is returned and not carried out.

Only the latest rung whose time has come is ever taken. What was missed, as while the line was down,
is not caught up; so there is no storm after it, and nobody is told on Tuesday that Monday is
tomorrow. Each step has a key: whoever carries it out writes the key down first, and a key that
stands there already is never carried out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Literal

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.happened import Attempt, History, Means
from drawdown.check_in.news import News
from drawdown.check_in.quiet import Quiet, Throttle
from drawdown.check_in.standing import Standing, State, standing, touching
from drawdown.check_in.terms import instant
from drawdown.check_in.window import Window

Anchor = Literal["opens", "day", "due", "closes"]
"""What a rung's time is counted from: `day`: nine on the due day, where the person lives."""

MORNING = time(9)


@dataclass(frozen=True)
class Rung:
    """One rung.

    Attributes:
        name: Its name, which is part of the key of its step.
        means: A text, a call, or a task for a named human.
        anchor: What its time is counted from.
        after: How long after that; before it where negative.
    """

    name: str
    means: Means
    anchor: Anchor
    after: timedelta = timedelta()

    def at(self, window: Window) -> datetime:
        """When its time comes, in UTC."""
        match self.anchor:
            case "opens":
                return window.opens + self.after
            case "day":
                day = window.day + timedelta(days=self.after.days)
                rest = self.after - timedelta(days=self.after.days)
                return instant(day, MORNING, window.zone, late=False) + rest
            case "due":
                return window.due + self.after
            case "closes":
                return window.closes + self.after


@dataclass(frozen=True)
class Ladder:
    """What a case does to reach people.

    Attributes:
        rungs: The rungs.
        human: Who is given the task at the end, by name or office.
        quiet: When nobody is called or written to.
        throttle: How often one person is, at most.
        news: Which outages people are told of.

    Raises:
        CheckInError: Two rungs have one name, or a task has nobody to do it.
    """

    rungs: tuple[Rung, ...]
    human: str
    quiet: Quiet = field(default_factory=Quiet)
    throttle: Throttle = field(default_factory=Throttle)
    news: News = field(default_factory=News)

    def __post_init__(self) -> None:
        names = [rung.name for rung in self.rungs]
        if len(set(names)) < len(names):
            raise CheckInError(f"the rungs are {', '.join(names)}; expected each name once")
        if not self.human.strip() and any(rung.means == "task" for rung in self.rungs):
            raise CheckInError("a task is for a named human; expected a name or an office")


def usual(human: str) -> Ladder:
    """A text the day before, another on the day, a call hours before it is due, then a human.

    Args:
        human: Who is given the task, by name or office.
    """
    return Ladder(
        (
            Rung("reminder", "text", "day", timedelta(days=-1)),
            Rung("second", "text", "due", timedelta(hours=-10)),
            Rung("call_back", "call", "due", timedelta(hours=-4)),
            Rung("human", "task", "closes"),
        ),
        human,
    )


@dataclass(frozen=True)
class Do:
    """A step to be taken now.

    Attributes:
        key: Its idempotency key, from the person, the window and the rung.
        rung: The rung.
        window: The window it is about.
        to: Of a task: who is to do it.
    """

    key: str
    rung: Rung
    window: Window
    to: str = ""


@dataclass(frozen=True)
class Wait:
    """Nothing to be done before a moment.

    Attributes:
        until: The moment; none: nothing more to be done about this window.
        because: Why.
    """

    until: datetime | None
    because: str


def next_step(
    person: str, window: Window, history: History, now: datetime, ladder: Ladder,
    times: Sequence[tuple[datetime, Rung]] = (),
) -> Do | Wait:  # fmt: skip
    """What is to be done about a window of a person at a moment.

    Args:
        person: The person's number.
        window: The window.
        history: What happened, with the attempts written down so far.
        now: The moment.
        ladder: What the case does.
        times: The rungs as `in_time` has them for this window, where they are known already.
    """
    stands = standing(window, history, now)
    open_still = now < window.closes and _still_invited(stands, history, now, ladder.news)
    if not (stands.is_waiting or stands.state is State.PASSED_WITHOUT or open_still):
        return Wait(None, f"the window is {stands.state}")
    rung, later = _latest(times or in_time(window, ladder), now)
    if rung is None:
        return Wait(later, "no rung's time has come")
    done = {attempt.key for attempt in history.attempts}
    key = key_of(person, window, rung)
    if key in done:
        return Wait(later, f"{rung.name} was done")
    if rung.means == "task":
        return Do(key, rung, window, ladder.human)
    if now >= window.closes:
        return Wait(later, "the window is over")
    return _when_allowed(key, rung, window, history, now, ladder, later)


def _still_invited(stands: Standing, history: History, now: datetime, news: News) -> bool:
    """Whether somebody whose window is excused is asked to call while it is open all the same.

    They are, where only an attempt of ours failed, or an outage that is over and of which they are
    not told: who heard nothing is reminded as always. Whoever is told that nothing is asked of them
    is asked nothing more.
    """
    if stands.by_attempt or stands.state is not State.EXCUSED:
        return stands.by_attempt
    return all(
        outage.until is not None and outage.until <= now
        and not news.concerns(outage, stands.window)
        for outage in touching(stands.window, history, now)
    )  # fmt: skip


def in_time(window: Window, ladder: Ladder) -> list[tuple[datetime, Rung]]:
    """The rungs with their times, in the order in which these come."""
    return sorted(((rung.at(window), rung) for rung in ladder.rungs), key=lambda each: each[0])


def key_of(person: str, window: Window, rung: Rung) -> str:
    """The idempotency key of a step."""
    return f"{person}/{window.day.isoformat()}/{rung.name}"


def _latest(
    times: Sequence[tuple[datetime, Rung]], now: datetime
) -> tuple[Rung | None, datetime | None]:
    """The latest rung whose time has come, and when that of the next one comes."""
    come = [rung for at, rung in times if at <= now]
    return (come[-1] if come else None), min((at for at, _ in times if at > now), default=None)


def _when_allowed(
    key: str, rung: Rung, window: Window, history: History, now: datetime, ladder: Ladder,
    later: datetime | None,
) -> Do | Wait:  # fmt: skip
    """The step, unless it is quiet or too soon; a wait that outlasts the rung skips it."""
    reached = [attempt.at for attempt in history.attempts if attempt.means != "task"]
    waits = [
        (until, why)
        for until, why in (
            (ladder.quiet.until(now, window.zone), "quiet hours"),
            (ladder.throttle.until(now, reached), "reached shortly before"),
        )
        if until is not None
    ]
    if not waits:
        return Do(key, rung, window)
    until, why = max(waits, key=lambda wait: wait[0])
    ends = min(each for each in (later, window.closes) if each is not None)
    return Wait(min(until, ends), why)


def claim(step: Do, person: str, now: datetime) -> Attempt:
    """The attempt that is written down before a step is carried out.

    >>> from datetime import UTC, date
    >>> from zoneinfo import ZoneInfo
    >>> noon = datetime(2020, 6, 1, 16, tzinfo=UTC)
    >>> window = Window(date(2020, 6, 1), noon, noon, noon, ZoneInfo("America/New_York"))
    >>> claim(Do("A-1/2020-06-01/reminder", Rung("reminder", "text", "day"), window), "A-1",
    ...       noon).outcome
    'claimed'
    """
    return Attempt(step.key, person, step.rung.name, step.rung.means, now)
