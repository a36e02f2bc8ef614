"""Deferring several people at once, for one reason that is truly the same.

Only a deferral may be done for several: it decides nothing. Release and refusal are decided one by
one. The list of people is shown again before anything is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drawdown.order.document import Order
from drawdown.review.decision import decision
from drawdown.review.draft import wrong_with
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import Cells, ConflictError, NotAddedError
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.lines import cells_of
from drawdown.site.pages.days import days_of
from drawdown.site.pages.entering import enter, entered, new_token, token_of
from drawdown.site.pages.review.form import FIELDS, Filled, basis_in, clause_of, placed
from drawdown.site.pages.review.meanwhile import still
from drawdown.site.pages.review.queue import OPEN, queue_of

MOST = 200
"""People that may be deferred together; the page says so where more were chosen."""


@case_page(May.SEE_PEOPLE, May.SEE_HEALTH, May.DECIDE)
def defer(request: CaseRequest) -> HttpResponse:
    """Ask for the shared reason, show the people again, then record one deferral for each."""
    access, days = request.access, days_of(request)
    sure = request.POST.get("sure") == "yes"
    chosen = list(dict.fromkeys(request.POST.getlist("who")))
    if sure and entered(access, token_of(request.POST)):
        return _done(request, len(chosen))
    standing = queue_of(access, days.today, None)
    rows = {
        f"{row['clause']}/{row['person']}": row
        for row in standing.rows.iter_rows(named=True)
        if row["state"] in OPEN
    }
    wanted = [rows[key] for key in chosen if key in rows]
    gone = [key.partition("/")[2] for key in chosen if key not in rows]
    if not wanted:
        messages.warning(request, _("Nobody was chosen who still waits."))
        return redirect("review", access.case.slug)
    form = _form(request)
    problems: dict[str, list[str]] = {}
    if len(wanted) > MOST:
        said = _("%(n)d people were chosen; at most %(most)d are deferred together.")
        problems = {"": [said % {"n": len(wanted), "most": MOST}]}
    elif sure and not gone:  # otherwise the list is not the one that was shown
        problems = _record(request, form, standing.order, wanted)
        if not problems:
            return _done(request, len(wanted))
    access.looked("queue", people=[row["person"] for row in wanted], detail="to defer together")
    return render(
        request,
        "drawdown/review/defer.html",
        {
            "wanted": wanted, "values": form.values, "token": form.token,
            "basis": form.basis if sure and not gone and not problems.get("") else
            access.case.position,
            "problems": problems, "names": standing.order.header.names(), "days": days,
            "gone": gone if sure else [], "too_many": len(wanted) > MOST,
        },
        status=422 if problems or (sure and gone) else 200,
    )  # fmt: skip


def _form(request: CaseRequest) -> Filled:
    values = dict.fromkeys(FIELDS, "") | {
        name: request.POST.get(name, "").strip() for name in ("reason", "missing", "until")
    }
    values["outcome"] = "deferred"
    basis = basis_in(request.POST) or request.access.case.position
    return Filled(values, basis, request.POST.get("token") or new_token())


def _record(
    request: CaseRequest, form: Filled, order: Order, wanted: Sequence[dict[str, Any]]
) -> dict[str, list[str]]:
    access = request.access
    entries, wrong = _entries(access, form, order, wanted)
    if wrong:
        return placed(wrong)
    people = [str(row["person"]) for row in wanted]
    try:
        enter(
            access, token_of(request.POST), entries,
            still=lambda: still(access.case, people, form.basis),
        )  # fmt: skip
    except (NotAddedError, ConflictError) as error:
        return {"": [str(error)]}
    return {}


def _entries(
    access: Access, form: Filled, order: Order, wanted: Sequence[dict[str, Any]]
) -> tuple[list[tuple[str, Cells]], tuple[str, ...]]:
    """One deferral for each; or what is wrong with the first that cannot be recorded."""
    now = now_in(access.case, order.header.zone).replace(microsecond=0)
    entries = []
    for row in wanted:
        clause = clause_of(order, row["clause"], now.date())
        draft = form.draft(
            row["person"], access.signature, now, row["clause"], row["facility"] or ""
        )
        if wrong := wrong_with(draft, today=now.date(), clause=clause):
            return [], wrong
        made = decision(draft, order.header, recorded=now, by=access.signature, clause=clause)
        entries.append((made.kind, cells_of(made)))
    return entries, ()


def _done(request: CaseRequest, n: int) -> HttpResponse:
    said = ngettext("%(n)d person deferred.", "%(n)d people deferred.", n) % {"n": n}
    messages.success(request, said)
    return redirect("review", request.access.case.slug)
