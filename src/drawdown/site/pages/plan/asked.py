"""What a reader asks of the plan: the days, the scenario, and only what is within their part."""

from __future__ import annotations

from drawdown.plan.plan import Plan, plan
from drawdown.plan.scenarios import AS_TODAY, BOTH, INTAKE_STOPS, REVIEWS_DOUBLE
from drawdown.site.accounts.access import Access, CaseRequest
from drawdown.site.cases.answers import keep
from drawdown.site.pages.days import Days

CHOICES = (AS_TODAY, INTAKE_STOPS, REVIEWS_DOUBLE, BOTH)
"""What a reader may choose; that nobody is moved in or out always stands beside it."""


def made_plan(access: Access, days: Days) -> tuple[int, Plan]:
    """Through which entry the plan counts, and the plan; of one facility for who is bound to it."""
    facility = access.facility or None
    position, made, _case = keep(
        access.case, ("plan", facility or "", days.on, days.known),
        lambda now: plan(now.case, days.on, days.known, facility=facility), days.known, days.on,
    )  # fmt: skip
    return position, made


def what_if(request: CaseRequest) -> str:
    """The scenario asked for; today's pace where it is none."""
    asked = request.GET.get("what", "")
    return asked if asked in CHOICES else AS_TODAY
