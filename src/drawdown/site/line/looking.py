"""People whose moment has come, looked at in portions: what is to be done is written down.

A portion is one transaction: its rows are claimed, looked at, the steps written with their keys,
and the next moments set. A worker that is killed in it has done nothing; any number may run. In
PostgreSQL each takes rows that no other has (`FOR UPDATE SKIP LOCKED`), in SQLite one writes at a
time; either way a row is changed only where its `turn` is still the one that was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction

from drawdown.check_in.happened import Attempt, History, Outage
from drawdown.check_in.ladder import Do, Ladder
from drawdown.check_in.look import Look, look
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.stored import Lately, lately_from_text, terms_from_text
from drawdown.check_in.terms import WorkingDays
from drawdown.site.cases.models import Case
from drawdown.site.line.ladders import ladder_of, next_change
from drawdown.site.line.models import Due
from drawdown.site.line.outages import standing_outages
from drawdown.site.line.reading import usual_in
from drawdown.site.line.words import plain
from drawdown.site.line.writing import After, NewStep, insert_steps, steps_of, write_dues

PORTION = 500
LATELY = timedelta(days=45)
"""How far back steps bear on a look: windows and throttles are shorter."""


class Person(NamedTuple):
    """A row of `Due` as it was read."""

    pk: int
    person: str
    turn: int
    schedule: str
    happened: str


@dataclass(frozen=True)
class Looked:
    """What a portion came to.

    Attributes:
        people: How many people were looked at.
        steps: How many steps were written down.
    """

    people: int = 0
    steps: int = 0


@dataclass(frozen=True)
class Around:
    """What bears on everybody of a case at a moment.

    Attributes:
        ladder: What the case does to reach people; it `changes` then, where another was set.
        calendar: The order's calendar, where a due day that is no working day moves.
        outages: The outages that stand in the record.
    """

    ladder: Ladder
    calendar: WorkingDays | None
    outages: tuple[Outage, ...]
    changes: datetime | None = None


def around(case: Case, now: datetime) -> Around:
    """What bears on everybody of a case at a moment."""
    outages = tuple(outage for _, outage in standing_outages(case))
    return Around(ladder_of(case, now), usual_in(case).calendar, outages, next_change(case, now))


def look_at_some(case: Case, now: datetime, most: int = PORTION) -> Looked:
    """Look at people whose moment has come, a portion of them.

    Args:
        case: The case.
        now: The moment, as the case has the time.
        most: How many at most.
    """
    if not Due.objects.filter(case=case, at__lte=now).exists():
        return Looked()
    seen = around(case, now)
    with transaction.atomic():
        found = _claimed(case, now, most)
        if not found:
            return Looked()
        attempts = attempts_of(case, [each.person for each in found], now - LATELY)
        looks = [(each, _look(each, attempts.get(each.person, ()), now, seen)) for each in found]
        steps = [_step(case, each, done.step, now, done.until) for each, done in looks if done.step]
        insert_steps(steps)
        write_dues([_after(each, done) for each, done in looks])
    return Looked(len(found), len(steps))


def _claimed(case: Case, now: datetime, most: int) -> list[Person]:
    rows = Due.objects.filter(case=case, at__lte=now).order_by("at")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    names = ("pk", "person", "turn", "schedule", "happened")
    return [Person(*each) for each in rows.values_list(*names)[:most]]


def attempts_of(
    case: Case, people: Sequence[str], since: datetime
) -> dict[str, tuple[Attempt, ...]]:
    """The steps of the ladder and other texts to some people since a moment, by person."""
    found: dict[str, list[Attempt]] = {}
    for key, person, what, means, made, outcome, side, how in steps_of(case, people, since):
        found.setdefault(person, []).append(
            _attempt(key, person, what, means, made, outcome, side, how)
        )
    return {person: tuple(theirs) for person, theirs in found.items()}


def _attempt(
    key: str, person: str, what: str, means: Any, made: datetime, outcome: Any, side: Any, how: str
) -> Attempt:
    known: Any = "claimed" if outcome in ("", "uncertain", "needless") else outcome
    return Attempt(key, person, what, means, made, known, side or "unknown", how)


def history_from(
    person: str, happened: str, attempts: Sequence[Attempt], outages: tuple[Outage, ...]
) -> tuple[Lately, History]:
    """What happened to a person, from what is kept beside them and their steps."""
    lately = lately_from_text(person, happened)
    return lately, History(lately.check_ins, (*attempts, *lately.attempts), outages, lately.pauses)


def schedule_from(person: str, text: str, calendar: WorkingDays | None) -> Schedule | None:
    """A schedule as it is kept beside a person; none where nothing is ever asked of them."""
    return Schedule(person, terms_from_text(text), calendar=calendar) if text else None


def _look(each: Person, attempts: Sequence[Attempt], now: datetime, seen: Around) -> Look:
    schedule = schedule_from(each.person, each.schedule, seen.calendar)
    if schedule is None:
        return Look(None, None)
    _, history = history_from(each.person, each.happened, attempts, seen.outages)
    found = look(each.person, schedule, history, now, seen.ladder)
    if seen.changes and found.again and seen.changes < found.again:
        return replace(found, again=seen.changes)
    return found


def _after(each: Person, done: Look) -> After:
    """The row after a look."""
    if done.stands is None:
        return After(each.pk, each.turn, done.again)
    window, state = done.stands.window, done.stands.state
    stands = "asks" if done.stands.is_waiting else state.value[:8]
    return After(
        each.pk, each.turn, done.again, window.day, window.opens, window.due, window.closes, stands
    )


def _step(case: Case, each: Person, do: Do, now: datetime, until: datetime | None) -> NewStep:
    window = do.window
    values = {"due": window.day, "opens": window.opening, "closes": window.closing}
    said = plain(values) | ({"to": {"name": do.to}} if do.to else {})
    return NewStep(
        case.pk, do.key, each.person, do.rung.name, do.rung.means, window.day, _text(do), said,
        now, now, until,
    )  # fmt: skip


def _text(do: Do) -> str:
    """The key of a step's words; a rung of another name is worded as the last try."""
    if do.rung.means != "text":
        return ""
    return do.rung.name if do.rung.name in ("reminder", "second") else "second"
