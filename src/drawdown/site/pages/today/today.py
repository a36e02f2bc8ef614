"""Today: for each role, what is due and overdue, first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.answers import answer
from drawdown.site.pages.days import days_of
from drawdown.site.pages.today.gathered import Asked, gather
from drawdown.site.pages.today.task import in_order

SECTIONS = (
    ("overdue", _("Overdue")),
    ("today", _("Due today")),
    ("soon", _("Due within a week")),
    ("open", _("To be looked at")),
)


@case_page(May.SEE_ORDER)
def today(request: CaseRequest) -> HttpResponse:
    """The tasks of a day, the reader's own first."""
    days = days_of(request)
    found = answer(request.access.case, days.on, days.known)
    tasks = sorted(gather(Asked(request.access, days, found)), key=in_order)
    sections = [
        {
            "name": name,
            "title": title,
            "own": [t for t in tasks if t.when(days.on) == name and t.own],
            "others": [t for t in tasks if t.when(days.on) == name and not t.own],
        }
        for name, title in SECTIONS
    ]
    return render(
        request,
        "drawdown/today.html",
        {"days": days, "sections": sections, "behind": found.behind, "position": found.position},
    )
