"""Handouts logged from a phone: units, items, one tap; and taken back by who logged them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import ConflictError, NotAddedError
from drawdown.site.cases.clock import about, day_of, today_in
from drawdown.site.cases.models import Row
from drawdown.site.cases.orders import order_of
from drawdown.site.pages import entering
from drawdown.site.pages.supplies.where import (
    Where,
    items_at,
    people_in_units,
    when,
    where_of,
    whole_number,
)

LOGGED = ("handout", "stock")
"""What is logged here and can be taken back here."""
MOST = 100
LOOKED_AT = 700
"""Among so many of a facility's latest entries those of a day are looked for, by the index."""


@dataclass
class UnitLine:
    """A housing unit on the form."""

    name: str
    people: int
    quantity: str
    chosen: bool = False


@dataclass
class Form:
    """What the form holds: as it is first shown, or as it was sent."""

    units: list[UnitLine]
    items: list[tuple[str, bool]]
    other: str = ""
    to: str = "held"
    day: str = ""
    note: str = ""
    problems: dict[str, str] = field(default_factory=dict)


@case_page(May.LOG_SUPPLIES)
def log(request: CaseRequest) -> HttpResponse:
    """The form, and what was logged that day."""
    access, where = request.access, where_of(request)
    order = order_of(access.case)
    today = today_in(access.case, order.header.zone)
    units = people_in_units(access.case, where.facility, today)
    items = items_at(order, where.facility, today)
    form, status = _blank(units, items), 200
    if request.method == "POST":
        form, entries = _read(access, where, request.POST, units, items)
        if not form.problems:
            answer = _save(request, where, form, entries)
            if answer is not None:
                return answer
        status = 422
    return render(
        request, "drawdown/supplies/log.html",
        {
            "where": where, "form": form, "today": today, "token": entering.new_token(),
            "logged": logged_on(access, where.facility, today, "handout"),
            "signature": access.signature, "zone": order.header.zone,
        },
        status=status,
    )  # fmt: skip


def _blank(units: list[tuple[str, int]], items: list[str]) -> Form:
    lines = [UnitLine(name, people, str(people)) for name, people in units if name]
    everybody = sum(people for _name, people in units)
    lines.append(UnitLine("", everybody, str(everybody)))
    return Form(lines, [(item, False) for item in items])


def _read(
    access: Access, where: Where, sent: QueryDict, units: list[tuple[str, int]], items: list[str]
) -> tuple[Form, list[tuple[str, dict[str, str]]]]:
    """What was sent as entries, or with what is wrong with it."""
    form = _blank(units, items)
    wanted = sent.getlist("unit")
    form.items = [(item, item in sent.getlist("item")) for item in items]
    form.other, form.note = sent.get("other", "").strip()[:80], sent.get("note", "").strip()
    form.to = "staff" if sent.get("to") == "staff" else "held"
    form.day = sent.get("day", "").strip()
    known = {line.name for line in form.units}
    form.units[:0] = [UnitLine(name[:80], 0, "") for name in wanted if name not in known]
    for line in form.units:
        line.chosen = line.name in wanted
        line.quantity = sent.get(f"quantity:{line.name}", line.quantity).strip()
    cell, _day, wrong = when(access, form.day)
    if wrong:
        form.problems["day"] = wrong
    chosen = [item for item, yes in form.items if yes] + ([form.other] if form.other else [])
    if not chosen:
        form.problems["item"] = _("Choose what was handed out.")
    if not any(line.chosen for line in form.units):
        form.problems["unit"] = _("Choose where it was handed out.")
    entries = []
    for line in form.units:
        if not line.chosen:
            continue
        quantity = whole_number(line.quantity)
        if not quantity:
            form.problems[f"quantity:{line.name}"] = _("Expected a whole number of 1 or more.")
            continue
        entries += [
            ("handout", {
                "date": cell, "facility": where.facility, "item": item, "unit": line.name,
                "quantity": str(quantity), "to": form.to, "note": form.note,
            })
            for item in dict.fromkeys(chosen)
        ]  # fmt: skip
    return form, entries


def _save(
    request: CaseRequest, where: Where, form: Form, entries: list[tuple[str, dict[str, str]]]
) -> HttpResponse | None:
    try:
        rows, new = entering.enter(request.access, entering.token_of(request.POST), entries)
    except NotAddedError as error:
        form.problems |= {problem.column: problem.reason for problem in error.problems}
        return None
    if new:
        messages.success(
            request, ngettext(
                "Logged %(n)d handout, entry %(first)d.",
                "Logged %(n)d handouts, entries %(first)d to %(last)d.", len(rows),
            ) % {"n": len(rows), "first": rows[0].seq, "last": rows[-1].seq},
        )  # fmt: skip
    else:
        messages.info(
            request, _("This was logged already, from entry %(n)d on; nothing was doubled.")
            % {"n": rows[0].seq},
        )  # fmt: skip
    return redirect(f"{reverse('supplies-log', args=[request.access.case.slug])}"
                    f"?facility={where.facility}")  # fmt: skip


def logged_on(access: Access, facility: str, day: date, kind: str) -> list[dict[str, Any]]:
    """What was logged of a day, the newest first: each with whether it can be taken back."""
    kept = Row.objects.filter(case=access.case, facility=facility, kind=kind)
    latest = kept.order_by("-seq").values_list("seq", "date")[:LOOKED_AT]
    first, last = about(day)
    numbers = [seq for seq, of in latest if first <= of <= last]
    rows = (
        kept.filter(seq__in=numbers, person="")
        .annotate(gone=entering.replaced()).order_by("-seq")
    )  # fmt: skip
    zone = order_of(access.case).header.zone
    found = ((row, json.loads(row.content or "{}")) for row in rows)
    return [
        {
            "seq": row.seq, "by": row.by, "gone": row.gone, "recorded": row.recorded,
            "cells": cells, "own": row.by == access.signature and not row.gone,
        }
        for row, cells in islice((o for o in found if day_of(o[1], zone) == day), MOST)
    ]  # fmt: skip


@require_POST
@case_page(May.LOG_SUPPLIES)
def take_back(request: CaseRequest, seq: int) -> HttpResponse:
    """Take back what one logged oneself; others correct it in the record."""
    access = request.access
    row = Row.objects.filter(case=access.case, seq=seq, kind__in=LOGGED).first()
    if row is None:
        raise Http404
    access.require_facility(row.facility)
    if row.by != access.signature:
        raise PermissionDenied
    try:
        entering.take_back(
            access, row, entering.token_of(request.POST), "logged by mistake; taken back at once"
        )
    except (ConflictError, NotAddedError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Entry %(n)d is taken back. Both are kept.") % {"n": seq})
    name = "supplies-log" if row.kind == "handout" else "supplies-stock"
    return redirect(f"{reverse(name, args=[access.case.slug])}?facility={row.facility}")
