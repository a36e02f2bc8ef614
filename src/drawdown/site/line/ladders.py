"""What a case does to reach people: the usual ladder until somebody sets another, from a day on."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.db.models import F

from drawdown.check_in.ladder import Ladder, usual
from drawdown.check_in.stored import ladder_from_text, ladder_to_text
from drawdown.site.cases.models import Case
from drawdown.site.line.models import Due, LadderChange

HUMAN = "the officer on duty"
"""Who is asked to reach a person where nobody said who."""


def ladder_of(case: Case, now: datetime) -> Ladder:
    """What the case does to reach people at a moment."""
    found = ladder_changes(case).filter(since__lte=now).values_list("ladder", flat=True).first()
    return ladder_from_text(found) if found else usual(HUMAN)


def next_change(case: Case, now: datetime) -> datetime | None:
    """When another ladder begins to hold; none where none was set for later."""
    later = LadderChange.objects.filter(case=case, since__gt=now).order_by("since")
    return later.values_list("since", flat=True).first()


def ladder_changes(case: Case) -> models.QuerySet[LadderChange]:
    """Every ladder that was set, the one that holds last first."""
    return LadderChange.objects.filter(case=case).order_by("-since", "-pk")


def set_ladder(
    case: Case, ladder: Ladder, *, by: str, now: datetime, since: datetime | None = None,
    reason: str = "",
) -> LadderChange:  # fmt: skip
    """Let another ladder hold, from now or a later moment on; those before it stay as they were.

    Everybody is looked at anew when it begins to hold.
    """
    begins = max(since or now, now)
    with transaction.atomic():
        Due.objects.filter(case=case, at__gt=begins).update(at=begins, turn=F("turn") + 1)
        return LadderChange.objects.create(
            case=case, since=begins, ladder=ladder_to_text(ladder), by=by, reason=reason[:500]
        )
