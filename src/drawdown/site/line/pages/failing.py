"""A failure to comply: what keeps it from being recorded, and the form once nothing does."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import ConflictError, NotAddedError
from drawdown.site.line.failures import record_failure, what_lacks
from drawdown.site.line.pages.reached import now_of, person_to_act_on

SOMEBODY, SOMETHING = "somebody", "something"
"""Stand for name and reason while the form is not filled in: only what else lacks is said."""


@case_page(May.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def failure(request: CaseRequest, number: str, day: str) -> HttpResponse:
    """What lacks; and where nothing does, the form."""
    access, now = request.access, now_of(request.access)
    one = person_to_act_on(request, number)
    try:
        due = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    sent, problem = request.POST, ""
    lacks: tuple[str, ...] = ()
    decider, reason = sent.get("decider", "").strip(), sent.get("reason", "").strip()
    if request.method == "POST":
        try:
            row = record_failure(
                access.case, number, due, decider=decider, reason=reason[:400],
                by=access.signature, now=now,
            )  # fmt: skip
        except ConflictError:
            lacks = what_lacks(access.case, number, due, decider=decider, reason=reason, now=now)
        except NotAddedError as error:
            problem = str(error)
        else:
            messages.success(request, _("Recorded as entry %(n)d.") % {"n": row.seq})
            return redirect("line-person", access.case.slug, number)
    else:
        lacks = what_lacks(access.case, number, due, decider=SOMEBODY, reason=SOMETHING, now=now)
    access.looked("line", number, detail=f"what lacks for a failure of {day}")
    return render(
        request, "drawdown/line/failure.html",
        {"one": one, "due": due, "lacks": lacks, "problem": problem, "sent": sent,
         "zone": one.order.header.zone, "stopped": request.method == "POST"},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip
