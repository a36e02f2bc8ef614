"""What each clause comes to, without its numbers: those stand in the tables, where they may."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from drawdown.finding.case import Case
from drawdown.finding.check import check
from drawdown.finding.finding import Finding
from drawdown.record.record import View
from drawdown.report.facts.numbers.held import held_key
from drawdown.report.facts.release import Shown, Status
from drawdown.report.facts.suppression.system import State

NOT_STATED = "not stated"
BY_NUMBER = ("population", "intake", "spacing")
"""The kinds of clause whose status compares the number held with a limit. Where the number held is
not shown, neither is their status: it would say on which side of the limit it lies."""

OF_ENTRIES = "whose account of "
"""How a finding begins to say that accounts contradict each other."""


def statuses(
    case: Case, on: date, known: date | None, view: View, shown: Mapping[str, Shown]
) -> tuple[Status, ...]:
    """What each clause comes to at each place on a day."""
    return tuple(_status(one, on, shown) for one in check(case, on, known, view=view))


def _status(finding: Finding, on: date, shown: Mapping[str, Shown]) -> Status:
    clause, place = finding.law.clause, finding.facility or "all"
    stated = clause.kind not in BY_NUMBER or _is_shown(place, on, shown)
    if clause.kind == "intake":
        stated = stated and all(
            one.state is State.SHOWN for key, one in shown.items() if key.startswith("came/")
        )
    return Status(
        clause.id, clause.title or clause.demand(), place,
        finding.status if stated else NOT_STATED, finding.due, finding.law.text.ruling.id,
        clause.aim,
        tuple((one.source, one.says, one.status) for one in finding.readings) if stated else (),
        any(missing.startswith(OF_ENTRIES) for missing in finding.missing),
    )  # fmt: skip


def _is_shown(place: str, on: date, shown: Mapping[str, Shown]) -> bool:
    """Whether every number held at a place on a day is shown, where there is any."""
    name = held_key(place, on)
    found = [one for key, one in shown.items() if key == name or key.startswith(f"{name}/")]
    if place == "all":  # a total that is not there is made of the facilities' numbers
        day = f"/{on.isoformat()}"
        found += [one for key, one in shown.items() if key.startswith("held/") and day in key]
    return all(one.state is State.SHOWN for one in found)
