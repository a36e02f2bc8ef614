"""A facility: counts against limits, housing units, supplies by both sides, findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from drawdown.finding import case as finding_case
from drawdown.order.clauses.population import Population
from drawdown.order.header import CapacityStatement, Header
from drawdown.order.inquiry.room import distanced_capacity, rooms
from drawdown.order.law import law_on
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.answers import answer, keep
from drawdown.site.cases.models import Row
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.days import days_of
from drawdown.site.pages.facility import chart, plans
from drawdown.site.pages.facility.asking import asking, place_of
from drawdown.site.pages.facility.cards import Held, held_everywhere, limits_among
from drawdown.site.pages.facility.over_time import OverTime
from drawdown.space.measure import convert
from drawdown.supply.sides import conflicts, side_by_side

DAYS_OF_SUPPLIES = 14
MOST_ROWS = 120
SHOWN_ABOVE = ("population", "spacing")
"""Kinds of clause whose findings stand with the counts and the housing units."""


@dataclass(frozen=True)
class Unit:
    """A housing unit on a day: people in it, and how many could keep the distance."""

    name: str
    fewest: int | None
    most: int | None
    least_room: float | None
    most_room: float | None

    @property
    def over(self) -> int:
        """How many more people than can keep the distance are there for certain."""
        if self.fewest is None or self.most_room is None:
            return 0
        return max(0, self.fewest - int(self.most_room))


@dataclass(frozen=True)
class Stated:
    """A statement of capacity, and for what it governs."""

    value: str
    kind: str
    source: str
    day: date | None
    known: str
    note: str
    governs: tuple[str, ...] = ()
    for_all: bool = False


@dataclass(frozen=True)
class Supplies:
    """What both sides say of supplies, and where they conflict."""

    rows: list[dict[str, Any]]
    more: int
    conflicts: list[dict[str, Any]]
    since: date


@dataclass(frozen=True)
class Page:
    """What is read of the whole record for the page of a facility."""

    units: list[Unit]
    supplies: Supplies
    stated: list[Stated] = field(default_factory=list)


def read_page(
    case: finding_case.Case, facility: str, on: date, known: date | None, feet: float
) -> Page:
    """The parts of the page that need the whole record, on a day, as known on a day."""
    return Page(
        units_of(case, facility, on, known, feet), supplies_of(case, facility, on, known),
        stated_of(case, facility, on, known),
    )  # fmt: skip


def units_of(
    case: finding_case.Case, facility: str, on: date, known: date | None, feet: float
) -> list[Unit]:
    """The housing units with people in them and room for how many at a distance."""
    ask = asking(case, on, known)
    place = place_of(case.order.header, facility)
    found = rooms(ask, place, 0, distanced_capacity(ask, place, feet))
    return [
        Unit(row["unit"], row["fewest"], row["most"], row["capacity_least"], row["capacity_most"])
        for row in found.sort("unit").iter_rows(named=True)
        if row["unit"] or row["capacity_most"] is not None
    ]  # fmt: skip


def supplies_of(
    case: finding_case.Case, facility: str, on: date, known: date | None
) -> Supplies:  # fmt: skip
    """What was logged and what was reported in the two weeks up to a day."""
    since, view = on - timedelta(days=DAYS_OF_SUPPLIES - 1), case.record.as_known(known)
    here = pl.col("facility") == facility
    rows = side_by_side(case, since, on, known, view=view).filter(here)
    rows = rows.sort("conflict", "date", "item", "unit", descending=[True, True, False, False])
    against = conflicts(case, since, on, known, view=view).filter(here)
    return Supplies(
        rows.head(MOST_ROWS).rows(named=True), max(0, len(rows) - MOST_ROWS),
        against.sort("reported", descending=True).head(MOST_ROWS).rows(named=True), since,
    )  # fmt: skip


def stated_of(
    case: finding_case.Case, facility: str, on: date, known: date | None
) -> list[Stated]:  # fmt: skip
    """Every statement of the facility's capacity, in the order file and in the record."""
    header = case.order.header
    clauses = [
        item.clause for item in law_on(case.order, on, known)
        if isinstance(item.clause, Population)
    ]  # fmt: skip
    found = [_stated(one, header, clauses) for one in header.capacity if one.facility == facility]
    ask = asking(case, on, known)
    entries = ask.entries("capacity", place_of(header, facility))
    found += [
        Stated(row["value"], row["measure"], row["source"], row["date"], "", row["note"])
        for row in entries.filter(pl.col("unit") == "").iter_rows(named=True)
    ]
    return found


