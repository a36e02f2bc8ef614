"""A `Due` row for everybody who checks in, kept as the record goes on.

The record is read from where it was last read, one entry once: so nothing that adds to it has to
know of the line, and a case that was taken in from a folder is read like any other. What bears on a
person's windows is put beside them, and they are looked at soon.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.happened import CheckIn
from drawdown.check_in.recorded import history_of, schedule_of
from drawdown.check_in.stored import Lately, lately_to_text, terms_to_text, with_check_ins
from drawdown.check_in.terms import instant
from drawdown.record.moments import read_moment
from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.portions import portions
from drawdown.site.line.among import among
from drawdown.site.line.models import Due, Telling, Upkeep
from drawdown.site.line.noting import can_skip
from drawdown.site.line.reading import usual_in, views_of
from drawdown.site.line.unscheduled import ask_for_schedules
from drawdown.site.line.writing import write_happened

log = logging.getLogger("drawdown.line")
BY = "the line"
PEOPLE = ("decision", "check_in_terms", "pause", "redetention", "check_in", "attempt")
"""The kinds of entry that bear on one person's windows."""
CHUNK = 300
"""Entries read in one go: SQLite has one writer, and whoever looks at a page writes that down."""
CHUNK_MANY = 4_000
"""The same where several write at once."""


@dataclass(frozen=True)
class Fresh:
    """What new entries change.

    Attributes:
        anew: People of whom everything is read anew.
        made: Check-ins of others.
        outages: Names of outages that are over, as of these entries.
        everybody: Whether an outage was taken back, which bears on everybody.
        freed: People who were released, whether or not anybody decided so.
    """

    anew: frozenset[str]
    made: dict[str, list[CheckIn]]
    outages: tuple[str, ...]
    everybody: bool
    freed: frozenset[str]


def keep_up(case: Case, now: datetime, *, asks: bool = True) -> int:
    """Read the entries that were added since, a portion of them.

    Any number may do it: one of them changes the position, and the others find it changed.

    Args:
        case: The case.
        now: The moment, as the case has the time.
        asks: Whether staff are asked for the schedule of who was released without one.

    Returns:
        How many entries bore on the line; 0 where all were read.
    """
    upkeep, _ = Upkeep.objects.get_or_create(case=case)
    through = Case.objects.values_list("position", flat=True).get(pk=case.pk)
    if through <= upkeep.position:
        return 0
    if not can_skip():
        return _keep_up(case, upkeep, through, now, CHUNK, asks=asks)
    with transaction.atomic():  # who comes second waits, and does not read the same in vain
        upkeep = Upkeep.objects.select_for_update().get(case=case)
        return _keep_up(case, upkeep, through, now, CHUNK_MANY, asks=asks)


def _keep_up(
    case: Case, upkeep: Upkeep, through: int, now: datetime, most: int, *, asks: bool
) -> int:  # fmt: skip
    if through <= upkeep.position:
        return 1  # another worker read them meanwhile; there may be more
    rows = list(
        Row.objects.filter(case=case, seq__gt=upkeep.position, seq__lte=through)
        .filter(_of_the_line())
        .order_by("seq")
        .values_list("seq", "kind", "name", "person", "supersedes", "content", "by")[:most]
    )
    through = rows[-1][0] if len(rows) == most else through
    mine = Upkeep.objects.filter(case=case, position=upkeep.position)
    if not rows:
        mine.update(position=through)
        return 0
    fresh = _sorted(case, rows)
    with transaction.atomic():
        if not mine.update(position=through):
            return len(rows)
        _put(case, fresh, now)
        if asks:
            ask_for_schedules(case, fresh.freed, fresh.anew, now)
    return len(rows)


def _of_the_line() -> Q:
    """What may bear on a person's windows; what the line itself did to reach them does not."""
    ours = Q(kind="attempt", by=BY, supersedes="")
    freed = Q(kind="exit", content__contains='"how":"release"')
    freed |= Q(kind="stay", content__contains='"exit":"release"')
    return (Q(kind__in=(*PEOPLE, "outage")) & ~ours) | Q(kind="withdrawal") | freed


Raw = tuple[int, str, str, str, str, str | None, str]


