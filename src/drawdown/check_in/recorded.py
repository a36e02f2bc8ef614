"""What the record says of a person's check-ins: their schedule, and what happened.

The schedule comes from the decision that released them, the order's `check_in` clause for what the
decision does not say, and terms that somebody decided since. Being taken back into detention
pauses it until the next release, or terms that are set after it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import dropwhile, pairwise
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.happened import Attempt, CheckIn, Failure, History, Outage, Pause
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.terms import Terms, WorkingDays, instant
from drawdown.order.calendar import Span, Unit
from drawdown.order.clauses.check_in import CheckIn as Clause
from drawdown.order.inquiry.asked import NEED_NOT
from drawdown.record.entries.attempt import Attempt as AttemptEntry
from drawdown.record.entries.check_in import CheckIn as CheckInEntry
from drawdown.record.entries.check_in_terms import CheckInTerms
from drawdown.record.entries.decision import Decision
from drawdown.record.entries.outage import Outage as OutageEntry
from drawdown.record.entries.pause import Pause as PauseEntry
from drawdown.record.entries.redetention import Redetention
from drawdown.record.entry import Entry
from drawdown.record.record import View
from drawdown.record.single import single

E = TypeVar("E", bound=Entry)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Usual:
    """What holds where nobody said otherwise, from the order's clause.

    Attributes:
        zone: The court's time zone.
        every: Every how many days; 0: only whom a decision says.
        first: How many days after release the first is due; as `every` where none.
        opens: How many days before it is due a window opens; none: when the one before closed.
        grace: How many days after it is due a window closes.
        lasts: How many days after release the last one is due.
        calendar: The order's calendar, where a due day that is no working day moves.
    """

    zone: ZoneInfo
    every: int = 0
    first: int | None = None
    opens: int | None = None
    grace: int = 0
    lasts: int | None = None
    calendar: WorkingDays | None = None


def usual(clause: Clause, zone: ZoneInfo, calendar: WorkingDays | None = None) -> Usual:
    """What the order's `check_in` clause says.

    Args:
        clause: The clause.
        zone: The court's time zone.
        calendar: The calendar that the clause names, where it moves a due day.
    """
    return Usual(
        zone, _days(clause.every), _days(clause.first) if clause.first else None,
        _days(clause.opens) if clause.opens else None,
        _days(clause.grace) if clause.grace else 0,
        _days(clause.lasts) if clause.lasts else None, calendar,
    )  # fmt: skip


def terms_from(released: date, usual: Usual, check_in: str = "") -> Terms | None:
    """The terms that a release begins.

    Args:
        released: The day of the release.
        usual: What the order says.
        check_in: What the decision says: how often, such as `7 days`; `none`; or blank.

    Returns:
        The terms, or none where the person does not check in.
    """
    said = check_in.strip().lower()
    every = 0 if said == NEED_NOT else _days(Span.parse(said)) if said else usual.every
    if not every:
        return None
    reach = (usual.opens or 0) + usual.grace
    fits = reach < every
    first = usual.first if usual.first is not None and every == usual.every else every
    return Terms(
        released, usual.zone, every, (), released + timedelta(days=first), None,
        timedelta(days=usual.opens) if fits and usual.opens is not None else None,
        timedelta(days=usual.grace if fits else 0), "moved" if usual.calendar else "kept",
        released + timedelta(days=usual.lasts) if usual.lasts is not None else None,
    )  # fmt: skip


def schedule_of(view: View, person: str, usual: Usual) -> Schedule | None:
    """The schedule of a person as the record has it; none where nobody released them on terms.

    What was decided last holds: a later decision that asks for none ends what was asked before.
    """
    found: dict[date, Terms] = {}
    for decision in _of(view, "decision", Decision, person):
        if decision.outcome == "released":
            terms = terms_from(decision.day, usual, decision.check_in)
            if terms:
                found[decision.day] = terms
            elif decision.check_in.strip().lower() == NEED_NOT:
                found[decision.day] = Terms(decision.day, usual.zone)  # ends what was asked before
    for entry in _of(view, "check_in_terms", CheckInTerms, person):
        found[entry.day] = terms_of_entry(entry, usual)
    ordered = tuple(dropwhile(_ends, (found[day] for day in sorted(found))))
    if not ordered:
        return None
    return Schedule(person, ordered, calendar=usual.calendar)


def _ends(terms: Terms) -> bool:
    """Whether terms ask nothing: where nothing was asked before, they say nothing at all."""
    return not terms.asks


def history_of(view: View, person: str) -> History:
    """What the record says happened to a person that bears on their windows."""
    zone = view.record.zone
    when = partial(_when, zone=zone)
    entries = _of(view, "check_in", CheckInEntry, person)
    attempts = [
        Attempt(each.id, person, each.rung, each.means, when(each.date), each.outcome, each.side,
                each.how)
        for each in _of(view, "attempt", AttemptEntry, person)
    ]  # fmt: skip
    attempts += [
        Attempt(each.id, person, "", "call", when(each.date), "failed", each.side, each.how)
        for each in entries
        if each.outcome == "not_reached"
    ]
    return History(
        tuple(
            CheckIn(person, when(each.date), each.receipt, each.language, each.line, each.call)
            for each in entries
            if each.outcome == "made"
        ),
        tuple(attempts),
        outages_of(view),
        (*(_pause(each, when) for each in _of(view, "pause", PauseEntry, person)),
         *_custody(view, person, when)),
        tuple(
            Failure(person, when(each.date), each.decider, each.reason)
            for each in entries
            if each.outcome == "failure" and each.decider and each.reason
        ),
    )  # fmt: skip


MANY = 20_000
"""Entries of a kind from which on those of one person are filtered, and not all put in order."""


def outages_of(view: View) -> tuple[Outage, ...]:
    """Every outage that the record tells of."""
    when = partial(_when, zone=view.record.zone)
    return view.keep(
        "outages",
        lambda: tuple(_outage(each, when) for each in _of(view, "outage", OutageEntry, None)),
    )


def _of(view: View, kind: str, type_: type[E], person: str | None) -> list[E]:
    frame = view.entries(kind)
    if person is None or len(frame) > MANY:
        frame = frame if person is None else frame.filter(pl.col("person") == person)
        rows = frame.sort("date", "recorded", maintain_order=True).iter_rows(named=True)
        return [cast("E", single(kind, row, view.record.zone)) for row in rows]
    of_all = view.keep(("of each person", kind), partial(_rows_by_person, frame))
    return [cast("E", single(kind, row, view.record.zone)) for row in of_all.get(person, ())]


def _rows_by_person(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """The rows of each person, in their order, so that many people cost one pass."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.sort("date", "recorded", maintain_order=True).iter_rows(named=True):
        found.setdefault(row["person"], []).append(row)
    return found


