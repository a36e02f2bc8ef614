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

Tell = Callable[[str, int, int], None]


def found(case: Case, on: date) -> dict[str, Any]:
    """The findings of a case on a day: a digest of all they say, and how many there are of each.

    Args:
        case: The case, through the entry that its row names.
        on: The day.
    """
    now = counted(case)
    findings = [finding.as_json() for finding in check(now.case, on)]
    text = json.dumps(findings, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {
        "case": case.slug, "on": on.isoformat(), "entries": now.position,
        "statuses": dict(sorted(Counter(str(one["status"]) for one in findings).items())),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }  # fmt: skip


def found_today(tell: Tell) -> Iterator[dict[str, Any]]:
    """The findings of every case today."""
    cases = list(Case.objects.order_by("pk"))
    for done, case in enumerate(cases):
        tell("findings", done, len(cases))
        yield found(case, today_in(case, order_of(case).header.zone))
