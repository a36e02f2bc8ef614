"""People whose moment has come, looked at in portions: what is to be done is written down.

A portion is one transaction: its rows are claimed, looked at, the steps written with their keys,
and the next moments set. A worker that is killed in it has done nothing; any number may run. In
PostgreSQL each takes rows that no other has (`FOR UPDATE SKIP LOCKED`), in SQLite one writes at a
time; either way a row is changed only where its `turn` is still the one that was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from drawdown.site.line.ladders import ladder_of
from drawdown.site.line.models import Due, Step
from drawdown.site.line.outages import standing_outages
from drawdown.site.line.reading import usual_in
from drawdown.site.line.words import plain
from drawdown.site.line.writing import insert_steps, write_dues

PORTION = 500
LATELY = timedelta(days=45)
"""How far back steps bear on a look: windows and throttles are shorter."""
RETRY = timedelta(minutes=10)
"""When to look again at a person whose step was there already, which cannot be but for an error."""


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
    """What bears on everybody of a case at a moment."""

    ladder: Ladder
    calendar: WorkingDays | None
    outages: tuple[Outage, ...]


def around(case: Case, now: datetime) -> Around:
    """What bears on everybody of a case at a moment."""
    outages = tuple(outage for _, outage in standing_outages(case))
    return Around(ladder_of(case, now), usual_in(case).calendar, outages)


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
        write_dues([_after(each, done, attempts, now, seen) for each, done in looks])
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
    steps = Step.objects.filter(case=case, person__in=people, made__gte=since)
    found: dict[str, list[Attempt]] = {}
    for key, person, what, means, made, outcome, side, how in steps.exclude(
        means="mail"
    ).values_list("key", "person", "what", "means", "made", "outcome", "side", "how"):
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
    return look(each.person, schedule, history, now, seen.ladder)


def _after(
    each: Person, done: Look, attempts: dict[str, tuple[Attempt, ...]], now: datetime, seen: Around
) -> Due:
    """The row after a look: where a step was taken, when to look again is asked at once."""
    again, stands = done.again, done.stands
    if done.step is not None:
        taken = Attempt(done.step.key, each.person, done.step.rung.name, done.step.rung.means, now)
        then = _look(each, (*attempts.get(each.person, ()), taken), now, seen)
        again = then.again if then.step is None else now
        again = now + RETRY if then.step and then.step.key == done.step.key else again
    due = Due(pk=each.pk, turn=each.turn, at=again)
    if stands is not None:
        window = stands.window
        due.day, due.opens, due.due, due.closes = (
            window.day, window.opens, window.due, window.closes
        )  # fmt: skip
        due.stands = "asks" if stands.is_waiting else stands.state.value[:8]
    return due


def _step(case: Case, each: Person, do: Do, now: datetime, until: datetime | None) -> Step:
    window = do.window
    values = {"due": window.day, "opens": window.local(window.opens),
              "closes": window.local(window.closes)}  # fmt: skip
    return Step(
        case=case, key=do.key, person=each.person, what=do.rung.name, means=do.rung.means,
        day=window.day, text=_text(do), values={**plain(values), **_to(do)}, made=now, after=now,
        until=until,
    )  # fmt: skip


def _text(do: Do) -> str:
    """The key of a step's words; a rung of another name is worded as the last try."""
    if do.rung.means != "text":
        return ""
    return do.rung.name if do.rung.name in ("reminder", "second") else "second"


def _to(do: Do) -> dict[str, dict[str, str]]:
    return {"to": {"name": do.to}} if do.to else {}
