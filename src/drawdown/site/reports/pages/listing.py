"""The list of reports, what was corrected since the last one filed, and the form for a draft."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drawdown.errors import InputError
from drawdown.report.asked import DAY, Asked, last_report, period
from drawdown.report.gather.changes import Changes, changes
from drawdown.report.levels import LEVELS, withheld
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import SIDES, May
from drawdown.site.cases.answers import keep
from drawdown.site.cases.clock import today_in
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.entering import new_token, token_of
from drawdown.site.reports.models import LEVELS as CALLED
from drawdown.site.reports.models import WORKING, Draft
from drawdown.site.reports.seeing import drafts_of, levels_of, papers_of
from drawdown.site.reports.worker import wake

MOST = 50
SHOWN = timedelta(days=7)
"""So long a draft that could not be made is listed."""
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
            draft = _asked_for(access, request.POST)
        except InputError as error:
            problem, status = str(error), 422
        else:
            wake()
            return redirect("reports-making", access.case.slug, draft.pk)
    order = order_of(access.case)
    today = today_in(access.case, order.header.zone)
    since, found = _since_last(access, today) if May.SEE_PEOPLE in access.may else (None, None)
    return render(
        request,
        "drawdown/reports/listing.html",
        {
            "papers": papers_of(access).order_by("-made")[:MOST], "drafts": drafts,
            "unmade": drafts_of(access).filter(
                Q(state__in=WORKING) | Q(state="failed", asked__gt=timezone.now() - SHOWN)
            ).order_by("-asked")[:MOST] if drafts else (),
            "token": request.POST.get("token") or new_token(),
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


def _asked_for(access: Access, posted: QueryDict) -> Draft:
    """Ask for a draft; the same form sent twice asks once.

    Raises:
        InputError: It cannot be asked for so.
    """
    wanted = _wanted(access, posted)
    draft, new = Draft.objects.get_or_create(
        case=access.case, token=token_of(posted),
        defaults={**wanted, "side": SIDES[access.role], "maker": access.user,
                  "by": access.signature},
    )  # fmt: skip
    if draft.maker_id != access.user.pk:
        raise InputError(_("This form is not yours; open it anew."))
    if new:
        access.looked("report", detail=f"drafted: {draft.since} to {draft.on}, {draft.level}")
    return draft


def _wanted(access: Access, posted: QueryDict) -> dict[str, date | str]:
    """What is asked for.

    Raises:
        InputError: A field says what cannot be.
    """
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
    if asked > on:
        raise InputError(_("The first day is after the last one; choose an earlier one."))
    start = min(ruling.day for ruling in order.rulings)
    if on < start:
        raise InputError(
            _("Nothing was ruled by that day; choose %(day)s or a later one.") % {"day": start}
        )
    return {"since": asked, "on": on, "level": one, "authority": authority, "filer": filer}


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
