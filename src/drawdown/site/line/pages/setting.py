"""How a person checks in from a day on, and times in which nothing is asked: entries, dated."""

from __future__ import annotations

from datetime import UTC, date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.recorded import WEEKDAYS, terms_of_entry
from drawdown.record.entries.check_in_terms import CheckInTerms
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import Cells, NotAddedError
from drawdown.site.line.pages.person import page
from drawdown.site.line.pages.reached import now_of, person_to_act_on
from drawdown.site.line.reading import usual_in
from drawdown.site.pages import entering


@case_page(May.RUN_LINE)
@require_POST
def terms(request: CaseRequest, number: str) -> HttpResponse:
    """Let other terms hold from a day on; what was due before stays as it was."""
    person_to_act_on(request, number)
    sent = request.POST
    cells = {
        name: sent.get(name, "").strip()
        for name in ("date", "zone", "first", "at", "opens", "grace", "holidays", "decider",
                     "reason")
    }  # fmt: skip
    cells["weekdays"] = "; ".join(day for day in WEEKDAYS if day in sent.getlist("weekdays"))
    cells["every"] = "" if cells["weekdays"] else sent.get("every", "").strip()
    problems = _day(cells["date"], "date") | _who(cells["decider"])
    return _enter(request, number, "check_in_terms", cells, problems, form="terms")


@case_page(May.RUN_LINE)
@require_POST
def pause(request: CaseRequest, number: str) -> HttpResponse:
    """Ask nothing of a person for a time."""
    person_to_act_on(request, number)
    sent = request.POST
    cells = {name: sent.get(name, "").strip() for name in ("date", "until", "reason", "decider")}
    problems = _day(cells["date"], "date") | _who(cells["decider"])
    if cells["until"]:
        problems |= _day(cells["until"], "until")
        if not problems and cells["until"] < cells["date"]:
            problems["until"] = _("It ends before it begins.")
    return _enter(request, number, "pause", cells, problems, form="pause")


def _enter(
    request: CaseRequest, number: str, kind: str, cells: Cells, problems: dict[str, str], *,
    form: str,
) -> HttpResponse:  # fmt: skip
    """Enter it, or say what is wrong with the form as it was sent."""
    access = request.access
    cells = {name: value for name, value in cells.items() if value} | {"person": number}
    if kind == "check_in_terms" and not problems:
        problems = _holds(request, cells)
    if not problems:
        try:
            rows, new = entering.enter(access, entering.token_of(request.POST), [(kind, cells)])
        except NotAddedError as error:
            problems = {each.column or "date": each.reason for each in error.problems}
        else:
            said = _("Recorded as entry %(n)d.") if new else _("Recorded already: entry %(n)d.")
            messages.success(request, said % {"n": rows[0].seq})
            return redirect("line-person", access.case.slug, number)
    return page(request, number, problems=problems, form=form, status=422)


def _holds(request: CaseRequest, cells: Cells) -> dict[str, str]:
    """Whether terms can be: what cannot is said before it stands in the record for good."""
    fields: dict[str, object] = {
        **cells, "recorded": now_of(request.access).astimezone(UTC), "id": "form", "by": "form",
        "weekdays": tuple(cells["weekdays"].split("; ")) if "weekdays" in cells else (),
    }  # fmt: skip
    try:
        terms_of_entry(CheckInTerms.model_validate(fields), usual_in(request.access.case))
    except ValidationError as error:
        first = error.errors()[0]
        return {str(first["loc"][0]) if first["loc"] else "date": first["msg"]}
    except CheckInError as error:
        return {"every": str(error)}
    return {}


def _day(text: str, name: str) -> dict[str, str]:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return {name: _("This is not a day; expected one such as 2020-05-14.")}
    if not 1900 <= found.year < 2100:
        return {name: _("This is not a day; expected one such as 2020-05-14.")}
    return {}


def _who(decider: str) -> dict[str, str]:
    return {} if decider else {"decider": _("Say who decided so.")}
