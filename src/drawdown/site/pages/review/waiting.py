"""Who waits for a decision, in the order that the court's deadlines give; never by a score."""

from __future__ import annotations

from urllib.parse import urlencode

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.pages.days import days_of
from drawdown.site.pages.review.queue import OPEN, queue_of

A_PAGE = 50
STATES = {
    "overdue": _("overdue"),
    "due": _("due today"),
    "waiting": _("waiting"),
    "deferred": _("deferred"),
    "unclear": _("not known whether covered"),
    "decided": _("decided"),
}
"""What each state is called."""


@case_page(May.SEE_PEOPLE)
def waiting(request: CaseRequest) -> HttpResponse:
    """The queue, fifty people a page."""
    access, days = request.access, days_of(request)
    standing = queue_of(access, days.on, days.known)
    clause, facility, state = (request.GET.get(n, "") for n in ("clause", "facility", "state"))
    rows = standing.rows.filter(pl.col("state") != "decided")
    if clause:
        rows = rows.filter(pl.col("clause") == clause)
    if facility:
        rows = rows.filter(pl.col("facility") == facility)
    if state in OPEN:
        rows = rows.filter(pl.col("state") == state)
    start = request.GET.get("from", "")
    is_number = start.isascii() and start.isdigit() and len(start) < 10
    first = min(int(start), len(rows)) if is_number else 0
    page = [
        row | {"late": -(row["days"] or 0)}
        for row in rows.slice(first, A_PAGE).iter_rows(named=True)
    ]
    if page:
        access.looked("queue", people=sorted({row["person"] for row in page}))
    query = {
        "clause": clause, "facility": facility, "state": state, "on": days.on.isoformat(),
        "known": days.known.isoformat() if days.known else "",
    }  # fmt: skip
    titles = {
        text.id: text.first.title or text.id for text in standing.order.clauses.values()
        if text.first.kind == "custody_review"
    }  # fmt: skip
    return render(
        request,
        "drawdown/review/waiting.html",
        {
            "days": days, "lines": page, "states": STATES, "titles": titles,
            "numbers": {name: standing.numbers.get(name, 0) for name in STATES},
            "places": standing.places,
            "names": standing.order.header.names(), "total": len(rows), "first": first,
            "facilities": [f for f in standing.order.header.facilities if access.reaches(f.id)],
            "clause": clause, "facility": facility, "state": state,
            "next": urlencode({**query, "from": first + A_PAGE})
            if first + A_PAGE < len(rows) else "",
            "unanswered": standing.unanswered, "behind": standing.behind,
            "position": standing.position, "since": len(standing.decided_since),
        },
    )  # fmt: skip
