"""A draft while it is made: how far it is, and why it could not be made."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.reports.seeing import drafts_of
from drawdown.site.reports.worker import wake


@case_page(May.DRAFT_REPORTS)
def making(request: CaseRequest, draft: int) -> HttpResponse:
    """How far it is; HTMX asks for the progress alone. Once it is made: on to what was made."""
    access = request.access
    found = get_object_or_404(drafts_of(access), pk=draft)
    if found.is_working:
        wake()
        found.refresh_from_db()
    if found.paper_id is not None:
        address = reverse("reports-one", args=[access.case.slug, found.paper_id])
        if not request.htmx:
            return redirect(address)
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = address
        return response
    part = "progress" if request.htmx else "making"
    return render(request, f"drawdown/reports/{part}.html", {"draft": found})


@require_POST
@case_page(May.DRAFT_REPORTS)
def again(request: CaseRequest, draft: int) -> HttpResponse:
    """Try once more what could not be made."""
    access = request.access
    found = get_object_or_404(drafts_of(access), pk=draft)
    if (
        drafts_of(access)
        .filter(pk=found.pk, state="failed")
        .update(state="waiting", problem="", step="", done=0, whole=0, asked=timezone.now())
    ):
        access.looked("report", detail=f"draft tried again: {found.since} to {found.on}, "
                                       f"{found.level}")  # fmt: skip
        wake()
    return redirect("reports-making", access.case.slug, found.pk)
