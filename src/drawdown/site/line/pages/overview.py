"""The line as staff find it in the morning: does it run, who is waited for, what there is to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.answers import answer
from drawdown.site.cases.orders import order_of
from drawdown.site.line import beats, standings
from drawdown.site.line.models import Enrolment, WrongTry
from drawdown.site.line.pages.reached import among, now_of, whole
from drawdown.site.line.pages.working import tasks_of
from drawdown.site.pages.days import days_of

GROUPS = (
    ("in_grace", _("In grace"), _("due, and can still be made")),
    ("to_reach", _("To be reached"), _("a human was asked to reach them")),
    ("open", _("Open"), _("can be made now")),
    ("checked_in", _("Checked in"), _("made in the window that is open")),
    ("excused", _("Excused"), _("the line or the carrier failed")),
    ("paused", _("Paused"), _("nothing is asked")),
)
"""How people stand, in the order in which staff look."""
SHORT, PAGE = 10, 50


@case_page(May.SEE_PEOPLE)
def overview(request: CaseRequest) -> HttpResponse:
    """Everything at a glance."""
    access, now, days = request.access, now_of(request.access), days_of(request)
    case, facility = access.case, access.facility
    counts = standings.counts(case, now, facility)
    grace = standings.people(case, now, group="in_grace", most=SHORT, facility=facility)
    reach = standings.people(case, now, group="to_reach", most=SHORT, facility=facility)
    tasks = tasks_of(access, most=SHORT)
    tries = wrong_tries(access)
    access.looked("line", people=_shown(grace, reach, tasks, tries))
    return render(
        request, "drawdown/line/overview.html",
        {
            "zone": order_of(case).header.zone, "now": now, "silent": silent(),
            "health": beats.health(),
            "groups": [(name, title, says, counts.get(name, 0)) for name, title, says in GROUPS],
            "counts": counts, "grace": grace, "reach": reach, "tasks": tasks, "tries": tries,
            "outages": standings.outages(case, now, most=3),
            "uncertain": [] if facility else standings.uncertain(case, most=SHORT),
            "findings": [
                one for one in answer(case, days.on, days.known).findings
                if one.law.clause.kind == "check_in" and access.reaches(one.facility)
            ],
            "days": days,
        },
    )  # fmt: skip


@case_page(May.SEE_PEOPLE)
def people(request: CaseRequest) -> HttpResponse:
    """People by how they stand, a page at a time."""
    access, now = request.access, now_of(request.access)
    group = request.GET.get("group", "")
    group = group if group in standings.GROUPS else ""
    search = request.GET.get("search", "").strip()[:80].replace("\0", "")
    skip = whole(request, "skip")
    found = standings.people(
        access.case, now, group=group, search=search, most=PAGE + 1, skip=skip,
        facility=access.facility,
    )  # fmt: skip
    access.looked("line", people=[one.person for one in found[:PAGE]])
    return render(
        request, "drawdown/line/people.html",
        {
            "zone": order_of(access.case).header.zone, "rows": found[:PAGE], "group": group,
            "search": search, "groups": GROUPS, "page": PAGE,
            "next": skip + PAGE if len(found) > PAGE else None,
            "before": max(0, skip - PAGE) if skip else None,
        },
    )  # fmt: skip


def silent() -> list[str]:
    """What of the line should run and does not: nothing is said where nobody works for it."""
    from drawdown.site.line.settings import line_settings

    there = line_settings().works or Enrolment.objects.filter(ended=None).exists()
    return beats.silent() if there else []


def wrong_tries(access: Access) -> list[dict[str, Any]]:
    """The last numbers and PINs that did not belong together: whose number, when, by which way."""
    if May.RUN_LINE not in access.may:
        return []
    tries = list(WrongTry.objects.filter(case=access.case).order_by("-at")[:SHORT])
    numbers = {each.number for each in tries}
    whose = dict(
        Enrolment.objects.filter(case=access.case, number__in=numbers, ended=None)
        .values_list("number", "person")
    )  # fmt: skip
    reached = among(access, whose.values())
    return [
        {"at": each.at, "number": each.number, "person": whose.get(each.number, ""),
         "page": not each.call}
        for each in tries
        if not access.facility or whose.get(each.number) in reached
    ]  # fmt: skip


def _shown(*lists: list[Any]) -> list[str]:
    found: dict[str, None] = {}
    for some in lists:
        for one in some:
            person = one["person"] if isinstance(one, dict) else one.person
            if person:
                found[person] = None
    return list(found)
