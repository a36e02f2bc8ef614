"""Which papers a member sees, and which of their files."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from drawdown.site.accounts.access import Access
from drawdown.site.accounts.roles import REPORT_LEVELS, SIDES
from drawdown.site.reports.models import Draft, Paper


def sees_level(access: Access, level: str) -> bool:
    """Whether a member may read what a level shows; one bound to a facility reads the public one.

    The others speak of people at every facility.
    """
    if access.facility and level != "public":
        return False
    return access.may >= REPORT_LEVELS[level]


def levels_of(access: Access) -> list[str]:
    """The levels that a member may read, and so may make."""
    return [level for level in REPORT_LEVELS if sees_level(access, level)]


def papers_of(access: Access) -> QuerySet[Paper]:
    """The papers that a member sees: those filed, and those that their own side is at work on."""
    own = Q(side=SIDES[access.role]) if access.role in SIDES else Q(pk=None)
    return Paper.objects.filter(
        Q(state="filed") | own, case=access.case, level__in=levels_of(access)
    )


def drafts_of(access: Access) -> QuerySet[Draft]:
    """The drafts that were asked for on the member's own side, of the levels that they may read."""
    if access.facility or access.role not in SIDES:
        return Draft.objects.none()
    return Draft.objects.filter(
        case=access.case, side=SIDES[access.role], level__in=levels_of(access)
    )


def find_paper(access: Access, number: int) -> Paper:
    """A paper.

    Raises:
        Http404: The member sees none of that number.
        PermissionDenied: It is filed, and its level is not for the member.
    """
    paper = papers_of(access).filter(pk=number).first()
    if paper is not None:
        return paper
    if Paper.objects.filter(case=access.case, pk=number, state="filed").exists():
        raise PermissionDenied
    raise Http404
