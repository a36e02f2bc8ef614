"""Letting a person call in: number and PIN shown once, a card to print, where they are reached."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.languages import languages
from drawdown.check_in.telephone import e164
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.line import people
from drawdown.site.line.models import Enrolment
from drawdown.site.line.pages.mine import how_to_page, paper
from drawdown.site.line.pages.person import page
from drawdown.site.line.pages.reached import now_of, person_of, person_to_act_on


def _enrolment(request: CaseRequest, number: str) -> Enrolment:
    found = Enrolment.objects.filter(case=request.access.case, person=number, ended=None)
    one = found.select_related("case").first()
    if one is None:
        raise Http404
    return one


def _reach(request: CaseRequest) -> tuple[dict[str, str], dict[str, str]]:
    """Telephone, language and court date of a form, and what is wrong with them."""
    sent, problems = request.POST, {}
    telephone = sent.get("telephone", "").strip()
    try:
        telephone = e164(telephone) if telephone else ""
    except CheckInError:
        problems["telephone"] = _("This is no telephone number; expected one such as +13055550100.")
    spoken = sent.get("language", "")
    court = sent.get("court", "").strip()
    try:
        at = datetime.fromisoformat(court) if court else None
    except ValueError:
        at, problems["court"] = None, _("This is no day; expected one such as 2020-06-23T09:30.")
    told = court if at and "T" in court else court[:10]
    return {
        "telephone": telephone, "language": spoken if spoken in languages() else "",
        "court": told if at else "",
    }, problems  # fmt: skip


def _shown_once(request: CaseRequest, found: Enrolment, pin: str) -> HttpResponse:
    return render(
        request, "drawdown/line/pin.html",
        {"enrolment": found, "pin": pin, "spoken": found.language or languages()[0]},
    )  # fmt: skip


@case_page(May.RUN_LINE)
@require_POST
def enrol(request: CaseRequest, number: str) -> HttpResponse:
    """Let a person call in."""
    access, one = request.access, person_to_act_on(request, number)
    fields, problems = _reach(request)
    if problems:
        return page(request, number, problems=problems, form="enrol", status=422)
    try:
        found, pin = people.enrol(access.case, one.number, by=access.signature, **fields)
    except people.EnrolmentError:
        messages.error(request, _("They can call in already; give them a new PIN instead."))
        return redirect("line-person", access.case.slug, number)
    access.looked("enrolled", number)
    return _shown_once(request, found, pin)


@case_page(May.RUN_LINE)
@require_POST
def new_pin(request: CaseRequest, number: str) -> HttpResponse:
    """Give a person another PIN; the one before no longer works."""
    person_to_act_on(request, number)
    found = _enrolment(request, number)
    request.access.looked("enrolled", number, detail="a new PIN")
    return _shown_once(request, found, people.new_pin(found))


@case_page(May.RUN_LINE)
@require_POST
def end(request: CaseRequest, number: str) -> HttpResponse:
    """Let a person no longer call in."""
    person_to_act_on(request, number)
    people.end(_enrolment(request, number), now_of(request.access))
    request.access.looked("enrolled", number, detail="ended")
    messages.success(request, _("They can no longer call in."))
    return redirect("line-person", request.access.case.slug, number)


@case_page(May.RUN_LINE)
@require_POST
def reach(request: CaseRequest, number: str) -> HttpResponse:
    """Set where a person is reached, their language and their court date."""
    person_to_act_on(request, number)
    found = _enrolment(request, number)
    fields, problems = _reach(request)
    if problems:
        return page(request, number, problems=problems, form="reach", status=422)
    people.set_telephone(found, fields["telephone"])
    found.language, found.court = fields["language"], fields["court"]
    found.save(update_fields=["telephone", "hint", "language", "court"])
    request.access.looked("enrolled", number, detail="telephone, language, court date")
    messages.success(request, _("Saved."))
    return redirect("line-person", request.access.case.slug, number)


@case_page(May.RUN_LINE)
@require_safe
def card(request: CaseRequest, number: str, name: str) -> HttpResponse:
    """How to check in, with the person's number, or a place for it, to print for them."""
    person_of(request, number)
    if name not in languages():
        raise Http404
    case = request.access.case
    found = Enrolment.objects.filter(case=case, person=number, ended=None).first()
    request.access.looked("line", number, detail="printed how to check in")
    return paper(how_to_page(case, name, found.number if found else ""), f"card-{name}.pdf")
