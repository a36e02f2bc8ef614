"""Reviews decided and pending, and check-ins: what the clauses in force count, in numbers alone."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from drawdown.order.clauses.check_in import CheckIn
from drawdown.order.clauses.custody_review import CustodyReview
from drawdown.order.inquiry import Inquiry
from drawdown.order.law import InForce
from drawdown.report.facts.numbers.sheet import Number, Sheet, Table

DETAIL, TOTAL = 2, 3

REVIEWS = ("covered", "decided", "released", "kept", "pending", "overdue", "not-overdue")
CALLS = ("due", "made", "excused", "open", "failure")


def add_reviews(sheet: Sheet, asked: Sequence[tuple[InForce, Inquiry]]) -> None:
    """Add where reviews stand, by clause and place; whoever is known not to be covered is out."""
    rows: list[tuple[str, ...]] = []
    labels: list[str] = []
    for item, ask in asked:
        if not isinstance(item.clause, CustodyReview) or item.standing != "in force":
            continue
        for standing in item.clause.standings(ask):
            if standing.people is None:
                sheet.missing.append(f"reviews:{item.clause.id}")
                continue
            place = standing.place.facility or "all"
            people = standing.people.filter(pl.col("state") != "gone")
            rows.append(_review(sheet, item.clause.id, place, people))
            labels.append(f"clause:{item.clause.id}@{place}")
    if rows:
        columns = tuple(f"review:{name}" for name in REVIEWS)
        sheet.tables.append(Table("reviews", tuple(labels), columns, tuple(rows)))


def _review(sheet: Sheet, clause: str, place: str, people: pl.DataFrame) -> tuple[str, ...]:
    decided, late = pl.col("state") == "decided", pl.col("state") == "overdue"
    count = people.select(
        released=(decided & pl.col("released")).sum(), kept=(decided & ~pl.col("released")).sum(),
        overdue=late.sum(), other=(~decided & ~late).sum(),
    ).row(0, named=True)  # fmt: skip
    name = {one: _key(sheet, f"review/{clause}/{place}/{one}") for one in REVIEWS}
    sheet.add(name["released"], Number(count["released"], DETAIL))
    sheet.add(name["kept"], Number(count["kept"], DETAIL))
    sheet.add(name["overdue"], _told(count["overdue"], DETAIL))
    sheet.add(name["not-overdue"], Number(count["other"], DETAIL))
    sheet.add_sum(name["decided"], [name["released"], name["kept"]], DETAIL)
    sheet.add_sum(name["pending"], [name["overdue"], name["not-overdue"]], DETAIL)
    sheet.add_sum(name["covered"], [name["decided"], name["pending"]], TOTAL)
    return tuple(name[one] for one in REVIEWS)


def add_calls(sheet: Sheet, asked: Sequence[tuple[InForce, Inquiry]]) -> None:
    """Add what became of the check-ins that were due."""
    rows: list[tuple[str, ...]] = []
    labels: list[str] = []
    for item, ask in asked:
        if not isinstance(item.clause, CheckIn) or item.standing != "in force":
            continue
        for place in item.clause.places(ask):
            calls = item.clause.calls(ask, place)
            where = place.facility or "all"
            name = {one: _key(sheet, f"check-in/{item.clause.id}/{where}/{one}") for one in CALLS}
            open_ = calls.theirs + calls.unknown + calls.nothing + calls.unnamed
            sheet.add(name["made"], Number(calls.made, DETAIL))
            sheet.add(name["excused"], Number(calls.excused, DETAIL))
            sheet.add(name["open"], _told(open_, DETAIL))
            sheet.add(name["failure"], _told(calls.failures, DETAIL))
            sheet.add_sum(name["due"], [name[one] for one in CALLS[1:]], TOTAL)
            sheet.add(name["due"], _told(calls.due, TOTAL))
            rows.append(tuple(name[one] for one in CALLS))
            labels.append(f"clause:{item.clause.id}@{where}")
    if rows:
        columns = tuple(f"check-in:{name}" for name in CALLS)
        sheet.tables.append(Table("check-ins", tuple(labels), columns, tuple(rows)))


def _key(sheet: Sheet, name: str) -> str:
    """The key of a number that is counted anew for each page."""
    sheet.running.append(name)
    return f"{name}@{sheet.on.isoformat()}"


def _told(value: int, cost: int) -> Number:
    """A number of which the status of the clause says whether there is any at all."""
    return Number(value, cost, pinned=value == 0, least=min(value, 1))
