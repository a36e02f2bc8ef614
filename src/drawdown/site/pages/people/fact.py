"""A fact about a person, recorded: yes, no or unknown, and where that is known from."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import NotAddedError, append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.days import days_of
from drawdown.site.pages.people.one import find_person

VALUES = ("yes", "no", "unknown")


@case_page(May.SEE_PEOPLE, May.SEE_HEALTH, May.DECIDE)
def fact(request: CaseRequest, number: str) -> HttpResponse:
    """Record a fact that a criterion of the order asks for."""
    access, days = request.access, days_of(request)
    one = find_person(access, number, days)
    names = list(dict.fromkeys(n for c in one.order.header.criteria for n in c.any_of))
    given = {
        name: (request.POST if request.method == "POST" else request.GET).get(name, "").strip()
        for name in ("name", "value", "source", "date", "token")
    }
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = _wrong(given, names)
        if not problems:
            try:
                _record(request, number, given)
            except NotAddedError as error:
                problems = {problem.column: problem.reason for problem in error.problems}
            else:
                return redirect("people-person", access.case.slug, number)
    access.looked("person", number, detail="a fact to be recorded")
    given["token"] = given["token"] or f"fact-{secrets.token_hex(8)}"
    return render(
        request,
        "drawdown/people/fact.html",
        {"one": one, "given": given, "names": names, "values": VALUES, "problems": problems,
         "today": days.today},
        status=422 if problems else 200,
    )  # fmt: skip


def _wrong(given: dict[str, str], names: list[str]) -> dict[str, str]:
    problems = {}
    if given["name"] not in names:
        problems["name"] = _("Choose which fact it is.")
    if given["value"] not in VALUES:
        problems["value"] = _("Choose yes, no or unknown.")
    if not given["source"]:
        problems["source"] = _("Say where it is known from, such as a document and its page.")
    return problems


def _record(request: CaseRequest, number: str, given: dict[str, str]) -> None:
    access = request.access
    now = now_in(access.case, order_of(access.case).header.zone)
    cells = {
        "id": given["token"], "date": given["date"] or now.date().isoformat(), "person": number,
        "name": given["name"], "value": given["value"], "source": given["source"],
    }  # fmt: skip
    done = append(access.case, [("fact", cells)], by=access.signature, now=now)
    row = next(iter([*done.added.values(), *done.known.values()]))
    messages.success(request, _("Recorded as entry %(seq)d.") % {"seq": row.seq})
