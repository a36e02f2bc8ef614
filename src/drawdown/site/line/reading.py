"""What the record says of one person's check-ins, read by the person's own entries alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Q

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.happened import Attempt, History, Means, Outcome, Side
from drawdown.check_in.lines.store import usual_of
from drawdown.check_in.recorded import Usual, history_of, schedule_of
from drawdown.check_in.schedule import Schedule
from drawdown.record.record import Record, View
from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.naming import with_what_replaces
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.portions import portions
from drawdown.site.cases.store import frames_of
from drawdown.site.line.models import Step

log = logging.getLogger("drawdown.line")
KINDS = ("decision", "check_in_terms", "check_in", "attempt", "pause", "redetention")
"""The kinds of entry of which schedules and what became of them are made."""


def usual_in(case: Case) -> Usual:
    """What the case's order says of check-ins where nobody said otherwise."""
    return usual_of(order_of(case))


def view_of(case: Case, person: str, known: datetime | None = None) -> View:
    """The entries that bear on a person's check-ins: their own, outages, and what takes any back.

    Args:
        case: The case.
        person: The person's number.
        known: As known when; none: everything.
    """
    ((_, view),) = views_of(case, [person], known)
    return view


def views_of(
    case: Case, people: Sequence[str], known: datetime | None = None, *,
    kinds: Sequence[str] = KINDS,
) -> Iterator[tuple[Sequence[str], View]]:  # fmt: skip
    """The same for many people: some of them at a time, with the view that holds their entries."""
    zone = order_of(case).header.zone
    outages = set(with_what_replaces(case, Row.objects.filter(case=case, kind="outage")))
    for some in portions(people):
        theirs = Row.objects.filter(case=case, person__in=some, kind__in=(*kinds, "withdrawal"))
        numbers = outages | set(with_what_replaces(case, theirs))
        yield some, Record(frames_of(case, sorted(numbers)), zone).as_known(known)


def schedule_in(case: Case, person: str, view: View | None = None) -> Schedule | None:
    """When a person checks in; none where nobody released them on terms.

    Where the record's terms contradict each other there is none that could be told; that is our
    failure and not the person's, who can call and check in all the same.

    Args:
        case: The case.
        person: The person's number.
        view: The person's entries, where they were read already.
    """
    try:
        return schedule_of(view or view_of(case, person), person, usual_in(case))
    except CheckInError:
        log.warning("somebody's terms contradict each other")
        return None


def history_in(case: Case, person: str, view: View | None = None) -> History:
    """What happened to a person: what the record says, and the steps that it does not tell of.

    Those are steps of the ladder that have no entry yet, and other texts that failed on our side or
    the carrier's: as a look at the person has it, these excuse too.

    Args:
        case: The case.
        person: The person's number.
        view: The person's entries, where they were read already.
    """
    told = history_of(view or view_of(case, person), person)
    known = {attempt.key for attempt in told.attempts}
    ours = Q(day=None, side__in=("ours", "carrier"))
    steps = Step.objects.filter(Q(day__isnull=False, entry="") | ours, case=case, person=person)
    steps = steps.exclude(means="mail")
    fresh = tuple(attempt_of(step) for step in steps if step.key not in known)
    return History(
        told.check_ins, (*told.attempts, *fresh), told.outages, told.pauses, told.failures
    )


def attempt_of(step: Step) -> Attempt:
    """A step of the ladder as an attempt to reach a person."""
    outcome: Outcome = "claimed" if step.outcome in ("", "uncertain") else step.outcome  # type: ignore[assignment]
    side: Side = step.side or "unknown"  # type: ignore[assignment]
    means: Means = step.means  # type: ignore[assignment]
    return Attempt(step.key, step.person, step.what, means, step.made, outcome, side, step.how)
