"""One person's entries as a small record of its own, fresh from the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import Http404

from drawdown.record.record import Record
from drawdown.site.accounts.access import Access
from drawdown.site.cases.models import Case, Row, Stay
from drawdown.site.cases.naming import with_what_replaces
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.store import frames_of

PROOFS = ("evaluation", "screening", "notice", "handout", "transfer", "milestone")
"""Kinds of entry that say what came before a transfer; milestones begin some clauses."""


@dataclass(frozen=True)
class Whereabouts:
    """Where a person is held, or was last.

    Attributes:
        stay: The stay.
        held: Whether it goes on at the end of the day asked about.
    """

    stay: Stay
    held: bool


def whereabouts(access: Access, person: str, on: date) -> Whereabouts:
    """The person's last stay begun by a day, within the reader's part.

    Raises:
        Http404: There is no such person, or none that the reader's part reaches.
    """
    stays = Stay.objects.filter(case=access.case, person=person, book_in__lte=on)
    last = stays.order_by("-book_in", "-pk").first()
    if last is None or (access.facility and not stays.filter(facility=access.facility).exists()):
        raise Http404
    now = stays.filter(Q(left=None) | Q(left__gt=on)).order_by("-book_in", "-pk").first()
    if access.facility and (now or last).facility != access.facility:
        now, last = None, stays.filter(facility=access.facility).order_by("-book_in", "-pk").first()
    stay = now or last
    if stay is None:
        raise Http404
    return Whereabouts(stay, now is not None)


def own_record(case: Case, person: str) -> Record:
    """What the record has of a person that matters before a transfer, and what replaces it."""
    proofs = Row.objects.filter(Q(person=person) | Q(kind="milestone"), case=case, kind__in=PROOFS)
    wanted = with_what_replaces(case, proofs)
    return Record(frames_of(case, sorted(wanted)), order_of(case).header.zone)
