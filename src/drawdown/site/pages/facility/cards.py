"""The facilities of a case: a card each, with people held against each limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from drawdown.finding import case as finding_case
from drawdown.finding.finding import Finding
from drawdown.order.header import Facility
from drawdown.order.inquiry.population import counted
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.answers import answer, keep
from drawdown.site.pages.days import days_of
from drawdown.site.pages.facility.asking import asking, place_of


@dataclass(frozen=True)
class Held:
    """A number of people held, of which day and by whose account."""

    people: int
    on: date
    said: str


@dataclass(frozen=True)
class Card:
    """A facility at a glance."""

    facility: Facility
    held: tuple[Held, ...]
    limits: Sequence[Finding]
    tally: dict[str, int]


def held_everywhere(
    case: finding_case.Case, on: date, known: date | None
) -> dict[str, tuple[Held, ...]]:
    """How many people each facility held on a day: several numbers where accounts disagree."""
    ask = asking(case, on, known)
    return {
        facility.id: tuple(
            Held(one.people, one.on, one.said)
            for one in counted(ask, place_of(ask.header, facility.id))
        )
        for facility in case.order.header.facilities
    }


def limits_among(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that hold people against a limit."""
    return [one for one in findings if one.law.clause.kind == "population"]


@case_page(May.SEE_COUNTS)
def facilities(request: CaseRequest) -> HttpResponse:
    """A card for each facility within the reader's part."""
    access, days = request.access, days_of(request)
    found = answer(access.case, days.on, days.known)
    _position, held, _case = keep(
        access.case, ("held everywhere", days.on, days.known),
        lambda now: held_everywhere(now.case, days.on, days.known), days.known,
    )  # fmt: skip
    cards = []
    for facility in found.case.order.header.facilities:
        if not access.reaches(facility.id):
            continue
        own = [one for one in found.findings if one.facility == facility.id]
        cards.append(
            Card(facility, held.get(facility.id, ()), limits_among(own),
                 dict(Counter(one.status for one in own)))
        )  # fmt: skip
    together = [one for one in found.findings if one.facility is None and access.reaches(None)]
    return render(
        request, "drawdown/facility/facilities.html",
        {
            "days": days, "cards": cards, "together": together, "behind": found.behind,
            "position": found.position, "names": found.case.order.header.names(),
            "zone": found.case.order.header.zone,
        },
    )  # fmt: skip
