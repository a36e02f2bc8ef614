"""One person: where they are, the criteria with their reasons, the timeline, who looked."""

from __future__ import annotations

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render

from drawdown.order.law import law_on
from drawdown.review.criteria import VersionMet, criteria_of
from drawdown.review.timeline import timeline
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.models import Look
from drawdown.site.accounts.roles import May
from drawdown.site.pages.days import days_of
from drawdown.site.pages.people.lines import lines_of
from drawdown.site.pages.people.one import One, find_person
from drawdown.site.pages.people.search import LEFT

LOOKS = 20


@case_page(May.SEE_PEOPLE)
def person(request: CaseRequest, number: str) -> HttpResponse:
    """The person's page."""
    access, days = request.access, days_of(request)
    one = find_person(access, number, days)
    access.looked("person", number)
    return render(
        request,
        "drawdown/people/person.html",
        {
            "days": days, "one": one, "zone": one.order.header.zone,
            "names": one.order.header.names(), **about(one),
            "check_ins": _check_ins(one), "looks": _looks(one), "kinds": LEFT,
            "clauses": [
                law.clause for law in law_on(one.order, days.on)
                if law.clause.kind == "custody_review" and law.standing == "in force"
            ],
        },
    )  # fmt: skip


def about(one: One) -> dict[str, object]:
    """What a page about a person shows of criteria and timeline; health only where it may."""
    names = one.order.header.names()
    events = timeline(one.view, one.number, names=names, on=one.days.on)
    criteria: tuple[VersionMet, ...] = ()
    if May.SEE_HEALTH in one.access.may:
        criteria = criteria_of(one.order.header, one.view, one.number, one.days.on)
    return {
        "events": tuple(reversed(events)), "lines": lines_of(one, events), "criteria": criteria,
    }  # fmt: skip


def _check_ins(one: One) -> list[dict[str, object]]:
    mine = (pl.col("person") == one.number) & (pl.col("date") <= one.days.on)
    frame = one.view.entries("check_in").filter(mine)
    return list(frame.sort("date", "date_at", descending=True).iter_rows(named=True))


def _looks(one: One) -> list[Look]:
    if May.SEE_ACCESS_LOG not in one.access.may:
        return []
    looks = Look.objects.filter(case=one.access.case, person=one.number).select_related("user")
    return list(looks.order_by("-at")[:LOOKS])
