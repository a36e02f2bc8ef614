"""What time it is in a case: now, or in the demonstration the same hour of its own day."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from drawdown.site.cases.models import Case


def now_in(case: Case, zone: ZoneInfo) -> datetime:
    """The time now, in the court's zone."""
    now = timezone.now().astimezone(zone)
    if case.demo_day is None:
        return now
    return datetime.combine(case.demo_day, now.timetz())


def today_in(case: Case, zone: ZoneInfo) -> date:
    """Today in the court's zone."""
    return now_in(case, zone).date()
