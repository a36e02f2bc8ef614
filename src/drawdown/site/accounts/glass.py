"""What a role does not show, opened in an emergency: on the record, for a while, read by the court.

Breaking the glass adds rights, never a facility: a member who is bound to one sees that one only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from drawdown.site.accounts.access import Access
from drawdown.site.accounts.models import BrokenGlass, Look
from drawdown.site.cases.models import Case

SHORTEST_REASON, LONGEST_REASON = 20, 400
MOST_OPENINGS = 20
MOST_LOOKS = 100
"""Looks shown under one opening; all of them are in the access log."""


def break_glass(access: Access, reason: str) -> BrokenGlass:
    """Open what the role does not show; one that is open already is returned as it is."""
    if access.glass:
        return access.glass
    now = timezone.now()
    with transaction.atomic():
        broken = BrokenGlass.objects.create(
            membership=access.membership, at=now, reason=reason,
            until=now + timedelta(minutes=settings.BREAK_GLASS_MINUTES),
        )  # fmt: skip
        access.looked("break_glass", detail=reason)
    return broken


@dataclass(frozen=True)
class Opening:
    """One breaking of the glass, and the looks made under it, the first one first.

    Attributes:
        more: Whether there are more looks than are shown.
    """

    broken: BrokenGlass
    looks: list[Look]
    more: bool


def openings(case: Case) -> list[Opening]:
    """The last times that the glass of a case was broken, those not read yet before the others."""
    found = _broken(case).select_related("membership__user", "read_by")
    ordered = found.order_by(F("read").desc(nulls_first=True), "-at")[:MOST_OPENINGS]
    shown = []
    for broken in ordered:
        looks = list(looks_under(broken)[: MOST_LOOKS + 1])
        shown.append(Opening(broken, looks[:MOST_LOOKS], len(looks) > MOST_LOOKS))
    return shown


def looks_under(broken: BrokenGlass) -> QuerySet[Look]:
    """Every look that the member made while the glass was open, the first one first."""
    part = broken.membership
    return Look.objects.filter(
        case_id=part.case_id, user_id=part.user_id, at__gte=broken.at, at__lte=broken.until
    ).order_by("at", "pk")


def unread_glass(case: Case) -> int:
    """How many openings the court or the monitor has not read yet."""
    return _broken(case).filter(read=None).count()


def mark_read(access: Access, number: int) -> bool:
    """Note that the reason and the looks were read; only the first reading is kept.

    Returns:
        Whether this was the first reading.
    """
    unread = _broken(access.case).filter(pk=number, read=None)
    with transaction.atomic():
        if not unread.update(read=timezone.now(), read_by=access.user):
            return False
        access.looked("read_glass", detail=f"opening {number}")
    return True


def _broken(case: Case) -> QuerySet[BrokenGlass]:
    return BrokenGlass.objects.filter(membership__case=case)
