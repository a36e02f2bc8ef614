"""One report: its files, and what a second person does with a draft."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drawdown.order.clauses.report import Report
from drawdown.order.law import law_on
from drawdown.report.levels import LEVELS, withheld
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import ConflictError, NotAddedError
from drawdown.site.cases.clock import today_in
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.entering import enter, new_token, token_of
from drawdown.site.reports.models import LEVELS as CALLED
from drawdown.site.reports.models import Paper, PaperFile
from drawdown.site.reports.seeing import find_paper

TYPES = {
    ".pdf": "application/pdf", ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


@case_page(May.SEE_COUNTS)
def one(request: CaseRequest, report: int) -> HttpResponse:
    """The paper with its files."""
    return _shown(request, find_paper(request.access, report))


def _shown(
    request: CaseRequest, paper: Paper, problem: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    access = request.access
    order = order_of(access.case)
    mine = May.APPROVE_REPORTS in access.may and not access.facility
    today = today_in(access.case, order.header.zone)
    clauses = [
        item.clause for item in law_on(order, today)
        if isinstance(item.clause, Report) and item.standing == "in force"
    ]  # fmt: skip
    files = paper.files.filter(hidden=False).defer("sealed").order_by("pk")
    return render(
        request,
        "drawdown/reports/one.html",
        {
            "paper": paper, "files": files, "problem": problem, "posted": request.POST,
            "may_approve": mine and paper.maker_id != access.user.pk,
            "own": paper.maker_id == access.user.pk, "may_file": mine,
            "may_discard": May.DRAFT_REPORTS in access.may and not access.facility,
            "behind": max(0, access.case.position - paper.position), "clauses": clauses,
            "token": request.POST.get("token") or new_token(), "zone": order.header.zone,
            "hides": [(CALLED[level], withheld(level), level == paper.level) for level in LEVELS],
        },
        status=status,
    )  # fmt: skip


def _held(access: Access, report: int, state: str) -> Paper:
    """A paper in a state, locked until the answer is given.

    Raises:
        ConflictError: It is in another state.
    """
    find_paper(access, report)
    paper = Paper.objects.select_for_update().get(case=access.case, pk=report)
    if paper.state != state:
        raise ConflictError(_("Somebody was faster: it is %(state)s.") % {
            "state": paper.state_says
        })  # fmt: skip
    return paper


@require_POST
@case_page(May.APPROVE_REPORTS)
def approve(request: CaseRequest, report: int) -> HttpResponse:
    """Approve a draft that somebody else made; from then on it is frozen."""
    access = request.access
    access.require_facility(None)
    try:
        with transaction.atomic():
            paper = _held(access, report, "draft")
            if paper.maker_id == access.user.pk:
                raise PermissionDenied
            if request.POST.get("digest") != paper.digest:
                raise ConflictError(_("The draft is not the one that you read."))
            paper.state, paper.approved = "approved", timezone.now()
            paper.approved_by = access.signature
            paper.save(update_fields=["state", "approved", "approved_by"])
    except ConflictError as error:
        return _shown(request, find_paper(access, report), str(error), 409)
    messages.success(request, _("Approved. Its files can no longer change."))
    return redirect("reports-one", access.case.slug, report)


@require_POST
@case_page(May.DRAFT_REPORTS)
def discard(request: CaseRequest, report: int) -> HttpResponse:
    """Discard a draft, or what was approved and not filed; it stays listed with the reason."""
    access = request.access
    access.require_facility(None)
    reason = request.POST.get("reason", "").strip()
    paper = find_paper(access, report)
    if not reason:
        return _shown(request, paper, _("Say why it is discarded."), 422)
    try:
        with transaction.atomic():
            paper = _held(access, report, paper.state if paper.state == "approved" else "draft")
            paper.state, paper.reason = "discarded", reason
            paper.discarded_by = access.signature
            paper.save(update_fields=["state", "reason", "discarded_by"])
    except ConflictError as error:
        return _shown(request, find_paper(access, report), str(error), 409)
    messages.success(request, _("Discarded. The record is as it was."))
    return redirect("reports", access.case.slug)


@require_POST
@case_page(May.APPROVE_REPORTS)
def filed(request: CaseRequest, report: int) -> HttpResponse:
    """Record an approved paper as filed: a `report` entry, which the `report` clause sees."""
    access, posted = request.access, request.POST
    access.require_facility(None)
    paper = find_paper(access, report)
    docket, clause = posted.get("docket", "").strip(), posted.get("clause", "")
    order = order_of(access.case)
    if clause not in order.clauses or order.clauses[clause].first.kind != "report":
        return _shown(request, paper, _("Choose which duty to report it answers."), 422)
    if not docket:
        return _shown(request, paper, _("Write the docket entry, such as ECF 91."), 422)
    cells = {
        "date": today_in(access.case, order.header.zone).isoformat(), "clause": clause,
        "fields": "; ".join(posted.getlist("fields")), "docket": docket,
        "note": f"status report, {paper.since} to {paper.on}, {paper.level}; SHA-256 of its files "
        f"{paper.digest}",
    }  # fmt: skip
    try:
        with transaction.atomic():
            paper = _held(access, report, "approved")
            rows, _new = enter(access, token_of(posted), [("report", cells)])
            paper.state, paper.docket, paper.clause = "filed", docket[:80], clause
            paper.filed_on, paper.filed_by = rows[0].date, access.signature
            paper.entry = rows[0].name
            paper.save()
    except ConflictError as error:
        return _shown(request, find_paper(access, report), str(error), 409)
    except NotAddedError as error:
        return _shown(request, paper, str(error), 422)
    messages.success(request, _("Recorded as filed, entry %(seq)d.") % {"seq": rows[0].seq})
    return redirect("reports-one", access.case.slug, report)


@case_page(May.SEE_COUNTS)
def file(request: CaseRequest, report: int, file: int) -> HttpResponse:
    """A file, as it was made."""
    access = request.access
    paper = find_paper(access, report)
    found = PaperFile.objects.filter(paper=paper, pk=file, hidden=False).first()
    if found is None:
        raise Http404
    if paper.level != "public":
        access.looked("report", detail=f"{paper.title}, {paper.level}: {found.name}")
    ending = found.name[found.name.rfind(".") :]
    response = HttpResponse(found.content(), content_type=TYPES[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response
