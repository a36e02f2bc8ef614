"""The page of transfers: who was moved without what the order requires, first; and its export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render

from drawdown.finding import case as finding_case
from drawdown.order.clauses.supply import Supply
from drawdown.order.clauses.transfer import Transfer
from drawdown.record.spreadsheet import harmless
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.answers import answer, keep
from drawdown.site.cases.models import Case
from drawdown.site.pages.days import Days, days_of
from drawdown.site.pages.transfers.moved import STATES, Moved, chosen, in_words, read_moved

A_PAGE = 50
COLUMNS = (
    "clause", "state", "lacking", "unclear", "person", "facility", "to", "date", "known_from",
    "entry", "note",
)  # fmt: skip


class Asked:
    """What was asked for in the address."""

    def __init__(self, request: CaseRequest) -> None:
        get = request.GET
        self.facility = get.get("facility", "")
        self.state = get.get("state", "") if get.get("state") in STATES else ""
        self.bad, self.day = "", None
        try:
            self.day = date.fromisoformat(get["day"]) if get.get("day") else None
        except ValueError:
            self.bad = get["day"]
        page = get.get("page", "1")
        self.page = max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1

    @property
    def query(self) -> str:
        """The filters as they stand in an address."""
        parts = {"facility": self.facility, "state": self.state,
                 "day": self.day.isoformat() if self.day else ""}  # fmt: skip
        return urlencode({name: value for name, value in parts.items() if value})


def kept_moved(case: Case, days: Days) -> tuple[int, Moved, finding_case.Case]:
    """Every transfer under every clause as of a day, counted once; and what it was counted from."""
    return keep(
        case, ("moved", days.on, days.known),
        lambda now: read_moved(now.case, days.on, days.known), days.known,
    )  # fmt: skip


@case_page(May.SEE_PEOPLE)
def transfers(request: CaseRequest) -> HttpResponse:
    """Transfers without what must come first, then unclear, then fine, then under an exception."""
    access, days, asked = request.access, days_of(request), Asked(request)
    if asked.facility:
        access.require_facility(asked.facility)
    position, moved, case = kept_moved(access.case, days)
    rows = chosen(moved.rows, asked.facility, asked.day, asked.state, access.facility)
    start = (asked.page - 1) * A_PAGE
    shown = [_shown(row, moved) for row in rows.slice(start, A_PAGE).iter_rows(named=True)]
    people = list(dict.fromkeys(row["person"] for row in shown))
    if people:
        access.looked("transfers", people=people, detail=asked.query)
    found = answer(access.case, days.on, days.known)
    keep_days = days.query.removeprefix("?")
    return render(
        request, "drawdown/transfers/transfers.html",
        {
            "days": days, "asked": asked, "rows": shown, "total": len(rows), "states": STATES,
            "findings": [
                (one, moved.tally(number)) for number, one in enumerate(moved.findings)
                if access.reaches(one.facility)
            ],
            "others": [one for one in found.findings if access.reaches(one.facility)
                       and isinstance(one.law.clause, Supply)
                       and one.law.clause.to == "transferred"],
            "places": [(id_, name) for id_, name in case.order.header.names().items()
                       if access.reaches(id_)],
            "names": case.order.header.names(), "zone": case.order.header.zone,
            "query": "&".join(part for part in (keep_days, asked.query) if part),
            "before": asked.page - 1, "after": asked.page + 1 if start + A_PAGE < len(rows) else 0,
            "position": position, "behind": max(0, access.case.position - position),
        },
    )  # fmt: skip


def _shown(row: dict[str, Any], moved: Moved) -> dict[str, Any]:
    finding = moved.findings[row["finding"]]
    clause = finding.law.clause
    own = clause if isinstance(clause, Transfer) else None
    return {
        **row, "title": clause.title or clause.id, "stayed": finding.law.standing == "stayed",
        "lacking": [in_words(need, own) for need in row["lacking"]],
        "unclear": [in_words(need, own) for need in row["unclear"]],
        "place": finding.facility or "all",
    }  # fmt: skip


@case_page(May.SEE_PEOPLE, May.EXPORT)
def export(request: CaseRequest) -> HttpResponse:
    """Everything that the filters choose, as CSV that a spreadsheet only ever reads as text."""
    access, days, asked = request.access, days_of(request), Asked(request)
    if asked.facility:
        access.require_facility(asked.facility)
    _position, moved, case = kept_moved(access.case, days)
    rows = chosen(moved.rows, asked.facility, asked.day, asked.state, access.facility)
    access.looked(
        "export", people=rows["person"].unique().sort().head(2000).to_list(),
        detail=f"transfers: {asked.query or 'all'}, {len(rows)} rows",
    )  # fmt: skip
    lines = "".join(_csv(rows, moved, case.order.header.zone))
    response = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{access.case.slug}-transfers-{days.on}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(rows: pl.DataFrame, moved: Moved, zone: ZoneInfo) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\r\n"
    for row in rows.iter_rows(named=True):
        shown = _shown(row, moved)
        at = row["date_at"].astimezone(zone).strftime("%Y-%m-%d %H:%M") if row["date_at"] else ""
        cells = [
            row["clause"], row["state"], "; ".join(shown["lacking"]), "; ".join(shown["unclear"]),
            row["person"], row["facility"], row["to"] or "", at or str(row["date"]),
            "transfer" if row["said"] else "stay or exit", row["id"], row["note"] or "",
        ]  # fmt: skip
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
        yield buffer.getvalue()
