"""Check-ins entered, and the wait until nothing is left to do at a moment."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from benchmarks.schedule.crew import MANY, Crew, again, tell
from benchmarks.schedule.made_up import ZONE, name

STOPS = (0, 9, 14, 20)
"""The hours of the day at which the clock stops: those of the rungs."""
LATER = timedelta(minutes=30)
"""After so long what a killed sender left is found: all of its claims are older than is usual."""


def following(now: datetime) -> datetime:
    """The next moment at which the clock stops."""
    local = now.astimezone(ZONE)
    hour = next((hour for hour in STOPS if hour > local.hour), 24)
    midnight = datetime(local.year, local.month, local.day, tzinfo=ZONE)
    day = midnight + timedelta(days=hour // 24)
    return day.replace(hour=hour % 24).astimezone(UTC)


def turns(pk: int) -> int:
    """How often anybody was looked at or changed: every row counts its own."""
    from django.db.models import Sum

    from drawdown.site.line.models import Due

    dues = Due.objects.filter(case_id=pk)
    return again(lambda: dues.aggregate(all=Sum("turn"))["all"] or 0)


def enter(pk: int, coming: Sequence[tuple[datetime, int]], now: datetime) -> None:
    """Enter check-ins as the line does, only more at a time."""
    from drawdown.site.cases.append import append
    from drawdown.site.cases.models import Case

    for start in range(0, len(coming), 5_000):
        offered = [
            ("check_in", {"id": f"{name(n)}/{at.date()}/made", "date": at.isoformat(),
                          "person": name(n), "outcome": "made", "receipt": "572400005"})
            for at, n in coming[start : start + 5_000]
        ]  # fmt: skip
        again(lambda offered=offered: append(  # type: ignore[misc]
            Case.objects.get(pk=pk), offered, by="the line", now=now
        ))  # fmt: skip


def settle(pk: int, now: datetime, crew: Crew, people: int = 0) -> None:
    """Wait until nothing is left to do at a moment.

    What a killed sender had claimed is left; then the clock goes on a little, until it is found.
    """
    left, since, found = -1, time.monotonic(), 0.0
    while True:
        crew.tend()
        time.sleep(0.1 if people > MANY else 0.02)
        claimed = again(lambda: under_way(pk, now, people))
        if claimed is None:
            continue
        if not claimed:
            return
        if claimed != left:
            left, since = claimed, time.monotonic()
        elif found and time.monotonic() - found > 20:
            return  # the next moments are later still
        elif not found and time.monotonic() - since > 2:
            found = time.monotonic()
            tell(crew.clock, now + LATER)


def under_way(pk: int, now: datetime, people: int) -> int | None:
    """How many steps somebody has claimed, and nothing else is to do; none where anything is."""
    from django.db import connection

    from drawdown.site.cases.models import Case
    from drawdown.site.line.looking import is_anybody_due
    from drawdown.site.line.models import Due, Step, Telling, Upkeep

    position = Case.objects.values_list("position", flat=True).get(pk=pk)
    read = Upkeep.objects.filter(case_id=pk).values_list("position", flat=True).first() or 0
    if not read and people and Due.objects.filter(case_id=pk).count() < people:
        return None
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [pk, read, position])
        if cursor.fetchone():
            return None
    tellings = Telling.objects.filter(case_id=pk, over=None, until__lte=now)
    steps = Step.objects.filter(case_id=pk, over=None, sent=None)
    waiting = steps.filter(claimed=None, after__lte=now)
    if is_anybody_due(pk, now) or waiting.exists() or tellings.exists():
        return None
    in_hand = steps.filter(claimed__isnull=False).order_by("claimed").values_list("pk", flat=True)
    return sum(len(in_hand.filter(means=means)[:5_000]) for means in ("text", "call"))


UNREAD = """
SELECT 1 FROM cases_row WHERE case_id = %s AND seq > %s AND seq <= %s
AND kind IN ('decision', 'check_in', 'outage') LIMIT 1
"""
