"""A failure to comply: only a named person records one, with a reason, after the ladder has run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from drawdown.check_in.dialogue.prompt import Value
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.happened import Attempt, Failure, History
from drawdown.check_in.ladder import Ladder, in_time, key_of
from drawdown.check_in.languages import Language, language
from drawdown.check_in.standing import State, standing
from drawdown.check_in.window import Window


@dataclass(frozen=True)
class Lack:
    """Something that keeps somebody from recording a failure.

    Attributes:
        what: What: `who`, `why`, how the window stands, or what of the ladder has not run.
        values: What its sentence is filled with.
    """

    what: str
    values: tuple[tuple[str, Value], ...] = ()

    def said(self, tongue: Language) -> str:
        """It as a sentence of a language.

        Raises:
            CheckInError: The language lacks it.
        """
        return tongue.paper(f"lack_{self.what}", **dict(self.values))


def lacking(
    person: str, window: Window, history: History, now: datetime, ladder: Ladder, *,
    decider: str, reason: str,
) -> tuple[Lack, ...]:  # fmt: skip
    """What keeps somebody from recording a failure; nothing where nothing does.

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
        found.append(Lack("who"))
    if not reason.strip():
        found.append(Lack("why"))
    stands = standing(window, history, now)
    if stands.is_waiting:
        found.append(Lack("waiting", (("due", window.day),)))
    elif stands.state is not State.PASSED_WITHOUT:
        found.append(Lack(stands.state.value, (("due", window.day), ("why", stands.because))))
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
        raise CheckInError(" ".join(said(found)))
    return Failure(person, now, decider.strip(), reason.strip())


def said(lacks: Iterable[Lack], tongue: str = "en") -> tuple[str, ...]:
    """Sentences in a language."""
    return tuple(lack.said(language(tongue)) for lack in lacks)


def _not_run(person: str, window: Window, history: History, ladder: Ladder) -> list[Lack]:
    """What of the ladder has not run.

    A rung that was never tried is made up for by a later one that was: where the line was down only
    the latest is carried out. One try at least must have come as far as the person's side.
    """
    tried: dict[str, list[Attempt]] = {}
    for attempt in history.attempts:
        tried.setdefault(attempt.key, []).append(attempt)
    found: list[Lack] = []
    made_up, reached, asked = False, False, False
    for _, rung in reversed(in_time(window, ladder)):
        attempts = tried.get(key_of(person, window, rung), [])
        if rung.means == "task":
            if not any(attempt.outcome == "done" for attempt in attempts):
                found.append(Lack("task", (("rung", rung.name), ("human", ladder.human))))
            continue
        asked = True
        made_up = made_up or bool(attempts)
        reached = reached or any(_reached(attempt) for attempt in attempts)
        if not made_up:
            found.append(Lack("untried", (("rung", rung.name),)))
    if asked and not reached:
        found.append(Lack("unreached"))
    return found[::-1]


def _reached(attempt: Attempt) -> bool:
    """Whether an attempt came as far as the person's side: sent, answered, or failed on it."""
    return attempt.outcome in ("sent", "answered", "no_key") or attempt.side == "person"
