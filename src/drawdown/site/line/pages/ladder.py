"""What the case does to reach people, rung by rung, and every ladder that held before."""

from __future__ import annotations

from datetime import time, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.ladder import Ladder, Rung
from drawdown.check_in.news import News
from drawdown.check_in.quiet import Quiet, Throttle
from drawdown.check_in.stored import ladder_from_text
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.orders import order_of
from drawdown.site.line.ladders import ladder_changes, ladder_of, set_ladder
from drawdown.site.line.pages.reached import now_of

MEANS = ("text", "call", "task")
ANCHORS = ("opens", "day", "due", "closes")
SPARE = 2
"""Blank rungs at the end of the form."""


@case_page(May.SEE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: CaseRequest) -> HttpResponse:
    """The ladder that holds, those before it, and a form for who runs the line."""
    access, now = request.access, now_of(request.access)
    problem, sent = "", request.POST
    if request.method == "POST":
        access.require(May.RUN_LINE)
        try:
            made = _read(request)
            if not sent.get("reason", "").strip():
                raise CheckInError(_("Say why it changes."))
        except CheckInError as error:
            problem = str(error)
        else:
            set_ladder(access.case, made, by=access.signature, now=now,
                       reason=sent["reason"].strip())  # fmt: skip
            messages.success(request, _("From now on this ladder holds."))
            return redirect("line-ladder", access.case.slug)
    holds = ladder_of(access.case, now)
    rows = _sent_rows(request) if problem else [_row(rung) for rung in holds.rungs]
    blank = {"name": "", "means": "text", "anchor": "due", "days": "0", "hours": "0"}
    return render(
        request, "drawdown/line/ladder.html",
        {
            "holds": holds, "rows": [*rows, *([blank] * SPARE)], "problem": problem, "sent": sent,
            "means": MEANS, "anchors": ANCHORS, "zone": order_of(access.case).header.zone,
            "changes": [(each, ladder_from_text(each.ladder))
                        for each in ladder_changes(access.case)[:20]],
            "within": int(holds.throttle.within / timedelta(hours=1)),
            "long": f"{holds.news.long / timedelta(hours=1):g}",
            "soon": f"{holds.news.soon / timedelta(hours=1):g}",
            "apart": int(holds.throttle.apart / timedelta(minutes=1)),
        },
        status=422 if problem else 200,
    )  # fmt: skip


def _row(rung: Rung) -> dict[str, str]:
    days, rest = divmod(rung.after, timedelta(days=1))
    if days < 0 and rest:
        days, rest = days + 1, rest - timedelta(days=1)
    hours = rest / timedelta(hours=1)
    return {
        "name": rung.name, "means": rung.means, "anchor": rung.anchor, "days": str(days),
        "hours": f"{hours:g}",
    }  # fmt: skip


def _sent_rows(request: CaseRequest) -> list[dict[str, str]]:
    names = ("name", "means", "anchor", "days", "hours")
    lists = [request.POST.getlist(name)[:20] for name in names]
    rows = [dict(zip(names, values, strict=False)) for values in zip(*lists, strict=False)]
    return [row for row in rows if row["name"].strip()]


def _read(request: CaseRequest) -> Ladder:
    """The form as a ladder.

    Raises:
        CheckInError: It cannot be one.
    """
    sent, rungs = request.POST, []
    for row in _sent_rows(request):
        if row["means"] not in MEANS or row["anchor"] not in ANCHORS:
            raise CheckInError(_("Choose what is done and from when it counts."))
        after = timedelta(days=_number(row["days"]), hours=_number(row["hours"]))
        rungs.append(Rung(row["name"].strip()[:40], row["means"], row["anchor"], after))  # type: ignore[arg-type]
    if not rungs:
        raise CheckInError(_("A ladder has at least one rung."))
    try:
        quiet = Quiet(time.fromisoformat(sent.get("quiet_from", "")),
                      time.fromisoformat(sent.get("quiet_to", "")))  # fmt: skip
    except ValueError:
        raise CheckInError(_("Quiet hours are times such as 21:00.")) from None
    throttle = Throttle(
        max(1, int(_number(sent.get("most", "")))),
        timedelta(hours=max(1.0, _number(sent.get("within", "")))),
        timedelta(minutes=max(0.0, _number(sent.get("apart", "")))),
    )
    news = News(
        timedelta(hours=max(0.0, _number(sent.get("long", "")))),
        timedelta(hours=max(0.0, _number(sent.get("soon", "")))),
    )
    return Ladder(tuple(rungs), sent.get("human", "").strip()[:120], quiet, throttle, news)


def _number(text: str) -> float:
    """A number of a form, within a year's hours.

    Raises:
        CheckInError: It is none.
    """
    try:
        found = float(text or "0")
    except ValueError:
        found = float("nan")
    if not abs(found) <= 8784:
        raise CheckInError(_("“%(text)s” is not a number.") % {"text": text})
    return found
