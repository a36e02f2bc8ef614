"""Deferring several people at once, for one reason that is truly the same.

Only a deferral may be done for several: it decides nothing. Release and refusal are decided one by
one. The list of people is shown again before anything is recorded.
"""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drawdown.review.decision import decision
from drawdown.review.draft import wrong_with
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import ConflictError, NotAddedError, append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.lines import cells_of
from drawdown.site.cases.models import Row
from drawdown.site.pages.days import days_of
from drawdown.site.pages.review.form import FIELDS, Filled, clause_of, placed
from drawdown.site.pages.review.queue import OPEN, queue_of

MOST = 200


@case_page(May.SEE_PEOPLE, May.SEE_HEALTH, May.DECIDE)
def defer(request: CaseRequest) -> HttpResponse:
    """Ask for the shared reason, show the people again, then record one deferral for each."""
    access, days = request.access, days_of(request)
    standing = queue_of(access, days.on, None)
    rows = {
        f"{row['clause']}/{row['person']}": row
        for row in standing.rows.iter_rows(named=True)
        if row["state"] in OPEN
    }
    wanted = [rows[key] for key in dict.fromkeys(request.POST.getlist("who")) if key in rows][:MOST]
    values = dict.fromkeys(FIELDS, "") | {
        name: request.POST.get(name, "").strip() for name in ("reason", "missing", "until")
    }
    values["outcome"] = "deferred"
    token = request.POST.get("token") or secrets.token_hex(8)
    basis = request.POST.get("basis", "") or str(access.case.position)
    problems: dict[str, list[str]] = {}
    if not wanted:
        messages.warning(request, _("Nobody was chosen who still waits."))
        return redirect("review", access.case.slug)
    if request.POST.get("sure") == "yes":
        form = Filled(values, int(basis) if basis.isdigit() else 0, token)
        problems = _record(request, form, wanted)
        if not problems:
            n = len(wanted)
            messages.success(
                request,
                ngettext("%(n)d person deferred.", "%(n)d people deferred.", n) % {"n": n},
            )
            return redirect("review", access.case.slug)
    access.looked("queue", people=[row["person"] for row in wanted], detail="to defer together")
    return render(
        request,
        "drawdown/review/defer.html",
        {
            "wanted": wanted, "values": values, "token": token, "basis": basis,
            "problems": problems, "names": standing.order.header.names(), "days": days,
        },
        status=422 if problems else 200,
    )  # fmt: skip


def _record(
    request: CaseRequest, form: Filled, wanted: list[dict[str, object]]
) -> dict[str, list[str]]:
    access = request.access
    order = queue_of(access, days_of(request).on, None).order
    now = now_in(access.case, order.header.zone).replace(microsecond=0)
    entries = []
    for row in wanted:
        person, id_ = str(row["person"]), str(row["clause"])
        clause = clause_of(order, id_, now.date())
        draft = form.draft(person, access.signature, now, id_, str(row["facility"] or ""))
        if wrong := wrong_with(draft, today=now.date(), clause=clause):
            return placed(wrong)
        made = decision(
            draft, order.header, recorded=now, by=access.signature, clause=clause,
            id_=f"decision-{form.token}-{id_}-{person}",
        )  # fmt: skip
        entries.append(("decision", cells_of(made)))
    people = [str(row["person"]) for row in wanted]

    def still() -> None:
        newer = Row.objects.filter(
            case=access.case, seq__gt=form.basis, person__in=people,
            kind__in=("decision", "proposal"),
        ).exclude(name__startswith=f"decision-{form.token}-")  # fmt: skip
        if first := newer.first():
            raise ConflictError(
                _("Meanwhile %(by)s made entry %(seq)d about %(person)s. Nothing was recorded; "
                  "choose anew.") % {"by": first.by, "seq": first.seq, "person": first.person}
            )  # fmt: skip

    try:
        append(access.case, entries, by=access.signature, now=now, still=still)
    except (NotAddedError, ConflictError) as error:
        return {"": [str(error)]}
    return {}
