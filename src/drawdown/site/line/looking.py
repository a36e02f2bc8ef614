"""People whose moment has come, looked at in portions: what is to be done is written down.

A portion is one transaction: its rows are claimed, looked at, the steps written with their keys,
and the next moments set. A worker that is killed in it has done nothing; any number may run. In
PostgreSQL each takes rows that no other has (`FOR UPDATE SKIP LOCKED`), in SQLite one writes at a
time; either way a row is changed only where its `turn` is still the one that was read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction

from drawdown.check_in.alike import Looks, Tried
from drawdown.check_in.happened import Attempt, History, Outage
from drawdown.check_in.ladder import Do, Ladder
from drawdown.check_in.look import Look
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

PORTION = 2_000
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
    if not is_anybody_due(case.pk, now):
        return Looked()
    seen = around(case, now)
    looks = Looks(now, seen.ladder, seen.outages, seen.calendar)
    with transaction.atomic():
        found = _claimed(case, now, most)
        if not found:
            return Looked()
        tried = _tried(case, found, looks)
        shapes: dict[int, _Shape] = {}
        steps: list[NewStep] = []
        dues: list[After] = []
        for each in found:
            done = looks.look(each.person, each.schedule, each.happened, tried.get(each.person, ()))
            shape = shapes.get(id(done))
            if shape is None:
                shape = shapes[id(done)] = _shape(done, seen, now)
            dues.append(After(each.pk, each.turn, *shape.after))
            if done.step:
                steps.append(NewStep(each.person, each.person + done.step.key, *shape.step))
        insert_steps(case, steps)
        write_dues(dues)
    return Looked(len(found), len(steps))


def is_anybody_due(case: int, now: datetime) -> bool:
    """Whether anybody's moment has come in a case.

    It asks for the first moment of all, which an index has. Asked whether any row is due,
    PostgreSQL would read the whole table: going by its statistics it takes half of the rows to be.
    """
    rows = Due.objects.filter(case_id=case, at__isnull=False).order_by("at")
    first = rows.values_list("at", flat=True).first()
    return first is not None and first <= now


def _claimed(case: Case, now: datetime, most: int) -> list[Person]:
    rows = Due.objects.filter(case=case, at__lte=now).order_by("at")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    names = ("pk", "person", "turn", "schedule", "happened")
    return [Person(*each) for each in rows.values_list(*names)[:most]]


def _tried(case: Case, found: Sequence[Person], looks: Looks) -> dict[str, list[Tried]]:
    """What was done to reach each person, as far as a look at them reads it."""
    asked = [each for each in found if each.schedule]
    since = [looks.needs(each.schedule) for each in asked]
    tried: dict[str, list[Tried]] = {}
    for person, key, _, means, made, _, side, _ in steps_of(case, [p.person for p in asked], since):
        own = key[len(person) :] if key.startswith(person) else ""
        tried.setdefault(person, []).append(Tried(own, means, made, side or "unknown"))
    for theirs in tried.values():
        theirs.sort()
    return tried


def attempts_of(
    case: Case, people: Sequence[str], since: datetime
) -> dict[str, tuple[Attempt, ...]]:
    """The steps of the ladder and other texts to some people since a moment, by person."""
    found: dict[str, list[Attempt]] = {}
    for person, *step in steps_of(case, people, [since] * len(people)):
        found.setdefault(person, []).append(_attempt(person, *step))
    return {person: tuple(theirs) for person, theirs in found.items()}


def _attempt(
    person: str, key: str, what: str, means: Any, made: datetime, outcome: Any, side: Any, how: str
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


class _Shape(NamedTuple):
    """What a look writes of everybody whom it is of: of a row of `Due`, and of a step."""

    after: tuple[Any, ...]
    step: tuple[Any, ...]


def _shape(done: Look, seen: Around, now: datetime) -> _Shape:
    again = done.again
    if seen.changes and again and seen.changes < again:
        again = seen.changes
    return _Shape(_after(again, done), _step(done.step, now, done.until) if done.step else ())


def _after(again: datetime | None, done: Look) -> tuple[Any, ...]:
    """The columns of `After` that several rows have in common."""
    if done.stands is None:
        return (again,)
    window, state = done.stands.window, done.stands.state
    stands = "asks" if done.stands.is_waiting else state.value[:8]
    return again, window.day, window.opens, window.due, window.closes, stands


def _step(do: Do, now: datetime, until: datetime | None) -> tuple[Any, ...]:
    """The columns of `NewStep` that several steps have in common."""
    window = do.window
    values = {"due": window.day, "opens": window.opening, "closes": window.closing}
    said = plain(values) | ({"to": {"name": do.to}} if do.to else {})
    text = json.dumps(said, separators=(",", ":"))
    return do.rung.name, do.rung.means, window.day, _text(do), text, now, now, until


def _text(do: Do) -> str:
    """The key of a step's words; a rung of another name is worded as the last try."""
    if do.rung.means != "text":
        return ""
    return do.rung.name if do.rung.name in ("reminder", "second") else "second"
