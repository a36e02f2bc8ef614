"""Outages: when the line did not work, whom that excused, and one that staff enter by hand."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import Cells, NotAddedError
from drawdown.site.cases.models import Row
from drawdown.site.cases.orders import order_of
from drawdown.site.line import standings
from drawdown.site.line.pages.reached import now_of, whole
from drawdown.site.pages import entering

PAGE = 50


@case_page(May.SEE_PEOPLE)
def outages(request: CaseRequest) -> HttpResponse:
    """Every outage that stands, the last first; a form for who runs the line."""
    access, now = request.access, now_of(request.access)
    zone = order_of(access.case).header.zone
    problems: dict[str, str] = {}
    if request.method == "POST":
        access.require(May.RUN_LINE)
        problems, cells = _read(request, now, zone)
        if not problems:
            try:
                rows, new = entering.enter(
                    access, entering.token_of(request.POST), [("outage", cells)]
                )
            except NotAddedError as error:
                problems = {each.column: each.reason for each in error.problems}
            else:
                said = _("Recorded as entry %(n)d.") if new else _("Recorded already: entry %(n)d.")
                messages.success(request, said % {"n": rows[0].seq})
                return redirect("line-outages", access.case.slug)
    found = standings.outages(access.case, now, PAGE)
    seqs = dict(
        Row.objects.filter(case=access.case, name__in=[one.entry for one in found])
        .values_list("name", "seq")
    )  # fmt: skip
    return render(
        request, "drawdown/line/outages.html",
        {
            "zone": zone, "rows": [(one, seqs.get(one.entry)) for one in found],
            "problems": problems, "sent": request.POST, "token": entering.new_token(),
            "now": now.strftime("%Y-%m-%dT%H:%M"),
        },
        status=422 if problems else 200,
    )  # fmt: skip


@case_page(May.SEE_PEOPLE)
def excused(request: CaseRequest, outage: int) -> HttpResponse:
    """Whom one outage excused."""
    access, skip = request.access, whole(request, "skip")
    row = Row.objects.filter(case=access.case, seq=outage, kind="outage").first()
    steps = (
        standings.excused_by(access.case, row.name, most=PAGE + 1, skip=skip)
        if row and not access.facility
        else []
    )
    access.looked("line", people=[step.person for step in steps[:PAGE]])
    return render(
        request, "drawdown/line/excused.html",
        {
            "zone": order_of(access.case).header.zone, "row": row, "steps": steps[:PAGE],
            "next": skip + PAGE if len(steps) > PAGE else None,
        },
    )  # fmt: skip


def _read(
    request: CaseRequest, now: datetime, zone: ZoneInfo
) -> tuple[dict[str, str], Cells]:  # fmt: skip
    """The form as cells of an entry; times are those of the court."""
    sent, problems, times = request.POST, {}, {}
    for name in ("since", "until"):
        text = sent.get(name, "").strip()
        try:
            at = datetime.fromisoformat(text) if text else None
        except ValueError:
            problems[name] = _(
                "“%(text)s” is not a time; expected one such as 2020-05-12T09:30."
            ) % {"text": text}
            continue
        at = at.replace(tzinfo=zone) if at and at.tzinfo is None else at
        if at and at > now:
            problems[name] = _("This time is still to come.")
        times[name] = at
    since, until = times.get("since"), times.get("until")
    if since is None and "since" not in problems:
        problems["since"] = _("Say since when the line did not work.")
    if since and until and until < since:
        problems["until"] = _("It ended before it began.")
    if not sent.get("reason", "").strip():
        problems["reason"] = _("Say what failed.")
    side = sent.get("side", "ours")
    cells = {
        "date": since.isoformat(timespec="minutes") if since else "",
        "until": until.isoformat(timespec="minutes") if until else "",
        "side": side if side in ("ours", "carrier") else "ours",
        "reason": sent.get("reason", "").strip()[:200], "how": "entered by hand",
    }  # fmt: skip
    return problems, {name: value for name, value in cells.items() if value}
