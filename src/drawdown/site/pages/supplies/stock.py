"""Counts of the stock: one number an item, what is not counted left blank."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import NotAddedError
from drawdown.site.cases.clock import today_in
from drawdown.site.cases.orders import order_of
from drawdown.site.pages import entering
from drawdown.site.pages.supplies.handouts import logged_on
from drawdown.site.pages.supplies.where import (
    items_at,
    people_in_units,
    when,
    where_of,
    whole_number,
)


@case_page(May.LOG_SUPPLIES)
def stock(request: CaseRequest) -> HttpResponse:
    """The form, and what was counted today."""
    access, where = request.access, where_of(request)
    order = order_of(access.case)
    today = today_in(access.case, order.header.zone)
    items = items_at(order, where.facility, today)
    sent, problems = request.POST, {}
    if request.method == "POST":
        cell, _day, wrong = when(access, sent.get("day", "").strip())
        if wrong:
            problems["day"] = wrong
        other = sent.get("other", "").strip()
        asked = [(item, sent.get(f"count:{item}", "").strip()) for item in items]
        asked += [(other, sent.get("count:", "").strip())] if other else []
        entries = []
        for item, text in asked:
            quantity = whole_number(text)
            if text and quantity is None:
                problems[f"count:{item}"] = _("Expected a whole number of 0 or more.")
            elif text:
                entries.append(("stock", {
                    "date": cell, "facility": where.facility, "item": item,
                    "quantity": str(quantity), "unit": sent.get("unit", "").strip(),
                }))  # fmt: skip
        if not entries and not problems:
            problems[""] = _("Write at least one number.")
        if not problems:
            try:
                rows, new = entering.enter(access, entering.token_of(sent), entries)
            except NotAddedError as error:
                problems = {problem.column: problem.reason for problem in error.problems}
            else:
                said = ngettext(
                    "Recorded %(n)d count, entry %(first)d.",
                    "Recorded %(n)d counts, from entry %(first)d on.", len(rows),
                )  # fmt: skip
                if not new:
                    said = _("This was recorded already as entry %(first)d.")
                messages.success(request, said % {"n": len(rows), "first": rows[0].seq})
                return redirect(f"{reverse('supplies-stock', args=[access.case.slug])}"
                                f"?facility={where.facility}")  # fmt: skip
    return render(
        request, "drawdown/supplies/stock.html",
        {
            "where": where, "today": today, "token": entering.new_token(), "problems": problems,
            "lines": [(item, sent.get(f"count:{item}", ""), problems.get(f"count:{item}", ""))
                      for item in items],
            "units": [name for name, _n in people_in_units(access.case, where.facility, today)
                      if name],
            "sent": sent, "logged": logged_on(access, where.facility, today, "stock"),
            "zone": order.header.zone,
        },
        status=422 if problems else 200,
    )  # fmt: skip
