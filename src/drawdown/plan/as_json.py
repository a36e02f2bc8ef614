"""A plan as JSON; the keys are a contract."""

from __future__ import annotations

from typing import Any

from drawdown.finding.finding import plain_number
from drawdown.plan.caps import CapPlan, Scenario
from drawdown.plan.flows import KINDS, Flows
from drawdown.plan.plan import Plan
from drawdown.plan.reviews import ReviewPlan
from drawdown.plan.statements import Chosen


def plan_json(made: Plan) -> dict[str, Any]:
    """The whole plan: `caps` and `reviews`, then how it was made."""
    return {
        "caps": [_cap(cap) for cap in made.caps],
        "reviews": _reviews(made),
        "left_out": [{"clause": clause, "why": why} for clause, why in made.left_out],
        "settings": {
            "window": made.settings.window, "ahead": made.settings.ahead,
            "seed": made.settings.seed, "paths": made.settings.paths,
        },
    }  # fmt: skip


def _cap(cap: CapPlan) -> dict[str, Any]:
    need = cap.need
    return {
        "clause": cap.law.clause.id,
        "facility": cap.place.facility,
        "count": cap.count,
        "limit": plain_number(cap.limit),
        "due": cap.due.isoformat() if cap.due else None,
        "needed_per_day": rounded(need.net) if need else None,
        "pace_per_day": rounded(cap.pace),
        "met_on": cap.met_on.as_json(),
        "expected": cap.expected,
        "met_by_moving": cap.met_by_moving,
        "excess": need.excess if need else None,
        "days": need.days if need else None,
        "overdue": need.overdue if need else None,
        "exits_needed_per_day": rounded(need.gross) if need else None,
        "exits_needed_without_transfers": rounded(need.leaving) if need else None,
        "straight_line": cap.line.isoformat() if cap.line else None,
        "chance_by_due": rounded(cap.scenarios[0].chance) if cap.scenarios else None,
        "window": None if cap.window is None
        else {"from": cap.window[0].isoformat(), "to": cap.on.isoformat(), "days": cap.window[1]},
        "flows": _flows(cap.seen),
        "flows_since_in_force": _flows(cap.since),
        "scenarios": {each.name: _scenario(each) for each in cap.scenarios[1:]},
        "missing": list(cap.missing),
        "under": [_under(chosen, each) for chosen, each in cap.under],
    }  # fmt: skip


def _under(chosen: Chosen, cap: CapPlan) -> dict[str, Any]:
    """What the cap comes to if these statements of capacity govern."""
    whole = _cap(cap)
    kept = ("limit", "needed_per_day", "met_on", "expected", "met_by_moving", "excess", "overdue",
            "exits_needed_per_day", "exits_needed_without_transfers", "straight_line",
            "chance_by_due", "scenarios")  # fmt: skip
    statements = [
        {"id": one.id, "facility": one.facility, "people": one.people, "kind": one.kind,
         "source": one.source}
        for one in chosen
    ]  # fmt: skip
    return {"statements": statements, **{name: whole[name] for name in kept}}


def _scenario(scenario: Scenario) -> dict[str, Any]:
    return {**scenario.met.as_json(), "chance_by_due": rounded(scenario.chance)}


def _flows(flows: Flows | None) -> dict[str, Any] | None:
    if flows is None:
        return None
    return {
        "from": flows.start.isoformat(), "to": flows.until.isoformat(), "days": flows.days,
        **{kind: flows.total(kind) for kind in KINDS},
        "fall": flows.fall, "fall_by_transfers": flows.moved,
    }  # fmt: skip


def _reviews(made: Plan) -> dict[str, Any]:
    if not made.reviews:
        return {
            "open": None, "overdue": None, "unclear": None, "needed_per_day": None,
            "pace_per_day": None, "cleared_on": None, "missing": ["no clause asks for reviews"],
            "clauses": [],
        }  # fmt: skip
    first, *others = made.reviews
    return {**_review(first), "clauses": [_review(each) for each in others]}


def _review(plan: ReviewPlan) -> dict[str, Any]:
    known = plan.open is not None
    start, days = plan.window or (None, 1)
    return {
        **({"clause": plan.clause} if plan.clause else {}),
        "open": plan.open,
        "overdue": plan.overdue if known else None,
        "unclear": plan.unclear if known else None,
        "needed_per_day": rounded(plan.needed),
        "pace_per_day": rounded(plan.decided / days) if plan.scenarios else None,
        "cleared_on": plan.scenarios[0].met.as_json() if plan.scenarios else None,
        "released_per_day": rounded(plan.released / days) if plan.scenarios else None,
        "new_per_day": rounded(plan.came / days) if plan.scenarios else None,
        "window": None if start is None else {"from": start.isoformat(), "days": days},
        "deadlines": [
            {"due": each.due.isoformat(), "reviews": each.reviews,
             "needed_per_day": rounded(each.per_day)}
            for each in plan.deadlines
        ],
        "scenarios": {each.name: _scenario(each) for each in plan.scenarios[1:]},
        "missing": list(plan.missing),
    }  # fmt: skip


def rounded(value: float | None) -> float | int | None:
    """A number to three decimals; a whole one without a point."""
    return None if value is None else plain_number(round(value, 3))
