"""How much waits, how old the last backup is: numbers of the whole site, none of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from drawdown.site.cases.models import Case
from drawdown.site.intake.models import WORKING, Upload
from drawdown.site.line.models import Due, Step
from drawdown.site.operations.models import Backup
from drawdown.site.reports.models import WORKING as MAKING
from drawdown.site.reports.models import Draft

LATE = timedelta(hours=26)
"""A last backup that is older is told of: one is made every night."""


@dataclass(frozen=True)
class Numbers:
    """The site in numbers.

    Attributes:
        entries: How many entries each case has, by its short name.
        rosters: Rosters that wait for a worker, or that one is at.
        due: People at whom the line has to look by now.
        steps: Texts, calls and tasks that wait to be sent by now.
        drafts: Reports that wait to be made.
        backup: The last backup that was made.
        checkpoint: When the record was last signed, where it is.
        size: Bytes of the database.
    """

    entries: dict[str, int]
    rosters: int
    due: int
    steps: int
    drafts: int
    backup: Backup | None
    checkpoint: datetime | None
    size: int


def numbers(now: datetime | None = None) -> Numbers:
    """The numbers now."""
    now = now or timezone.now()
    waiting = Q(over=None, sent=None, claimed=None)
    return Numbers(
        dict(Case.objects.order_by("slug").values_list("slug", "position")),
        Upload.objects.filter(state__in=WORKING).count(),
        Due.objects.filter(at__lte=now, case__demo_day=None).count(),
        Step.objects.filter(waiting, after__lte=now, case__demo_day=None).count(),
        Draft.objects.filter(state__in=MAKING).count(),
        last_backup(), last_checkpoint(), _size(),
    )  # fmt: skip


def last_backup() -> Backup | None:
    """The last backup that was made of this database."""
    return Backup.objects.filter(what="made").order_by("-at").first()


def last_checkpoint() -> datetime | None:
    """When the record was last signed; none where it never was, or no part of the site signs it."""
    model: Any = apps.all_models["proof"].get("checkpoint")
    if model is None:
        return None
    moment: datetime | None = model.objects.order_by("-made").values_list("made", flat=True).first()
    return moment


def _size() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])