def _sorted(case: Case, rows: Sequence[Raw]) -> Fresh:
    zone = order_of(case).header.zone
    anew: set[str] = set()
    made: dict[str, list[CheckIn]] = {}
    over: list[str] = []
    everybody = False
    freed: set[str] = set()
    replaced = [each[4] for each in rows if each[4]]
    old = {
        name: (kind, person)
        for some in portions(replaced)
        for name, kind, person in Row.objects.filter(case=case, name__in=some).values_list(
            "name", "kind", "person"
        )
    }
    for _, kind, name, person, supersedes, content, _by in rows:
        was, whose = old.get(supersedes, ("", ""))
        if was in PEOPLE and whose:
            anew.add(whose)
        if was == "outage" and kind == "withdrawal":
            everybody = True
        if kind == "outage":
            if content and json.loads(content).get("until"):
                over.append(name)
        elif kind == "check_in" and not supersedes and content:
            cells = json.loads(content)
            if cells.get("outcome") == "made":
                made.setdefault(person, []).append(_check_in(cells, zone))
            else:
                anew.add(person)
        elif kind in PEOPLE and person:
            anew.add(person)
        elif kind in ("exit", "stay") and person:
            freed.add(person)
    return Fresh(frozenset(anew), made, tuple(over), everybody, frozenset(freed))


def _check_in(cells: dict[str, str], zone: ZoneInfo) -> CheckIn:
    day, at = read_moment(cells["date"], zone) or (None, None)
    if day is None:
        raise ValueError("a check-in in the record has no day")
    return CheckIn(
        cells["person"], at or instant(day, time(), zone, late=False), cells.get("receipt", "")
    )


def _put(case: Case, fresh: Fresh, now: datetime) -> None:
    dues = {due.person: due for due in _locked(case, sorted(fresh.anew))}
    added: list[Due] = []
    changed: list[Due] = []
    for person, schedule, lately in _read(case, sorted(fresh.anew)):
        due = dues.get(person) or Due(case=case, person=person)
        due.schedule, due.happened = schedule, lately_to_text(lately.since(now))
        due.at = now
        due.turn += 1
        (changed if due.pk else added).append(due)
    Due.objects.bulk_create(added, batch_size=500, ignore_conflicts=True)
    rewrite(changed)
    _put_check_ins(case, fresh, now)
    _note_outages(case, fresh, now)
    if fresh.everybody:
        Due.objects.filter(case=case, at__gt=now).update(at=now, turn=F("turn") + 1)


def _locked(case: Case, people: Sequence[str]) -> Iterator[Due]:
    """The rows of some people, which nobody else changes until this is over."""
    for some in portions(people):
        yield from (
            Due.objects.select_for_update().filter(case=case, person__in=some).order_by("person")
        )


def _put_check_ins(case: Case, fresh: Fresh, now: datetime) -> None:
    """Put check-ins beside those of whom nothing else is new; they are looked at."""
    people = sorted(fresh.made.keys() - fresh.anew)
    rows = Due.objects.select_for_update().filter(case=case).order_by("person")
    theirs = among(rows, "person", people).values_list("pk", "person", "happened")
    happened = [(pk, with_check_ins(text, fresh.made[person], now)) for pk, person, text in theirs]
    write_happened(happened, now)


def _read(case: Case, people: Sequence[str]) -> Iterable[tuple[str, str, Lately]]:
    """Each person's schedule and what happened, from the whole record of theirs."""
    usual = usual_in(case)
    for some, view in views_of(case, people):
        for person in some:
            history = history_of(view, person)
            try:
                schedule = schedule_of(view, person, usual)
            except CheckInError:  # one person's terms must not keep others waiting
                log.error("terms cannot be read; nothing is asked of the person")
                schedule = None
            theirs = tuple(each for each in history.attempts if not _is_step(each.key, person))
            lately = Lately(history.check_ins, history.pauses, theirs)
            yield person, terms_to_text(schedule.terms) if schedule else "", lately


def _is_step(key: str, person: str) -> bool:
    """Whether an attempt is a step of ours: those are looked up among the steps."""
    return key.startswith(f"{person}/")


def _note_outages(case: Case, fresh: Fresh, now: datetime) -> None:
    """Whom outages that are over excused is to be told."""
    if not fresh.outages:
        return
    from drawdown.site.line.outages import standing_outages

    for name, outage in standing_outages(case):
        if name in fresh.outages and outage.until is not None:
            Telling.objects.get_or_create(
                case=case, outage=name,
                defaults={"since": outage.since, "until": outage.until, "side": outage.side},
            )  # fmt: skip


def rewrite(dues: Sequence[Due]) -> None:
    """Write the schedules and moments of many rows."""
    fields = ["schedule", "happened", "at", "turn"]
    Due.objects.bulk_update(dues, fields, batch_size=200)
