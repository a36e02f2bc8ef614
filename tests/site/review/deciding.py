"""What deciding takes in a test: who waits, the hidden fields of the form, what was entered."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from django.test import Client

from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.sealing import open_sealed

REVIEW = "/gayle-v-meade/review/"
CLAUSE = "petitioners-review"
NOW = datetime(2020, 5, 12, 10, 0, tzinfo=ZoneInfo("America/New_York"))
RELEASE = {
    "outcome": "released", "reason": "an underlying condition", "authority": "parole 212(d)(5)",
    "conditions": "lives with a sister", "check_in": "7 days",
}  # fmt: skip
REFUSAL = {"outcome": "not_released", "reason": "mandatory detention"}


def waiting(client: Client, n: int = 0) -> str:
    lines = [w for w in client.get(REVIEW).context["lines"] if not w["proposal"]]
    return str(lines[n]["person"])


def form(client: Client, person: str) -> dict[str, str]:
    shown = client.get(f"{REVIEW}{CLAUSE}/{person}").context["form"]
    return {"basis": str(shown.basis), "token": shown.token}


def last(case: Case, kind: str = "decision") -> Row:
    return Row.objects.filter(case=case, kind=kind).latest("seq")


def said(row: Row) -> dict[str, str]:
    sealed = bytes(row.sealed or b"")
    cells: dict[str, str] = json.loads(open_sealed(row.case_id, sealed, row.name))
    return cells
