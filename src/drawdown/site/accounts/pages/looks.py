"""Who looked at whom: the access log of a case, and what was opened in an emergency."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.glass import mark_read, openings, unread_glass
from drawdown.site.accounts.looks import ACTS, chosen, csv_of, kinds_in, looks_of, page_of
from drawdown.site.accounts.models import Look, User
from drawdown.site.accounts.roles import May
from drawdown.site.cases.orders import order_of

MOST_NAMED = 200
"""People that a look at the log is logged with."""


@case_page(May.SEE_ACCESS_LOG)
def looks(request: CaseRequest) -> HttpResponse:
    """The access log, the last look first."""
    access, wanted = request.access, chosen(request.GET)
    zone = order_of(access.case).header.zone
    found, following = page_of(looks_of(access.case, wanted, zone))
    access.looked("looks", wanted.person, _people(found), wanted.query)
    return render(
        request,
        "drawdown/looks.html",
        {
            "looks": found, "following": following, "wanted": wanted, "zone": zone, "acts": ACTS,
            "kinds": kinds_in(access.case), "unread": unread_glass(access.case),
            "people_here": User.objects.filter(memberships__case=access.case)
            .distinct().order_by("name"),
        },
    )  # fmt: skip


@case_page(May.SEE_ACCESS_LOG, May.EXPORT)
def export(request: CaseRequest) -> StreamingHttpResponse:
    """The log that the filters choose, as CSV."""
    access, wanted = request.access, chosen(request.GET)
    zone = order_of(access.case).header.zone
    access.looked("export", wanted.person, detail=f"access log: {wanted.query or 'all'}")
    lines = csv_of(looks_of(access.case, wanted, zone), zone)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{access.case.slug}-access-log.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@case_page(May.SEE_ACCESS_LOG)
def opened(request: CaseRequest) -> HttpResponse:
    """What was opened in an emergency: by whom, why, and every look made under it."""
    access = request.access
    shown = openings(access.case)
    access.looked("looks", people=_people([look for one in shown for look in one.looks]))
    return render(
        request, "drawdown/looks_glass.html",
        {"openings": shown, "acts": ACTS, "zone": order_of(access.case).header.zone},
    )  # fmt: skip


@case_page(May.SEE_ACCESS_LOG)
@require_POST
def read(request: CaseRequest, number: int) -> HttpResponse:
    """Mark an opening as read."""
    if mark_read(request.access, number):
        messages.success(request, _("Marked as read."))
    return redirect("looks-glass", request.access.case.slug)


def _people(found: list[Look]) -> list[str]:
    named = [person for look in found for person in (look.person, *look.people) if person]
    return list(dict.fromkeys(named))[:MOST_NAMED]
