"""The page of the plan: each cap with its chart, who came and left, when it is met; the reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from drawdown.plan.caps import CapPlan, Scenario
from drawdown.plan.flows import Flows
from drawdown.plan.reviews import ReviewPlan
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.models import Case
from drawdown.site.pages.days import Days, days_of
from drawdown.site.pages.facility.chart import Chart
from drawdown.site.pages.plan.asked import CHOICES, made_plan, what_if
from drawdown.site.pages.plan.chart import chart_of, picture_address
from drawdown.site.pages.plan.words import (
    SCENARIOS,
    STATUS,
    answer,
    in_words,
    middle,
    plain,
    sentences,
    span,
    tenth,
    title,
    under,
)

MOST_DEADLINES = 12


@dataclass(frozen=True)
class When:
    """A line of the table of when: a scenario with its days."""

    name: str
    middle: str
    narrow: str
    wide: str
    chance: str
    chosen: bool


@dataclass(frozen=True)
class Way:
    """A line of who came and who left; those who were moved stand out."""

    name: str
    window: str
    each_day: str
    since: str
    moved: bool
    total: bool = False


@dataclass(frozen=True)
class Shown:
    """A cap as the page shows it."""

    cap: CapPlan
    title: str
    status: str
    answer: str
    sentences: list[str]
    under: list[tuple[str, str]]
    window: str
    since: str
    ways: list[Way]
    when: list[When]
    chart: Chart | None
    picture: str
    numbers: list[tuple[str, str, str, str]]


@dataclass(frozen=True)
class ShownReviews:
    """A queue as the page shows it."""

    plan: ReviewPlan
    title: str
    facts: list[tuple[str, str]]
    deadlines: list[tuple[str, str, str]]
    more: int
    when: list[When]


@case_page(May.SEE_COUNTS)
def plan_page(request: CaseRequest) -> HttpResponse:
    """The plan of a day, with one scenario drawn."""
    access, days, what = request.access, days_of(request), what_if(request)
    position, made = made_plan(access, days)
    ahead = made.settings.ahead
    caps = [
        _shown(access.case, cap, days, what, ahead)
        for cap in made.caps
        if access.reaches(cap.place.facility)
    ]
    return render(
        request,
        "drawdown/plan/plan.html",
        {
            "days": days, "caps": caps, "ahead": ahead, "what": what,
            "choices": [(key, SCENARIOS[key], key == what) for key in CHOICES],
            "can_choose": any(len(one.cap.scenarios) > 1 for one in caps)
            or any(plan.scenarios for plan in made.reviews),
            "reviews": [_reviews(plan, what, ahead) for plan in made.reviews],
            "left_out": made.left_out,
            "position": position, "behind": max(0, access.case.position - position),
        },
    )  # fmt: skip


def _shown(case: Case, cap: CapPlan, days: Days, what: str, ahead: int) -> Shown:
    chart = chart_of(cap, what, ahead)
    scenario = cap.scenario(what) or (cap.scenarios[0] if cap.scenarios else None)
    return Shown(
        cap, title(cap), "undetermined" if cap.met_by_moving else STATUS[cap.expected],
        answer(cap, ahead), sentences(cap), under(cap, ahead),
        _("Last %(n)d days") % {"n": cap.seen.days} if cap.seen else "",
        _("Since %(day)s") % {"day": in_words(cap.since.start)} if cap.since else "",
        _ways(cap.seen, cap.since) if cap.seen else [],
        _when(cap.scenarios, what, ahead) if cap.need and cap.need.excess else [],
        chart, picture_address(case, cap, days, what) if chart else "",
        _numbers(scenario, cap.on) if scenario else [],
    )  # fmt: skip


def _ways(seen: Flows, since: Flows | None) -> list[Way]:
    lines = (
        (_("Were released"), ("releases",), False),
        (_("Were removed"), ("removals",), False),
        (_("Died"), ("deaths",), False),
        (_("Left otherwise"), ("other",), False),
        (_("Left, not explained"), ("unexplained",), False),
        (_("Were moved elsewhere"), ("transfers_out",), True),
        (_("Came new"), ("arrivals",), False),
        (_("Were moved in"), ("transfers_in",), True),
    )
    found = [
        Way(name, plain(seen.total(*kinds)), tenth(seen.per_day(*kinds)),
            plain(since.total(*kinds)) if since else "", moved)
        for name, kinds, moved in lines
    ]  # fmt: skip
    for name, of, moved in ((_("Fewer in all"), "fall", False),
                            (_("of it by moving people"), "moved", True)):  # fmt: skip
        total = getattr(seen, of)
        then = plain(getattr(since, of)) if since else ""
        found.append(Way(name, plain(total), tenth(total / seen.days), then, moved, total=True))
    return found


def _when(scenarios: Sequence[Scenario], what: str, ahead: int) -> list[When]:
    return [
        When(
            str(SCENARIOS[each.name]), middle(each.met, ahead),
            span(each.met.p10, each.met.p90, ahead), span(each.met.p025, each.met.p975, ahead),
            "" if each.chance is None else f"{number_format(round(100 * each.chance))}%",
            each.name == what,
        )
        for each in scenarios
    ]  # fmt: skip


def _numbers(scenario: Scenario, on: date) -> list[tuple[str, str, str, str]]:
    """The numbers behind the chart: each seventh day its middle and both ranges."""
    last = min(70, scenario.band.shape[1] - 1)
    found = []
    for ahead in range(0, last + 1, 7):
        low, p10, half, p90, high = (plain(point) for point in scenario.band[:, ahead])
        found.append((in_words(on + timedelta(days=ahead)), half, f"{p10}–{p90}", f"{low}–{high}"))
    return found


def _reviews(plan: ReviewPlan, what: str, ahead: int) -> ShownReviews:
    facts = []
    if plan.open is not None:
        facts += [(_("Without a decision"), plain(plan.open)), (_("Overdue"), plain(plan.overdue))]
        if plan.unclear:
            facts.append((_("Not known whether covered"), plain(plan.unclear)))
    if plan.needed is not None:
        facts.append((_("Needed each day to meet every deadline"), tenth(plan.needed)))
    if plan.scenarios and plan.window:
        words = {"n": plain(plan.decided), "days": plan.days, "released": plain(plan.released)}
        facts += [
            (_("Decided each day now"), tenth(plan.decided / plan.days)),
            (_("Since %(day)s") % {"day": in_words(plan.window[0])},
             _("%(n)s decided in %(days)d days, %(released)s of them released") % words),
            (_("New in the queue each day"), tenth(plan.came / plan.days)),
        ]  # fmt: skip
    deadlines = [
        (in_words(each.due), plain(each.reviews), tenth(each.per_day))
        for each in plan.deadlines[:MOST_DEADLINES]
    ]
    return ShownReviews(
        plan, plan.clause or "", facts, deadlines,
        max(0, len(plan.deadlines) - MOST_DEADLINES),
        _when(plan.scenarios, what, ahead) if plan.open else [],
    )  # fmt: skip
