"""Whom an outage excused is told once, when it is over: not all in one moment, and not at night."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction
from django.db.models import F

from drawdown.check_in.happened import Outage
from drawdown.check_in.notice import after_outage
from drawdown.site.cases.models import Case
from drawdown.site.line.looking import (
    LATELY,
    Around,
    around,
    attempts_of,
    history_from,
    schedule_from,
)
from drawdown.site.line.models import Due, Telling
from drawdown.site.line.words import plain
from drawdown.site.line.writing import NewStep, insert_steps

PORTION = 500


def tell_some(case: Case, now: datetime) -> int:
    """Write down who is to be told of an outage that is over, a portion of people.

    Returns:
        How many people were looked at.
    """
    waiting = Telling.objects.filter(case=case, over=None, until__lte=now)
    telling = waiting.order_by("pk").first()
    if telling is None:
        return 0
    seen = around(case, now)
    outage = Outage(telling.since, telling.until, telling.side)  # type: ignore[arg-type]
    with transaction.atomic():
        mine = Telling.objects.select_for_update().filter(
            pk=telling.pk, through=telling.through, over=None
        )
        if mine.first() is None:
            return PORTION  # another worker told these
        dues = list(Due.objects.filter(case=case, pk__gt=telling.through).order_by("pk")[:PORTION])
        insert_steps(case, _steps(case, telling, outage, dues, now, seen))
        _look_anew(telling, dues, now)
        last = dues[-1].pk if dues else telling.through
        Telling.objects.filter(pk=telling.pk).update(
            through=last, over=now if len(dues) < PORTION else None
        )
    return len(dues)


def _look_anew(telling: Telling, dues: list[Due], now: datetime) -> None:
    """Let those be looked at whose window it touched: who is not told of it is reminded again."""
    touched = [due.pk for due in dues if due.closes is None or due.closes > telling.since]
    Due.objects.filter(pk__in=touched, at__gt=now, schedule__gt="").update(
        at=now, turn=F("turn") + 1
    )


def _steps(
    case: Case, telling: Telling, outage: Outage, dues: list[Due], now: datetime, seen: Around
) -> list[NewStep]:
    attempts = attempts_of(case, [due.person for due in dues], min(now, telling.since) - LATELY)
    found: list[NewStep] = []
    for due in dues:
        schedule = schedule_from(due.person, due.schedule, seen.calendar)
        if schedule is None:
            continue
        _, history = history_from(
            due.person, due.happened, attempts.get(due.person, ()), seen.outages
        )
        for notice in after_outage(outage, schedule, history, now, seen.ladder.news):
            zone = schedule.terms[-1].zone
            quiet = seen.ladder.quiet.until(now, zone)
            found.append(NewStep(
                due.person, notice.key, "excused", "text", None, notice.text,
                json.dumps(plain(dict(notice.values))), now, quiet or now, None, telling.outage,
            ))  # fmt: skip
    return found
