"""After a fault: is what was acknowledged there, once, and nothing by halves?"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from benchmarks.faults.load import SLUG, Acknowledged

T = TypeVar("T")


def again(ask: Callable[[], T]) -> T:
    """What a question to the database gives, asked again while it is away."""
    from django.db import Error, connection

    until = time.monotonic() + 60
    while True:
        try:
            return ask()
        except Error:
            if time.monotonic() > until:
                raise
            connection.close()
            time.sleep(0.1)


def wrong(noted: Acknowledged, calls: dict[str, str]) -> list[str]:
    """What does not hold; nothing where all does.

    Args:
        noted: What was acknowledged.
        calls: Receipts that the line said, by call.
    """
    found: list[str] = []
    found += again(lambda: _entries(noted))
    found += again(lambda: _calls(calls))
    found += again(lambda: _rosters(noted))
    found += again(lambda: _record(noted))
    return found


def _entries(noted: Acknowledged) -> list[str]:
    from drawdown.site.cases.models import Row

    names = set(Row.objects.filter(kind__in=("decision", "handout")).values_list("name", flat=True))
    lost = [ids for ids, yes in noted.pairs.items() if yes and not set(ids) <= names]
    halves = [ids for ids in noted.pairs if len(set(ids) & names) == 1]
    return [f"acknowledged and not there: {ids}" for ids in lost] + [
        f"one of two that came together: {ids}" for ids in halves
    ]


def _calls(calls: dict[str, str]) -> list[str]:
    from drawdown.site.cases.models import Row
    from drawdown.site.line.models import Receipt

    receipts = dict(Receipt.objects.values_list("number", "entry"))
    rows = set(Row.objects.filter(kind="check_in").values_list("name", flat=True))
    return [
        f"receipt {number} of {call} was said and is not there"
        for call, number in calls.items()
        if receipts.get(number, "") not in rows
    ]


def _rosters(noted: Acknowledged) -> list[str]:
    """Every roster that was taken is there; each that was accepted comes into the record once."""
    from drawdown.site.intake.models import Upload

    until = time.monotonic() + 60
    while True:
        states = dict(Upload.objects.values_list("pk", "state"))
        waiting = [n for n, yes in noted.rosters.items() if yes and states.get(n) == "accepting"]
        if not waiting or time.monotonic() > until:
            break
        time.sleep(0.2)
    found = [f"roster {n} was taken and is not there" for n in noted.rosters if n not in states]
    return found + [
        f"roster {n} was accepted and is {states.get(n)}"
        for n, yes in noted.rosters.items()
        if yes and states.get(n) not in (None, "accepted")
    ]


def _numbers() -> list[str]:
    from django.db.models import Count, Max

    from drawdown.site.cases.models import Case, Row

    case = Case.objects.get(slug=SLUG)
    told = Row.objects.filter(case=case).aggregate(count=Count("pk"), last=Max("seq"))
    if not told["count"] == told["last"] == case.position:
        return [f"{told['count']} entries, the last is {told['last']}, not {case.position}"]
    return []


def _record(noted: Acknowledged) -> list[str]:
    from drawdown.site.proof.moment import one_moment

    with one_moment():
        return _numbers() + _signed(noted)


def _signed(noted: Acknowledged) -> list[str]:
    from drawdown.site.cases.models import Case
    from drawdown.site.proof.models import Checkpoint
    from drawdown.site.proof.verifying import verify_record

    roots = dict(Checkpoint.objects.values_list("number", "root"))
    lost = [n for n, root in noted.checkpoints.items() if roots.get(n) != root]
    verified = verify_record(Case.objects.get(slug=SLUG))
    return [f"checkpoint {n} was signed and is not there" for n in lost] + [
        f"the record does not verify: {one.says}" for one in verified.problems
    ]