def _stated(one: CapacityStatement, header: Header, clauses: list[Population]) -> Stated:
    governs = tuple(c.title or c.id for c in clauses if c.governing.get(one.facility) == one.id)
    return Stated(
        str(one.value), one.kind, one.source, one.date, one.known, one.note, governs,
        header.governing.get(one.facility) == one.id,
    )  # fmt: skip


@case_page(May.SEE_COUNTS)
def facility(request: CaseRequest, facility: str) -> HttpResponse:
    """The page of one facility."""
    access, order = request.access, order_of(request.access.case)
    names = order.header.names()
    if facility not in names:
        raise Http404
    access.require_facility(facility)
    days, since = days_of(request, order), chart.since_of(request)
    case, distance = access.case, plans.distance_of(order)
    feet = float(convert(Fraction(distance[0]), distance[1], "ft"))
    found = answer(case, days.on, days.known)
    _at, shown = chart.shown_over_time(case, facility, days, since)
    _at, page, _case = keep(
        case, ("facility", facility, days.on, days.known),
        lambda now: read_page(now.case, facility, days.on, days.known, feet), days.known,
    )  # fmt: skip
    _at, held, _case = keep(
        case, ("held everywhere", days.on, days.known),
        lambda now: held_everywhere(now.case, days.on, days.known), days.known,
    )  # fmt: skip
    own = [one for one in found.findings if one.facility == facility]
    return render(
        request, "drawdown/facility/one.html",
        {
            "days": days, "facility": order.header.facility(facility), "names": names,
            "held": _held(held, facility), "limits": limits_among(own), "page": page,
            "governs_none": not any(one.for_all or one.governs for one in page.stated),
            "spacing": [one for one in own if one.law.clause.kind == "spacing"],
            "findings": [one for one in own if one.law.clause.kind not in SHOWN_ABOVE],
            "chart": chart.chart_of(names[facility], shown), "shown": shown, "since": since,
            "picture": chart.picture_address(case, facility, days, since),
            "table": _table(shown),
            "levels": shown.levels, "plans": plans.plans_shown(case, facility, distance),
            "distance": distance, "numbers": _numbers(access, page.supplies),
            "behind": found.behind, "position": found.position, "zone": order.header.zone,
        },
    )  # fmt: skip


def _held(held: dict[str, tuple[Held, ...]], facility: str) -> tuple[Held, ...]:
    return held.get(facility, ())


def _table(shown: OverTime) -> SafeString:
    """The table behind the chart, which is the same for every reader of a language."""
    language = get_language() or ""
    if language not in shown.tables:
        accounts = [(chart.called(one), one.governs) for one in shown.accounts if one.people]
        shown.tables[language] = render_to_string(
            "drawdown/facility/day_by_day.html", {"rows": _rows(shown), "accounts": accounts}
        )
    return shown.tables[language]


def _rows(shown: OverTime) -> list[dict[str, Any]]:
    """The rows behind the chart: each day with every account's number, the newest first."""
    accounts = [one for one in shown.accounts if one.people]
    return [
        {
            "day": day, "people": [one.people.get(day) for one in accounts],
            "conflict": shown.conflicting(day),
            "levels": [
                level for level in shown.levels
                if level.binds <= day and (level.until is None or day <= level.until)
            ],
        }
        for day in shown.days
    ]  # fmt: skip


def _numbers(access: Access, supplies: Supplies) -> dict[str, int]:
    """The numbers of the entries that conflict, for who may see the record."""
    if May.SEE_RECORD not in access.may or not supplies.conflicts:
        return {}
    names = {row[side] for row in supplies.conflicts for side in ("handout", "report")}
    rows = Row.objects.filter(case=access.case, name__in=sorted(names)[:300])
    return dict(rows.values_list("name", "seq"))
