"""A second person confirms a proposed decision, or declines it with a reason."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drawdown.record.entries.proposal import Proposal
from drawdown.record.entry import Entry
from drawdown.review.second import confirmed, declined, find_proposal, wrong_with_confirming
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import ConflictError, NotAddedError, append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.lines import cells_of
from drawdown.site.cases.models import Row
from drawdown.site.pages.days import days_of
from drawdown.site.pages.people.one import One, find_person
from drawdown.site.pages.people.person import about
from drawdown.site.pages.review.form import basis_of, clause_of, still


@case_page(May.SEE_PEOPLE, May.SEE_HEALTH, May.CONFIRM)
def confirm(request: CaseRequest, proposal: str) -> HttpResponse:
    """The proposal with everything that it rests on, and the two answers to it."""
    access, days = request.access, days_of(request)
    row = Row.objects.filter(case=access.case, kind="proposal", name=proposal).first()
    if row is None:
        raise Http404
    one = find_person(access, row.person, days)
    proposed = find_proposal(one.record.as_known(), proposal)
    now = now_in(access.case, one.order.header.zone).replace(microsecond=0)
    wrong: list[str] = []
    if proposed is None:
        wrong = [_("The proposal was declined or replaced, and no longer waits.")]
    else:
        view = one.record.as_known()
        wrong = list(wrong_with_confirming(proposed, access.signature, view, today=days.today))
        if not wrong and request.method == "POST":
            wrong = _answered(request, one, proposed, now)
            if not wrong:
                return redirect("people-person", access.case.slug, row.person)
    access.looked("person", row.person, detail="to confirm a decision")
    return render(
        request,
        "drawdown/review/confirm.html",
        {
            "one": one, "proposed": proposed, "wrong": wrong, "row": row, "days": days,
            "zone": one.order.header.zone, "names": one.order.header.names(), **about(one),
            "basis": basis_of(access.case, row.person),
            "token": request.POST.get("token") or f"decision-{secrets.token_hex(8)}",
            "reason": request.POST.get("reason", ""),
        },
        status=422 if wrong and request.method == "POST" else 200,
    )  # fmt: skip


def _answered(request: CaseRequest, one: One, proposed: Proposal, now: datetime) -> list[str]:
    """Record the answer; what is wrong with it, if anything."""
    access, reason = request.access, request.POST.get("reason", "").strip()
    token, basis = request.POST.get("token", ""), request.POST.get("basis", "0")
    entry: Entry
    if request.POST.get("answer") == "decline":
        if not reason:
            return [_("Say why it is declined; the reason stands in the record.")]
        entry = declined(
            proposed, reason, on=now, recorded=now, by=access.signature,
            id_=token.replace("decision", "withdrawal"),
        )  # fmt: skip
    else:
        clause = clause_of(one.order, proposed.clause, now.date())
        entry = confirmed(
            proposed, access.signature, one.order.header, on=now, recorded=now,
            by=access.signature, id_=token, clause=clause,
        )  # fmt: skip
    try:
        done = append(
            access.case, [(entry.kind, cells_of(entry))], by=access.signature, now=now,
            still=lambda: still(
                access.case, one.number, int(basis) if basis.isdigit() else 0),
        )  # fmt: skip
    except (NotAddedError, ConflictError) as error:
        return [str(error)]
    row = next(iter([*done.added.values(), *done.known.values()]))
    messages.success(request, _("Recorded as entry %(seq)d.") % {"seq": row.seq})
    return []
