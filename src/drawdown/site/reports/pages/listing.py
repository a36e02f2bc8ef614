"""The list of reports, what was corrected since the last one filed, and the form for a draft."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drawdown.errors import InputError
from drawdown.report.asked import DAY, Asked, last_report, period
from drawdown.report.gather.changes import Changes, changes
from drawdown.report.levels import LEVELS, withheld
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.answers import keep
from drawdown.site.cases.clock import today_in
from drawdown.site.cases.orders import order_of
from drawdown.site.reports.making import Wanted, make_paper
from drawdown.site.reports.models import LEVELS as CALLED
from drawdown.site.reports.seeing import levels_of, papers_of

MOST = 50
AUTHORITY = 200
"""So long may the authority be that a draft names."""


@case_page(May.SEE_COUNTS)
def reports(request: CaseRequest) -> HttpResponse:
    """The list; and the form, for who may draft."""
    access = request.access
    drafts = May.DRAFT_REPORTS in access.may and not access.facility
    problem, status = "", 200
    if request.method == "POST":
        access.require(May.DRAFT_REPORTS)
        access.require_facility(None)
        try:
            paper = make_paper(access, _wanted(access, request.POST))
        except InputError as error:
            problem, status = str(error), 422
        else:
            access.looked("report", detail=f"drafted: {paper.title}, {paper.level}")
            messages.success(request, _("The draft is made. A second person reviews it."))
            return redirect("reports-one", access.case.slug, paper.pk)
    order = order_of(access.case)
    today = today_in(access.case, order.header.zone)
    since, found = _since_last(access, today) if May.SEE_PEOPLE in access.may else (None, None)
    return render(
        request,
        "drawdown/reports/listing.html",
        {
            "papers": papers_of(access).order_by("-made")[:MOST], "drafts": drafts,
            "problem": problem, "posted": request.POST, "today": today, "since": since,
            "changes": found, "corrections": len(found.entries) if found else 0,
            "names": order.header.names(),
            "levels": [(level, CALLED[level], withheld(level)) for level in LEVELS
                       if level in levels_of(access)],
            "parties": [party.role for party in order.header.parties],
            "zone": order.header.zone,
        },
        status=status,
    )  # fmt: skip


def _since_last(access: Access, today: date) -> tuple[date | None, Changes | None]:
    """The day of the last report filed, and what of it was corrected since."""

    def ask(now: object) -> tuple[date | None, Changes | None]:
        from drawdown.site.cases.answers import Counted

        assert isinstance(now, Counted)  # noqa: S101
        last = last_report(now.case, today + DAY)
        if last is None:
            return None, None
        start = min(last + DAY, today)
        return last, changes(Asked(now.case, start, today, None, "parties"))

    _position, found, _case = keep(access.case, ("corrected since the last report", today), ask)
    return found


def _wanted(access: Access, posted: QueryDict) -> Wanted:
    order = order_of(access.case)
    today = today_in(access.case, order.header.zone)
    on = _day(posted.get("on", ""), _("The last day")) or today
    level = posted.get("level", "")
    for one in LEVELS:
        if one == level and one in levels_of(access):
            break
    else:
        raise InputError(_("Choose a level that you may see yourself."))
    if on > today:
        raise InputError(_("The last day is still to come; choose today or an earlier one."))
    filer = posted.get("filer", "")
    if filer and filer not in [party.role for party in order.header.parties]:
        raise InputError(_("Choose the party that files from the list."))
    authority = posted.get("authority", "").strip()
    if len(authority) > AUTHORITY:
        raise InputError(_("Name the order or rule in 200 characters at most."))
    asked = _day(posted.get("since", ""), _("The first day"))
    if asked is None:
        from drawdown.site.cases.answers import counted

        asked = period(counted(access.case).case, on, None)
    return Wanted(asked, on, one, authority, filer)


def _day(text: str, name: str) -> date | None:
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = date.min
    if not 1900 <= day.year < 2100:
        raise InputError(_("%(name)s is not a day; write it as 2020-05-14.") % {"name": name})
    return day
