"""Supplies at a glance: per facility and item the last handout, the next due, what is foreseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render

from drawdown.finding import case as finding_case
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.answers import keep
from drawdown.site.cases.models import Row
from drawdown.site.pages.days import days_of
from drawdown.supply.forecast import Forecast, forecast
from drawdown.supply.sides import conflicts
from drawdown.supply.stock import items_named

CONFLICTS_SINCE = timedelta(days=13)
MOST = 60
_URGENT = {"short": 0, "undetermined": 1, "enough": 2}


@dataclass(frozen=True)
class Line:
    """One item at one facility.

    Attributes:
        last: The day of the last handout to people held or staff; none where there is none.
        quantity: How many were handed out that day.
        conflicts: How many reports conflict with the log.
        foreseen: What is foreseen for each clause that asks for the item.
    """

    facility: str
    item: str
    last: date | None
    quantity: int
    conflicts: int
    foreseen: tuple[Forecast, ...]

    @property
    def next_due(self) -> date | None:
        """The next day on which any clause asks for it."""
        return min((one.next_due for one in self.foreseen if one.next_due), default=None)

    @property
    def urgency(self) -> tuple[int, int, date]:
        """Conflicts first, then shortages by their day, then what cannot be said, then the rest."""
        worst = min((_URGENT[one.foreseen] for one in self.foreseen), default=3)
        short = min((one.short_on for one in self.foreseen if one.short_on), default=date.max)
        return (0 if self.conflicts else 1, worst, short)


@dataclass(frozen=True)
class Supplies:
    """Every line, and the conflicts of two weeks."""

    lines: tuple[Line, ...]
    conflicts: tuple[dict[str, Any], ...]


def read_supplies(case: finding_case.Case, on: date, known: date | None) -> Supplies:
    """What is to be read of all facilities on a day, as known on a day."""
    view = case.record.as_known(known)
    against = conflicts(case, on - CONFLICTS_SINCE, on, known, view=view)
    foreseen: dict[tuple[str, str], list[Forecast]] = {}
    for one in forecast(case, on, known, view=view):
        foreseen.setdefault((one.facility, one.item), []).append(one)
    last = {(row[0], row[1]): (row[2], row[3]) for row in _last(view.entries("handout"), on)}
    number = {
        (facility, item): count
        for facility, item, count in against.group_by("facility", "item").len().iter_rows()
    }
    lines = []
    for facility, item in dict.fromkeys([*foreseen, *last]):
        day, quantity = last.get((facility, item), (None, 0))
        lines.append(
            Line(
                facility, item, day, quantity, number.get((facility, item), 0),
                tuple(foreseen.get((facility, item), ())),
            )
        )  # fmt: skip
    rows = against.sort("reported", descending=True).rows(named=True)
    return Supplies(tuple(sorted(lines, key=lambda line: line.urgency)), tuple(rows))


def _last(handouts: pl.DataFrame, on: date) -> Iterator[tuple[str, str, date, int]]:
    """The last day on which each item was handed out at each facility, and how many."""
    given = handouts.filter(
        (pl.col("date") <= on) & (pl.col("to").cast(pl.String) != "transferred")
    )
    if given.is_empty():
        return
    names = items_named(given["item"].unique().to_list())
    named = given.with_columns(item=pl.col("item").replace_strict(names, return_dtype=pl.String))
    key = ["facility", "item"]
    latest = named.filter(pl.col("date") == pl.col("date").max().over(key))
    yield from latest.group_by(key).agg(
        pl.col("date").first(), pl.col("quantity").sum()
    ).sort(key).iter_rows()  # fmt: skip


@case_page(May.SEE_COUNTS)
def supplies(request: CaseRequest) -> HttpResponse:
    """Conflicts first, then what runs short, item by item."""
    access, days = request.access, days_of(request)
    position, found, case = keep(
        access.case, ("supplies", days.on, days.known),
        lambda now: read_supplies(now.case, days.on, days.known), days.known,
    )  # fmt: skip
    lines = [line for line in found.lines if access.reaches(line.facility)]
    against = [row for row in found.conflicts if access.reaches(row["facility"])]
    return render(
        request, "drawdown/supplies/supplies.html",
        {
            "days": days, "lines": lines, "conflicts": against[:MOST],
            "more": max(0, len(against) - MOST), "numbers": numbers_of(access, against[:MOST]),
            "names": case.order.header.names(), "zone": case.order.header.zone,
            "position": position, "behind": max(0, access.case.position - position),
        },
    )  # fmt: skip


def numbers_of(access: Access, against: list[dict[str, Any]]) -> dict[str, int]:
    """The numbers of the entries that conflict, for who may see the record."""
    if May.SEE_RECORD not in access.may or not against:
        return {}
    names = {row[side] for row in against for side in ("handout", "report")}
    rows = Row.objects.filter(case=access.case, name__in=sorted(names)[:300])
    return dict(rows.values_list("name", "seq"))
