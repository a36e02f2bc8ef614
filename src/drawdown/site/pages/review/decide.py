"""Deciding on one person's custody: what is known on one page, and the form below it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drawdown.order.clauses.custody_review import CustodyReview
from drawdown.record.entries.decision import Decision
from drawdown.record.entry import Entry
from drawdown.review.authorities import AUTHORITIES
from drawdown.review.decision import (
    correction,
    criteria_in_force,
    decision,
    decisions_on,
    proposal,
    wrong_with_correction,
)
from drawdown.review.draft import Draft, draft_of, must_be_seconded, wrong_with
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import ConflictError, NotAddedError, append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.lines import cells_of
from drawdown.site.cases.models import Row
from drawdown.site.pages.days import days_of
from drawdown.site.pages.people.one import One, find_person
from drawdown.site.pages.people.person import about
from drawdown.site.pages.review.form import (
    FIELDS,
    Filled,
    basis_of,
    clause_of,
    filled,
    placed,
    still,
)

NO_CLAUSE = "none"
"""In an address: a decision that no clause of the order asks for."""


@case_page(May.SEE_PEOPLE, May.SEE_HEALTH, May.DECIDE)
def decide(request: CaseRequest, clause: str, number: str) -> HttpResponse:
    """The page and, when it is sent, the decision."""
    access, days = request.access, days_of(request)
    one = find_person(access, number, days)
    asked = clause_of(one.order, clause, days.today)
    if asked is None and clause != NO_CLAUSE:
        raise Http404
    corrects = (request.POST or request.GET).get("corrects", "")
    form, problems, conflict = _blank(one, corrects), {}, ""
    if request.method == "POST":
        form = filled(request.POST)
        try:
            wrong, done = _made(request, one, asked, form, corrects)
        except ConflictError as error:
            conflict = str(error)
            form = replace(form, basis=basis_of(access.case, number))
        else:
            if done is not None:
                return done
            problems = placed(wrong)
    access.looked("person", number, detail=f"to decide: {clause}")
    return render(
        request,
        "drawdown/review/decide.html",
        {
            "one": one, "clause": asked, "clause_id": clause, "days": days,
            "names": one.order.header.names(), "zone": one.order.header.zone, **about(one),
            "decisions": decisions_on(one.view, number), "form": form, "problems": problems,
            "conflict": conflict, "authorities": AUTHORITIES, "corrects": corrects,
            "criteria_now": criteria_in_force(one.order.header, days.today, asked),
            "seconded": must_be_seconded("released", asked, second_asked=access.case.second_person),
        },
        status=409 if conflict else 422 if problems else 200,
    )  # fmt: skip


def _blank(one: One, corrects: str) -> Filled:
    """The form before anything is filled in; of a correction, as the old decision has it."""
    values = dict.fromkeys(FIELDS, "")
    old = next((d for d in decisions_on(one.view, one.number) if d.id == corrects), None)
    if old is not None:
        draft = draft_of(old)
        values |= {
            name: str(getattr(draft, name) or "") for name in FIELDS if hasattr(draft, name)
        } | {"note": ""}
        if values["authority"] not in AUTHORITIES:
            values["other_authority"], values["authority"] = values["authority"], ""
    token = f"decision-{secrets.token_hex(8)}"
    return Filled(values, basis_of(one.access.case, one.number), token)


def _made(
    request: CaseRequest, one: One, asked: CustodyReview | None, form: Filled, corrects: str
) -> tuple[list[str], HttpResponse | None]:
    """Record the decision, or say what is wrong with it.

    Raises:
        ConflictError: Somebody else decided meanwhile.
    """
    access = request.access
    now = now_in(access.case, one.order.header.zone).replace(microsecond=0)
    where = one.stay.facility if one.stay else ""
    draft = form.draft(one.number, access.signature, now, asked.id if asked else "", where)
    proposing = must_be_seconded(draft.outcome, asked, second_asked=access.case.second_person)
    wrong = list(
        wrong_with(
            draft, today=now.date(), clause=asked, second_asked=access.case.second_person,
            proposing=proposing,
        )
    )  # fmt: skip
    old = next((d for d in decisions_on(one.view, one.number) if d.id == corrects), None)
    if corrects:
        wrong += wrong_with_correction(old, draft) if old else [_("That decision does not stand.")]
    if wrong:
        return wrong, None
    entry = _entry(one, asked, draft, form, now, old=old, proposing=proposing, by=access.signature)
    try:
        done = append(
            access.case, [(entry.kind, cells_of(entry))], by=access.signature, now=now,
            still=lambda: None if _is_there(access, entry) else still(
                access.case, one.number, form.basis),
        )  # fmt: skip
    except NotAddedError as error:
        return [problem.says for problem in error.problems], None
    row = next(iter([*done.added.values(), *done.known.values()]))
    if proposing and old is None:
        said = _("Proposed as entry %(seq)d. It counts once a second person confirms it.")
    else:
        said = _("Recorded as entry %(seq)d.")
    messages.success(request, said % {"seq": row.seq})
    return [], redirect("people-person", access.case.slug, one.number)


def _is_there(access: Access, entry: Entry) -> bool:
    """Whether this very entry is in the record already, sent by the same form before."""
    return Row.objects.filter(case=access.case, name=entry.id).exists()


def _entry(
    one: One, asked: CustodyReview | None, draft: Draft, form: Filled, now: datetime, *,
    old: Decision | None, proposing: bool, by: str,
) -> Entry:  # fmt: skip
    header = one.order.header
    if old is not None:
        return correction(old, draft, header, recorded=now, by=by, id_=form.token, clause=asked)
    make = proposal if proposing else decision
    return make(draft, header, recorded=now, by=by, id_=form.token, clause=asked)