def terms_of_entry(entry: CheckInTerms, usual: Usual) -> Terms:
    """The terms of an entry; what it leaves blank is as the order has it.

    Raises:
        CheckInError: They cannot be.
    """
    try:
        zone = ZoneInfo(entry.zone) if entry.zone else usual.zone
        at = time.fromisoformat(entry.at) if entry.at else None
        weekdays = tuple(sorted({WEEKDAYS.index(day[:3]) for day in entry.weekdays}))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise CheckInError(f"check_in_terms {entry.id}: {error}") from None
    every = 0 if weekdays else usual.every if entry.every is None else entry.every
    opens, grace = _fitting(entry, usual, every, weekdays)
    return Terms(
        entry.day, zone, every, weekdays,
        entry.first if entry.first is None else _day(entry.first), at,
        None if opens is None else timedelta(days=opens), timedelta(days=grace), entry.holidays,
    )  # fmt: skip


def _fitting(
    entry: CheckInTerms, usual: Usual, every: int, weekdays: tuple[int, ...]
) -> tuple[float | None, float]:
    """When a window opens and how much grace there is, in days.

    What the order says for its own rhythm and an entry leaves blank holds where it fits a shorter
    one; where it does not, a window opens when the one before it closes, and without grace.
    """
    days = (*weekdays, weekdays[0] + 7) if weekdays else (0, every or 7)
    shortest = min(after - before for before, after in pairwise(days))
    grace: float = usual.grace if entry.grace is None else entry.grace
    if entry.grace is None and grace + (entry.opens or 0) >= shortest:
        grace = 0
    opens: float | None = usual.opens if entry.opens is None else entry.opens
    if entry.opens is None and (opens or 0) + grace >= shortest:
        opens = None
    return opens, grace


def _outage(entry: OutageEntry, when: Callable[..., datetime]) -> Outage:
    until = None if entry.until is None else when(entry.until, end=True)
    return Outage(when(entry.date), until, entry.side, entry.reason)


def _pause(entry: PauseEntry, when: Callable[..., datetime]) -> Pause:
    until = None if entry.until is None else when(entry.until, end=True)
    return Pause(when(entry.date), until, entry.reason)


def _custody(view: View, person: str, when: Callable[..., datetime]) -> list[Pause]:
    """From each time the person was taken in to what next asked them to check in.

    That is a release that was decided, or terms that somebody set: whoever sets them after a
    release that no decision tells of, means them to hold.
    """
    taken = [_day(each.date) for each in _of(view, "redetention", Redetention, person)]
    freed = [
        each.day for each in _of(view, "decision", Decision, person) if each.outcome == "released"
    ]
    freed += [each.day for each in _of(view, "check_in_terms", CheckInTerms, person)]
    return [
        Pause(when(day), when(min(later)) if (later := [d for d in freed if d > day]) else None,
              "back in custody")
        for day in taken
    ]  # fmt: skip


def _when(at: date | datetime, *, zone: ZoneInfo, end: bool = False) -> datetime:
    """A moment; a day is its first moment, or with `end` the first one after it."""
    if isinstance(at, datetime):
        return at if at.tzinfo else at.replace(tzinfo=zone)
    return instant(at + timedelta(days=int(end)), time(), zone, late=end)


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at


def _days(span: Span) -> int:
    if span.unit not in (Unit.DAYS, Unit.WEEKS):
        raise CheckInError(f"'{span}' is not counted in days; expected days or weeks")
    return span.amount * (7 if span.unit is Unit.WEEKS else 1)
