"""Rosters received, the newest first, and the form that takes another."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.orders import order_of
from drawdown.site.intake.models import Upload
from drawdown.site.intake.receiving import NotTakenError, known_already, receive
from drawdown.site.intake.worker import wake

A_PAGE = 50


@case_page(May.LOAD_ROSTERS)
def rosters(request: CaseRequest) -> HttpResponse:
    """The list; a file sent to it is taken."""
    access = request.access
    zone = order_of(access.case).header.zone
    problem = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            problem = _("Choose a file first.")
        else:
            try:
                taken = receive(access, file, now=now_in(access.case, zone))
            except NotTakenError as error:
                problem = str(error)
            else:
                if taken.known:
                    messages.warning(request, known_already(taken.upload))
                else:
                    access.looked("roster", detail=f"sent {taken.upload.name}")
                    wake()
                return redirect("rosters-one", access.case.slug, taken.upload.pk)
    before = request.GET.get("before", "")
    uploads = Upload.objects.filter(case=access.case).defer(
        "sealed", "report", "result", "private", "corrected", "answers"
    )
    if access.facility:
        uploads = uploads.filter(facility=access.facility)
    if before.isdigit():
        uploads = uploads.filter(pk__lt=int(before))
    page = list(uploads.order_by("-pk")[: A_PAGE + 1])
    return render(
        request,
        "drawdown/rosters/listing.html",
        {
            "uploads": page[:A_PAGE], "problem": problem, "zone": zone,
            "next": page[A_PAGE - 1].pk if len(page) > A_PAGE else None,
        },
        status=422 if problem else 200,
    )  # fmt: skip


def find_upload(request: CaseRequest, pk: int) -> Upload:
    """An upload within the reader's part.

    Raises:
        Http404: There is none of that number in the case.
        PermissionDenied: It is of another facility.
    """
    uploads = Upload.objects.select_related("case").defer("sealed")
    upload = get_object_or_404(uploads, case=request.access.case, pk=pk)
    if request.access.facility and upload.facility != request.access.facility:
        raise PermissionDenied
    return upload
