"""What a database comes to: the findings of each case, by which a restored one is compared."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from drawdown.finding.check import check
from drawdown.site.cases.answers import counted
from drawdown.site.cases.clock import today_in
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of

ANSWER = ("clause", "kind", "facility", "status", "value", "limit", "unit", "due")
READING = ("source", "status", "due")
"""What a finding comes to, and what it comes to by one reading of the order."""

Tell = Callable[[str, int, int], None]


def found(case: Case, on: date) -> dict[str, Any]:
    """The findings of a case on a day: digests of them, and how many there are of each status.

    `answers` is of what they come to: status, value, limit and day, also by each reading of the
    order; `sha256` of all they say, with its wording.

    Args:
        case: The case, through the entry that its row names.
        on: The day.
    """
    now = counted(case)
    findings = [finding.as_json() for finding in check(now.case, on)]
    answers = [
        [one[name] for name in ANSWER]
        + [[reading[name] for name in READING] for reading in one["readings"]]
        for one in findings
    ]
    return {
        "case": case.slug, "on": on.isoformat(), "entries": now.position,
        "statuses": dict(sorted(Counter(str(one["status"]) for one in findings).items())),
        "answers": _digest(answers), "sha256": _digest(findings),
    }  # fmt: skip


def same(said: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether findings are those that a backup says.

    A later version may word them otherwise; what they come to must be the same. A backup of before
    they were kept apart is compared in everything.
    """
    wording = "sha256" if "answers" in said else "answers"
    return {**said, wording: ""} == {**now, wording: ""}


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def found_today(tell: Tell) -> Iterator[dict[str, Any]]:
    """The findings of every case today."""
    cases = list(Case.objects.order_by("pk"))
    for done, case in enumerate(cases):
        tell("findings", done, len(cases))
        yield found(case, today_in(case, order_of(case).header.zone))
