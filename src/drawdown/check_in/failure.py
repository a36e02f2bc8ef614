"""A failure to comply: only a named person records one, with a reason, after the ladder has run."""

from __future__ import annotations

from datetime import datetime

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.happened import Attempt, Failure, History
from drawdown.check_in.ladder import Ladder, in_time, key_of
from drawdown.check_in.standing import State, standing
from drawdown.check_in.window import Window


def lacking(
    person: str, window: Window, history: History, now: datetime, ladder: Ladder, *,
    decider: str, reason: str,
) -> tuple[str, ...]:  # fmt: skip
    """What keeps somebody from recording a failure, one line each; nothing where nothing does.

    Args:
        person: The person's number.
        window: The window.
        history: What happened.
        now: The moment.
        ladder: What the case does to reach people.
        decider: Who records it, by name.
        reason: Why.
    """
    found = []
    if not decider.strip():
        found.append("Who decides is not said: only a named person records a failure to comply.")
    if not reason.strip():
        found.append("Why is not said: every decision has a reason.")
    stands = standing(window, history, now)
    if stands.is_waiting:
        found.append(f"The window is still {stands.state}: the person can check in.")
    elif stands.state is not State.PASSED_WITHOUT:
        why = f" ({stands.because})" if stands.because else ""
        found.append(f"The window is {stands.state}{why}: nothing is held against the person.")
    return (*found, *_not_run(person, window, history, ladder))


def record_failure(
    person: str, window: Window, history: History, now: datetime, ladder: Ladder, *,
    decider: str, reason: str,
) -> Failure:  # fmt: skip
    """The failure that a named person records; arguments as `lacking`.

    Raises:
        CheckInError: Something is lacking.
    """
    found = lacking(person, window, history, now, ladder, decider=decider, reason=reason)
    if found:
        raise CheckInError(" ".join(found))
    return Failure(person, now, decider.strip(), reason.strip())


def _not_run(person: str, window: Window, history: History, ladder: Ladder) -> list[str]:
    """What of the ladder has not run.

    A rung that was never tried is made up for by a later one that was: where the line was down only
    the latest is carried out. One try at least must have come as far as the person's side.
    """
    tried: dict[str, list[Attempt]] = {}
    for attempt in history.attempts:
        tried.setdefault(attempt.key, []).append(attempt)
    found: list[str] = []
    made_up, reached, asked = False, False, False
    for _, rung in reversed(in_time(window, ladder)):
        attempts = tried.get(key_of(person, window, rung), [])
        if rung.means == "task":
            if not any(attempt.outcome == "done" for attempt in attempts):
                found.append(f"'{rung.name}': {ladder.human} has not done the task.")
            continue
        asked = True
        made_up = made_up or bool(attempts)
        reached = reached or any(_reached(attempt) for attempt in attempts)
        if not made_up:
            found.append(f"'{rung.name}' was never tried.")
    if asked and not reached:
        found.append("Nothing that was tried is known to have reached the person's side.")
    return found[::-1]


def _reached(attempt: Attempt) -> bool:
    """Whether an attempt came as far as the person's side: sent, answered, or failed on it."""
    return attempt.outcome in ("sent", "answered", "no_key") or attempt.side == "person"
