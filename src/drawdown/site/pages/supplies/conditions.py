"""Conditions and complaints, and inspections: what is reported, and a form for each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from drawdown.order.clauses.cohort import Cohort
from drawdown.order.clauses.spacing import Spacing
from drawdown.order.clauses.supply import Supply
from drawdown.order.document import Order
from drawdown.record.moments import end_of
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import Cells, NotAddedError
from drawdown.site.cases.clock import about, day_of
from drawdown.site.cases.models import Row
from drawdown.site.cases.orders import order_of
from drawdown.site.pages import entering
from drawdown.site.pages.days import Days, days_of
from drawdown.site.pages.supplies.where import Where, people_in_units, when, where_of
from drawdown.supply.stock import items_named

REPORTERS = ("held person", "inspector", "staff")
KEPT = ("no", "yes", "unknown")
MOST = 50


@case_page(May.SEE_COUNTS)
def conditions(request: CaseRequest) -> HttpResponse:
    """What was reported, the newest first; forms for who may report."""
    access, days = request.access, days_of(request)
    where = where_of(request)
    problems: dict[str, str] = {}
    if request.method == "POST":
        access.require(May.REPORT_CONDITIONS)
        kind = "inspection" if request.POST.get("kind") == "inspection" else "condition"
        problems, entry = _read(access, where, request, kind)
        if not problems:
            try:
                rows, new = entering.enter(access, entering.token_of(request.POST), [(kind, entry)])
            except NotAddedError as error:
                problems = {problem.column: problem.reason for problem in error.problems}
            else:
                said = _("Recorded as entry %(n)d.") if new else _("Recorded already: entry %(n)d.")
                messages.success(request, said % {"n": rows[0].seq})
                return redirect(f"{reverse('supplies-conditions', args=[access.case.slug])}"
                                f"?facility={where.facility}")  # fmt: skip
    order = order_of(access.case)
    before = request.GET.get("before", "")
    shown = reported(access, where.facility, days, int(before) if before.isdecimal() else None)
    return render(
        request, "drawdown/supplies/conditions.html",
        {
            "days": days, "where": where, "rows": shown[:MOST], "problems": problems,
            "older": shown[MOST - 1]["seq"] if len(shown) > MOST else None,
            "topics": topics_of(order), "reporters": REPORTERS, "kept": KEPT,
            "clauses": [(text.id, text.first.title or text.id) for text in order.clauses.values()],
            "units": [name for name, _n in
                      people_in_units(access.case, where.facility, days.today) if name],
            "sent": request.POST, "token": entering.new_token(), "zone": order.header.zone,
        },
        status=422 if problems else 200,
    )  # fmt: skip


def _read(
    access: Access, where: Where, request: CaseRequest, kind: str
) -> tuple[dict[str, str], Cells]:
    sent, problems = request.POST, {}
    cell, _day, wrong = when(access, sent.get("day", "").strip())
    if wrong:
        problems["day"] = wrong
    fields = (
        ("inspector", "clause", "result", "note") if kind == "inspection"
        else ("topic", "kept", "reporter", "unit", "excepted", "note")
    )  # fmt: skip
    entry = {name: sent.get(name, "").strip() for name in fields}
    needed = {"inspector": _("Say who inspected."), "result": _("Say what was found.")}
    if kind == "condition":
        needed = {"topic": _("Say what it is about."), "reporter": _("Choose who says so.")}
        entry["topic"] = entry["topic"] or sent.get("other", "").strip()
    problems |= {name: why for name, why in needed.items() if not entry[name]}
    return problems, {**entry, "date": cell, "facility": where.facility}


def topics_of(order: Order) -> list[str]:
    """What the order's clauses are answered by: each item, distance, mixing."""
    topics: dict[str, None] = {}
    for text in order.clauses.values():
        clause = text.first
        if isinstance(clause, Supply):
            topics |= dict.fromkeys(items_named(clause.items).values())
        elif isinstance(clause, Spacing):
            topics["distance"] = None
        elif isinstance(clause, Cohort):
            topics["mixing"] = None
    return sorted({**topics, "distance": None})


def reported(
    access: Access, facility: str, days: Days, before: int | None
) -> list[dict[str, Any]]:  # fmt: skip
    """Reports and inspections of a facility up to a day, as known on a day; one more than shown."""
    zone = order_of(access.case).header.zone
    rows = Row.objects.filter(case=access.case, facility=facility, date__lte=about(days.on)[1])
    known = end_of(days.known, zone) if days.known else None
    if known:
        rows = rows.filter(recorded__lte=known)
    if before:
        rows = rows.filter(seq__lt=before)
    rows = rows.annotate(gone=entering.replaced(known)).filter(gone=False)
    found = [  # each kind by itself, so that the index gives the latest
        one
        for kind in ("condition", "inspection")
        for one in islice(_up_to(days.on, rows.filter(kind=kind).order_by("-seq"), zone), MOST + 1)
    ]
    return sorted(found, key=lambda one: -int(one["seq"]))[: MOST + 1]


def _up_to(day: date, rows: QuerySet[Row], zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    """What a page shows of the entries up to a day of the court's."""
    for row in rows.iterator(chunk_size=MOST + 1):
        cells = json.loads(row.content or "{}")
        if (on := day_of(cells, zone)) <= day:
            yield {"seq": row.seq, "kind": row.kind, "date": on, "by": row.by, "cells": cells}
