"""One person's check-ins: how they stand, what was tried, what they said, and what may be set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.languages import language, languages
from drawdown.check_in.recorded import schedule_of
from drawdown.check_in.standing import standings
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.models import Row
from drawdown.site.line.models import Call, Enrolment, OptOut, Said, Step
from drawdown.site.line.pages.reached import now_of, person_of
from drawdown.site.line.pages.working import messages_of, tasks_of
from drawdown.site.line.people import telephone_of
from drawdown.site.line.reading import history_in, usual_in, view_of
from drawdown.site.line.standings import stand_of
from drawdown.site.pages import entering
from drawdown.site.pages.people.one import One

BACK = timedelta(days=120)
MOST = 30


@case_page(May.SEE_PEOPLE)
def person(request: CaseRequest, number: str) -> HttpResponse:
    """The page."""
    return page(request, number)


def page(
    request: CaseRequest, number: str, *, problems: Mapping[str, str] | None = None,
    form: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The person's page; with what is wrong in a form that comes back as it was sent."""
    access, one = request.access, person_of(request, number)
    access.looked("line", number)
    return render(
        request, "drawdown/line/person.html",
        {
            "one": one, "zone": one.order.header.zone, "problems": problems or {}, "form": form,
            "sent": request.POST if form else {},
            "sent_weekdays": request.POST.getlist("weekdays") if form else (),
            "token": entering.new_token(),
            "languages_of_line": [language(name) for name in languages()],
            **_stands(access, one), **_enrolled(access, one), **_happened(access, one),
        },
        status=status,
    )  # fmt: skip


def _stands(access: Access, one: One) -> dict[str, Any]:
    """How the person's windows stand, and by which terms."""
    now, person = now_of(access), one.number
    view = view_of(access.case, person)
    try:
        schedule = schedule_of(view, person, usual_in(access.case))
        history = history_in(access.case, person, view)
    except CheckInError as error:
        return {"now": now, "broken": str(error), "windows": (), "stand": None}
    windows = list(reversed(standings(schedule, history, now - BACK, now))) if schedule else []
    attempts = sorted(
        (each for each in history.attempts if each.at <= now), key=lambda each: each.at,
        reverse=True,
    )  # fmt: skip
    check_ins = sorted(
        (each for each in history.check_ins if each.at <= now), key=lambda each: each.at,
        reverse=True,
    )  # fmt: skip
    return {
        "now": now, "schedule": schedule, "terms": schedule.terms[-1] if schedule else None,
        "zone_of_person": schedule.terms[-1].zone if schedule else None,
        "windows": windows[:MOST], "attempts": attempts[:MOST],
        "check_ins": check_ins[:MOST],
        "failures": history.failures,
        "pauses": sorted(history.pauses, key=lambda each: each.since, reverse=True)[:MOST],
        "stand": stand_of(access.case, person, now),
    }  # fmt: skip


def _enrolled(access: Access, one: One) -> dict[str, Any]:
    """Who may call in; the telephone only for who runs the line."""
    found = Enrolment.objects.filter(case=access.case, person=one.number, ended=None).first()
    out = None
    if found and found.hint:
        opted = OptOut.objects.filter(case=access.case, hint=found.hint)
        out = opted.order_by("-at", "-pk").first()
    telephone = telephone_of(found) if found and May.RUN_LINE in access.may else ""
    return {
        "enrolment": found, "telephone": telephone, "opted_out": out if out and out.out else None,
    }  # fmt: skip


def _happened(access: Access, one: One) -> dict[str, Any]:
    """Calls, texts, tasks and what was said."""
    case, person = access.case, one.number
    tasks = tasks_of(access, person=person)
    said = Said.objects.filter(case=case, person=person).defer("sealed").order_by("-at")
    texts = Step.objects.filter(case=case, person=person).exclude(means="mail")
    return {
        "tasks": tasks, "said_of": messages_of(access, tasks),
        "calls": Call.objects.filter(case=case, person=person).defer("state").order_by("-started")[
            :MOST
        ],
        "texts": texts.order_by("-made", "-pk")[:MOST],
        "said": said[:MOST] if May.HEAR in access.may else (),
        "done": Row.objects.filter(case=case, person=person, kind="task")
        .exclude(supersedes="").order_by("-seq")[:MOST],
    }  # fmt: skip
