"""The record as a list: the newest entries first, with filters."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from drawdown.record.entry import KINDS
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import SEALED_KINDS, May
from drawdown.site.cases.models import Row
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.record.chosen import Cells, all_seen, chosen, gist, rows_of

A_PAGE = 50


@case_page(May.SEE_RECORD)
def entries(request: CaseRequest) -> HttpResponse:
    """The entries asked for, fifty at a time."""
    access, wanted = request.access, chosen(request.GET)
    rows = rows_of(access, wanted)
    before = request.GET.get("before", "")
    if before.isdigit():
        rows = rows.filter(seq__lt=int(before))
    page = list(rows[: A_PAGE + 1])
    more = len(page) > A_PAGE
    page = page[:A_PAGE]
    header = order_of(access.case).header
    told = all_seen(access, page)
    lines = [_line(row, cells) for row, cells in zip(page, told, strict=True)]
    people = sorted({row.person for row in page if row.person})
    if people:
        access.looked("record", people=people, detail=wanted.query)
    return render(
        request,
        "drawdown/record/entries.html",
        {
            "lines": lines, "wanted": wanted, "kinds": sorted(KINDS), "zone": header.zone,
            "facilities": [f for f in header.facilities if access.reaches(f.id)],
            "names": header.names(), "next": page[-1].seq if more else None,
        },
    )  # fmt: skip


def _line(row: Row, cells: Cells) -> dict[str, object]:
    hidden = len(cells) < 4 and row.kind in SEALED_KINDS
    return {"row": row, "gist": gist(cells), "hidden": hidden}
