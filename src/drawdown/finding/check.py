"""Findings for every clause of a case on a day, as known on a day."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime

import polars as pl

from drawdown.finding.case import Case
from drawdown.finding.destroyed import destroyed_in
from drawdown.finding.finding import Finding, OtherReading
from drawdown.order.calendar import Computed
from drawdown.order.document import Order
from drawdown.order.due import Clock
from drawdown.order.inquiry import Inquiry, Outcome, Status
from drawdown.order.law import InForce, law_on
from drawdown.record.record import View

SIDE_BY_SIDE = 50_000
"""From how many entries on clauses are answered side by side; below it, threads cost more."""


def check(
    case: Case,
    on: date,
    known: date | None = None,
    *,
    clauses: Iterable[str] | None = None,
    view: View | None = None,
) -> list[Finding]:
    """The findings of a case.

    Args:
        case: The order and the record.
        on: The day asked about: what stood at its end.
        known: As known at the end of this day; None: everything known now.
        clauses: Only these, by id.
        view: The record as known then, where it was already read.
    """
    wanted = None if clauses is None else set(clauses)
    asked = [
        (item, ask)
        for item, ask in inquiries(case, on, known, view=view)
        if wanted is None or item.clause.id in wanted
    ]
    gone = destroyed_in(case.record)
    return [
        replace(finding, explanation=f"{finding.explanation} {gone.says}") if gone else finding
        for found in _each(_findings, asked, len(case.record))
        for finding in found
    ]


def inquiries(
    case: Case, on: date, known: date | None = None, *, view: View | None = None
) -> list[tuple[InForce, Inquiry]]:
    """Every clause ruled by a day, each with the question that is put to it; as `check` asks.

    Args:
        case: The order and the record.
        on: The day asked about.
        known: As known at the end of this day; None: everything known now.
        view: The record as known then, where it was already read.
    """
    view = view.anew() if view else case.record.as_known(known)
    law = law_on(case.order, on, known)
    clock = clock_of(case.order, view, on, known)
    others = {item.clause.id: item.clause for item in law if item.standing == "in force"}
    return [(item, Inquiry(on, item.since, view, case.order.header, clock, others)) for item in law]


def _each(
    answer: Callable[[InForce, Inquiry], list[Finding]],
    asked: list[tuple[InForce, Inquiry]],
    entries: int,
) -> Iterator[list[Finding]]:
    """Answer clauses one after the other or, where there is much to read, side by side.

    Clauses share nothing but the view, where what two of them ask at once is at worst made twice.
    """
    if entries < SIDE_BY_SIDE or len(asked) < 2:
        yield from (answer(item, ask) for item, ask in asked)
        return
    with ThreadPoolExecutor(max_workers=min(4, (os.cpu_count() or 1) + 1)) as pool:
        yield from pool.map(answer, *zip(*asked, strict=True))


def clock_of(order: Order, view: View, on: date, known: date | None = None) -> Clock:
    """How the order's dates are computed, with the rulings and milestones known by then."""
    triggers: dict[str, date | datetime] = {
        ruling.id: ruling.entered
        for ruling in order.rulings
        if known is None or ruling.day <= known
    }
    milestones = view.entries("milestone").filter(pl.col("date") <= on)
    moment = milestones.select("name", "date", pl.col("date_at").dt.convert_time_zone(
        order.header.time_zone
    )).sort("date", "date_at")  # fmt: skip
    for name, day, time in moment.iter_rows():
        triggers.setdefault(name, time or day)
        triggers.setdefault(name.lower(), time or day)
    header = order.header
    clock = Clock(header.time_zone, header.calendar, header.holiday_list(), triggers)
    return replace(clock, steps=_steps(order, clock, on, known))


def _steps(order: Order, clock: Clock, on: date, known: date | None) -> dict[str, tuple[date, ...]]:
    """The days of the steps of each population clause, for clauses that follow each step."""
    return {
        item.clause.id: tuple(
            step.answer.date
            for step in item.clause.obligations(clock, item.since, on)
            if isinstance(step.answer, Computed)
        )
        for item in law_on(order, on, known)
        if item.clause.kind == "population"
    }


def _findings(item: InForce, ask: Inquiry) -> list[Finding]:
    if item.standing in ("stayed", "ended"):
        status: Status = "stayed" if item.standing == "stayed" else "ended"
        outcomes = [Outcome(status, item.why, place.facility) for place in item.clause.places(ask)]
    elif item.standing == "not begun":
        outcomes = [
            Outcome("not_due", item.why, place.facility, due=item.since)
            for place in item.clause.places(ask)
        ]
    else:
        outcomes = item.clause.assess(ask)
    others = [clause.assess(ask) for clause in item.readings] if _binds(item) else []
    return [_finding(item, outcome, [_of_place(other, outcome) for other in others])
            for outcome in outcomes]  # fmt: skip


def _of_place(others: list[Outcome], outcome: Outcome) -> Outcome:
    """The outcome for the same place under another account, which may bind other places."""
    for place in (outcome.facility, None):
        for other in others:
            if other.facility == place:
                return other
    return Outcome("not_due", "Under this account nothing is asked of this place.")


def _binds(item: InForce) -> bool:
    return item.standing == "in force"


def _finding(item: InForce, outcome: Outcome, others: list[Outcome]) -> Finding:
    readings = tuple(
        OtherReading(reading.source, reading.says, other.status, other.sentence, other.due)
        for reading, other in zip(item.clause.readings, others, strict=bool(others))
    )
    finding = Finding(
        item, outcome.status, outcome.facility, outcome.sentence, outcome.value, outcome.limit,
        outcome.unit, outcome.due, outcome.rule, outcome.missing, outcome.sources, readings,
        outcome.rows,
    )  # fmt: skip
    differing = [reading for reading in readings if reading.status != finding.status]
    if not differing:
        return finding
    said = " ".join(
        f"Another account ({reading.source}) has it as {reading.says}; "
        f"under that the answer is {reading.status.replace('_', ' ')}."
        for reading in differing
    )
    return replace(finding, explanation=f"{finding.explanation} {said}")
