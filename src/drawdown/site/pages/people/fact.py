"""A fact about a person, recorded: yes, no or unknown, and where that is known from."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import NotAddedError
from drawdown.site.pages.days import days_of
from drawdown.site.pages.entering import enter, new_token, token_of
from drawdown.site.pages.people.one import find_to_act

VALUES = ("yes", "no", "unknown")


@case_page(May.SEE_PEOPLE, May.SEE_HEALTH, May.DECIDE)
def fact(request: CaseRequest, number: str) -> HttpResponse:
    """Record a fact that a criterion of the order asks for."""
    access, days = request.access, days_of(request)
    one = find_to_act(access, number, days)
    names = list(dict.fromkeys(n for c in one.order.header.criteria for n in c.any_of))
    given = {
        name: (request.POST if request.method == "POST" else request.GET).get(name, "").strip()
        for name in ("name", "value", "source", "date", "token")
    }
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = _wrong(given, names, days.today)
        if not problems:
            try:
                _record(request, number, given, days.today)
            except NotAddedError as error:
                problems = {
                    problem.column if problem.column in given else "": problem.says
                    for problem in error.problems
                }
            else:
                return redirect("people-person", access.case.slug, number)
    access.looked("person", number, detail="a fact to be recorded")
    given["token"] = given["token"] or new_token()
    return render(
        request,
        "drawdown/people/fact.html",
        {"one": one, "given": given, "names": names, "values": VALUES, "problems": problems,
         "today": days.today},
        status=422 if problems else 200,
    )  # fmt: skip


def _wrong(given: dict[str, str], names: list[str], today: date) -> dict[str, str]:
    problems = {}
    if given["name"] not in names:
        problems["name"] = _("Choose which fact it is.")
    if given["value"] not in VALUES:
        problems["value"] = _("Choose yes, no or unknown.")
    if not given["source"]:
        problems["source"] = _("Say where it is known from, such as a document and its page.")
    try:
        day = date.fromisoformat(given["date"]) if given["date"] else today
    except ValueError:
        problems["date"] = _("That is not a day; expected one such as 2020-05-14.")
    else:
        if day > today:
            problems["date"] = _("That day is yet to come; a fact is known as of a day that was.")
    return problems


def _record(request: CaseRequest, number: str, given: dict[str, str], today: date) -> None:
    cells = {
        "date": given["date"] or today.isoformat(), "person": number, "name": given["name"],
        "value": given["value"], "source": given["source"],
    }  # fmt: skip
    rows, _new = enter(request.access, token_of(request.POST), [("fact", cells)])
    messages.success(request, _("Recorded as entry %(seq)d.") % {"seq": rows[0].seq})
