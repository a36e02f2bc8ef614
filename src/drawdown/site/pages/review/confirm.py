"""A second person confirms a proposed decision, or declines it with a reason."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drawdown.record.entries.proposal import Proposal
from drawdown.record.entry import Entry
from drawdown.review.second import confirmed, declined, find_proposal, wrong_with_confirming
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import ConflictError, NotAddedError
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.lines import cells_of
from drawdown.site.cases.models import Row
from drawdown.site.pages.days import days_of
from drawdown.site.pages.entering import enter, entered, new_token, token_of
from drawdown.site.pages.people.one import One, find_to_act
from drawdown.site.pages.people.person import about
from drawdown.site.pages.review.form import basis_in, clause_of
from drawdown.site.pages.review.meanwhile import OUTCOMES, still


@case_page(May.SEE_PEOPLE, May.SEE_HEALTH, May.CONFIRM)
def confirm(request: CaseRequest, proposal: str) -> HttpResponse:
    """The proposal with everything that it rests on, and the two answers to it."""
    access, days = request.access, days_of(request)
    rows = Row.objects.filter(case=access.case, kind="proposal")
    row = rows.filter(name=proposal.replace("\0", "")).first()
    if row is None:
        raise Http404
    one = find_to_act(access, row.person, days)
    if request.method == "POST" and (there := entered(access, token_of(request.POST))):
        return _done(request, row, there[0])
    proposed = find_proposal(one.view, proposal)
    barred = _barred(access, one, row, proposed)
    wrong, status = list(barred), 200
    if request.method == "POST":
        status = 422
        if proposed is not None and not barred:
            made = _answered(request, one, proposed)
            if isinstance(made, Row):
                return _done(request, row, made)
            wrong, status = made
    access.looked("person", row.person, detail="to confirm a decision")
    return render(
        request,
        "drawdown/review/confirm.html",
        {
            "one": one, "proposed": proposed, "wrong": wrong, "barred": barred, "row": row,
            "days": one.days, "zone": one.order.header.zone, "outcomes": OUTCOMES,
            "names": one.order.header.names(), **about(one), "basis": access.case.position,
            "token": request.POST.get("token") or new_token(),
            "reason": request.POST.get("reason", ""),
        },
        status=status,
    )  # fmt: skip


def _barred(access: Access, one: One, row: Row, proposed: Proposal | None) -> list[str]:
    """Why the reader cannot answer the proposal at all; nothing where they can."""
    if proposed is None:
        return [_("The proposal was declined or replaced, and no longer waits.")]
    wrong = wrong_with_confirming(proposed, access.signature, one.view, today=one.days.today)
    if wrong:
        return list(wrong)
    own = f"{access.user}, "  # whatever the title was then
    if proposed.decider.startswith(own) or row.by.startswith(own):
        return [_("You proposed it yourself; somebody else confirms or declines it.")]
    return []


def _answered(request: CaseRequest, one: One, proposed: Proposal) -> Row | tuple[list[str], int]:
    """Record the answer; or what is wrong with it, and the status that says so."""
    access, reason = request.access, request.POST.get("reason", "").strip()
    now = now_in(access.case, one.order.header.zone).replace(microsecond=0)
    answer = request.POST.get("answer", "")
    if answer not in ("confirm", "decline"):
        return [_("Choose whether it is confirmed or declined.")], 422
    if answer == "decline" and not reason:
        return [_("Say why it is declined; the reason stands in the record.")], 422
    entry = _entry(access, one, proposed, now, reason if answer == "decline" else "")
    try:
        rows, _new = enter(
            access, token_of(request.POST), [(entry.kind, cells_of(entry))],
            still=lambda: still(access.case, [one.number], basis_in(request.POST)),
        )  # fmt: skip
    except ConflictError as error:
        return [str(error)], 409
    except NotAddedError as error:
        return [problem.says for problem in error.problems], 422
    return rows[0]


def _entry(access: Access, one: One, proposed: Proposal, now: datetime, declines: str) -> Entry:
    by = access.signature
    if declines:
        return declined(proposed, declines, on=now, recorded=now, by=by)
    return confirmed(
        proposed, by, one.order.header, on=now, recorded=now, by=by,
        clause=clause_of(one.order, proposed.clause, now.date()),
    )  # fmt: skip


def _done(request: CaseRequest, proposed: Row, made: Row) -> HttpResponse:
    messages.success(request, _("Recorded as entry %(seq)d.") % {"seq": made.seq})
    return redirect("people-person", request.access.case.slug, proposed.person)
