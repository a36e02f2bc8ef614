"""One finding in full: the words, the rule, the dates, the entries, and what they correct."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import polars as pl
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drawdown.finding.explain import explained
from drawdown.finding.finding import Finding
from drawdown.order.inquiry.preceding import NO, UNKNOWN, YES
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import PERSON_KINDS, May
from drawdown.site.cases.answers import findings_of
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.days import Days, days_of

MOST = 100
"""Entries shown on a page; the export has all."""


@case_page(May.SEE_ORDER)
def finding(request: CaseRequest, clause: str, place: str) -> HttpResponse:
    """A finding with everything that it rests on."""
    access, days = request.access, days_of(request)
    facility = None if place == "all" else place
    access.require_facility(facility)
    if clause not in order_of(access.case).clauses:
        raise Http404
    position, found, case = findings_of(access.case, clause, days.on, days.known)
    asked = next((one for one in found if one.facility == facility), None)
    if asked is None:
        raise Http404
    one = explained(case, asked, days.on, days.known)
    zone = case.order.header.zone
    rows, hidden = shown_rows(access, one.rows, zone)
    corrected, _ = shown_rows(access, one.corrected, zone)
    people = sorted({row["person"] for row in rows if row.get("person")})
    if people:
        access.looked("finding", people=people[:MOST], detail=clause)
    return render(
        request,
        "drawdown/finding.html",
        {
            "days": days, "one": asked, "explained": one, "rows": rows, "hidden": hidden,
            "columns": _columns(rows), "corrected": corrected,
            "corrected_columns": _columns(corrected), "names": case.order.header.names(),
            "position": position, "behind": max(0, access.case.position - position),
            "total": len(one.rows), "zone": zone, **_infection(access, asked, days),
        },
    )  # fmt: skip


def _infection(access: Access, asked: Finding, days: Days) -> dict[str, str]:
    """Where the page has what infection would do, of clauses on people held or distance."""
    if asked.law.clause.kind not in ("population", "spacing") or May.SEE_COUNTS not in access.may:
        return {}
    query = urlencode({"facility": asked.facility or ""}) + days.query.replace("?", "&", 1)
    part, page = (
        reverse(name, args=[access.case.slug]) for name in ("outbreak-beside", "outbreak")
    )
    return {"beside": f"{part}?{query}", "beside_page": f"{page}?{query}"}


def shown_rows(
    access: Access, frame: pl.DataFrame, zone: ZoneInfo
) -> tuple[list[dict[str, Any]], bool]:
    """The first rows of entries, as far as the reader may see them.

    Returns:
        The rows without blank cells, and whether something was left out for the reader's role.
    """
    people = "person" in frame.columns
    if people and May.SEE_PEOPLE not in access.may:
        return [], len(frame) > 0
    rows = []
    for row in frame.head(MOST).iter_rows(named=True):
        kind = _kind(frame, row)
        cells = {
            name: _text(name, value, row, zone)
            for name, value in row.items()
            if value not in (None, "", []) and not name.endswith("_at")
        }
        rows.append(access.cells(kind, cells) if people else cells)
    return rows, False


def _kind(frame: pl.DataFrame, row: dict[str, Any]) -> str:
    """The kind of entry that a row is, as far as its columns tell: health shows as health."""
    if row.get("kind") in PERSON_KINDS:
        return str(row["kind"])
    if "decider" in frame.columns:
        return "decision"
    if {"name", "value"} <= set(frame.columns) or {"lacking"} & set(frame.columns):
        return "fact"
    return "stay"


def _columns(rows: list[dict[str, Any]]) -> list[str]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [name for name in names if name not in ("id", "recorded", "n")]


LOOKED_UP = {NO: _("no"), UNKNOWN: _("unknown"), YES: _("yes")}
"""What the record has of something that must come first, in columns made by a clause."""


def _text(name: str, value: object, row: dict[str, Any], zone: ZoneInfo) -> str:
    """A cell for people: a time in the court's zone, yes and no in words."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if name == "keeps" or name.endswith("_first"):
        return str(LOOKED_UP.get(value, value))  # type: ignore[call-overload]
    time = row.get(f"{name}_at")
    if isinstance(time, datetime):
        return time.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value)
