"""The decision form: what was filled in, what is wrong with it, and what it was based on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import QueryDict

from drawdown.order.calendar import Unit
from drawdown.order.clauses.check_in import CheckIn
from drawdown.order.clauses.custody_review import CustodyReview
from drawdown.order.document import Order
from drawdown.order.law import law_on
from drawdown.record.moments import written_moment
from drawdown.review.draft import Draft

FIELDS = ("outcome", "reason", "authority", "other_authority", "conditions", "check_in", "missing",
          "until", "note")  # fmt: skip
PLACES = {
    "outcome": ("outcome", "decision is dated"),
    "authority": ("authority", "212(d)(5)"),
    "conditions": ("conditions",),
    "check_in": ("reports in", "check_in"),
    "missing": ("missing is",),
    "until": ("until",),
    "reason": ("why is not",),
    "note": ("corrected",),
}
"""Words of a problem, by the field that it is shown beside."""


@dataclass(frozen=True)
class Filled:
    """The form as it was sent.

    Attributes:
        values: What stood in each field.
        basis: The number of the case's last entry when the form was shown.
        token: Names the form, so that sent twice it makes one entry.
    """

    values: dict[str, str]
    basis: int
    token: str

    def draft(self, person: str, decider: str, now: date, clause: str, facility: str) -> Draft:
        """The decision that it describes; fields of another outcome are left out."""
        value = self.values
        outcome = value["outcome"]
        release, deferral = outcome == "released", outcome == "deferred"
        until = written_moment(value["until"]) if deferral else None  # as a file has it
        authority = value["other_authority"] or value["authority"]
        return Draft(
            person, outcome, decider, value["reason"], now,
            authority=authority if release else "",
            conditions=value["conditions"] if release else "",
            check_in=value["check_in"] if release else "",
            missing=value["missing"] if deferral else "",
            until=until.date() if isinstance(until, datetime) else until, clause=clause,
            facility=facility, note=value["note"],
        )  # fmt: skip


def filled(sent: QueryDict) -> Filled:
    """Read the form."""
    return Filled(
        {name: sent.get(name, "").strip() for name in FIELDS}, basis_in(sent),
        sent.get("token", "").strip()[:80],
    )  # fmt: skip


def basis_in(sent: QueryDict) -> int:
    """What a form that was sent is based on; what is no number stands for the beginning."""
    basis = sent.get("basis", "")
    return int(basis) if basis.isascii() and basis.isdigit() and len(basis) < 18 else 0


def placed(problems: tuple[str, ...] | list[str]) -> dict[str, list[str]]:
    """Problems by the field that each is shown beside; blank for none.

    >>> placed(["Why is not said: every decision has a reason."])
    {'reason': ['Why is not said: every decision has a reason.']}
    """
    found: dict[str, list[str]] = {}
    for problem in problems:
        field = next(
            (name for name, words in PLACES.items() if any(w in problem.lower() for w in words)), ""
        )
        found.setdefault(field, []).append(problem)
    return found


def clause_of(order: Order, id_: str, on: date) -> CustodyReview | None:
    """A custody review of the order as it reads on a day; none where there is none of that id."""
    text = order.clauses.get(id_)
    if text is None:
        return None
    clause = text.version_on(on).clause
    return clause if isinstance(clause, CustodyReview) else None


@dataclass(frozen=True)
class Calls:
    """How released people report in by the order.

    Attributes:
        demand: What the order asks, in a sentence.
        first: The day on which the first call is due; none where the order's calendar may move it.
    """

    demand: str
    first: date | None


def calls_asked(order: Order, released: date) -> tuple[Calls, ...]:
    """How somebody released on a day reports in, by every clause on it that is in force then."""
    return tuple(
        Calls(law.clause.demand(), _first(law.clause, released))
        for law in law_on(order, released)
        if isinstance(law.clause, CheckIn) and law.standing == "in force"
    )


def _first(clause: CheckIn, released: date) -> date | None:
    if clause.calendar != "plain days":
        return None
    span = clause.first or clause.every
    return released + timedelta(days=span.amount * (7 if span.unit is Unit.WEEKS else 1))
