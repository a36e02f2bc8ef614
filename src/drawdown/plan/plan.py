"""The plan of a case: every population cap in force, and the review queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from drawdown.finding.case import Case
from drawdown.finding.check import inquiries
from drawdown.order.clauses.population import Population
from drawdown.plan.caps import CapPlan, Settings, plan_caps
from drawdown.plan.reviews import ReviewPlan, plan_reviews
from drawdown.record.record import View


@dataclass(frozen=True)
class Plan:
    """A plan.

    Attributes:
        on: The day it is made for.
        settings: How it was made.
        caps: By clause, place and date.
        reviews: Of everybody who waits, then by clause; nothing where no clause asks for reviews.
        left_out: Caps that do not bind that day, each with why.
    """

    on: date
    settings: Settings
    caps: tuple[CapPlan, ...]
    reviews: tuple[ReviewPlan, ...]
    left_out: tuple[tuple[str, str], ...] = ()


def plan(
    case: Case,
    on: date,
    known: date | None = None,
    settings: Settings | None = None,
    *,
    facility: str | None = None,
    view: View | None = None,
) -> Plan:
    """Make the plan of a day.

    Args:
        case: The order and the record.
        on: The day: what stood at its end.
        known: As known at the end of this day; None: everything known now.
        settings: How it is made.
        facility: Only what binds this facility alone, and only reviews of people held there.
        view: The record as known then, where it was already read.
    """
    settings = settings or Settings()
    view = view or case.record.as_known(known)
    caps: list[CapPlan] = []
    left_out = []
    for item, ask in inquiries(case, on, known, view=view):
        clause = item.clause
        if not isinstance(clause, Population):
            continue
        if item.standing == "in force":
            caps += plan_caps(clause, item, ask, settings, facility)
        else:
            left_out.append((clause.id, item.why))
    reviews = plan_reviews(case, on, known, view, settings, facility)
    return Plan(on, settings, tuple(caps), reviews, tuple(left_out))
