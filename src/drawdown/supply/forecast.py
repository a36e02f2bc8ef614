"""Shortages foreseen: for how many of its due dates what is on hand is enough.

A forecast counts down the stock by what each supply clause in force asks for on each of its due
dates, with as many people as are held on the day asked about. It supposes that nothing is
delivered, and says so; it is a reason to order more, not a finding. Where the stock, the people or
the pace of use are not known, the answer is `undetermined` and says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from drawdown.finding.case import Case
from drawdown.finding.check import inquiries
from drawdown.order.calendar import Span
from drawdown.order.clauses.supply import Supply
from drawdown.order.inquiry import Inquiry, Place
from drawdown.order.words import day, number
from drawdown.record.record import View
from drawdown.supply.need import Need, Range, need
from drawdown.supply.stock import OnHand, items_named, on_hand, said

Foreseen = Literal["enough", "short", "undetermined"]

AHEAD = timedelta(days=28)
"""How far ahead is looked where nothing else is asked for: four weeks."""


@dataclass(frozen=True)
class Forecast:
    """What is foreseen of one item, at one facility, for one clause.

    Attributes:
        clause: The id of the clause.
        facility: The facility's id.
        item: The item.
        foreseen: Enough for every due date looked at, short on one of them, or undetermined.
        on_hand: How many are on hand; none where not known.
        at_most: Whether it may be fewer, since the log of handouts is not stated complete.
        counted_on: The day of the last count of the stock.
        need: How many each due date asks for (the most, where counts of people disagree).
        people: For how many people, units or facilities that is (the most).
        every: How often it falls due; none where once.
        next_due: The next due date; none where nothing more is due.
        runs_out: The due date on which the last is handed out, or on which there are too few.
        short_on: The first due date on which there are too few.
        short: How many too few there are on that day.
        until: The last day looked at.
        shared_with: Other clauses that ask for the same item at the facility, not taken off here.
        says: All of that in a sentence or two.
        missing: What would have to be known.
        sources: The files and rows it rests on.
    """

    clause: str
    facility: str
    item: str
    foreseen: Foreseen
    on_hand: int | None
    at_most: bool
    counted_on: date | None
    need: int | None
    people: int | None
    every: Span | None
    next_due: date | None
    runs_out: date | None
    short_on: date | None
    short: int | None
    until: date
    shared_with: tuple[str, ...]
    says: str
    missing: tuple[str, ...]
    sources: tuple[str, ...]


def forecast(
    case: Case,
    on: date,
    known: date | None = None,
    *,
    ahead: timedelta = AHEAD,
    clauses: Iterable[str] | None = None,
    view: View | None = None,
) -> tuple[Forecast, ...]:
    """What is foreseen of every item of every supply clause in force.

    Args:
        case: The order and the record.
        on: The day asked about; what is handed out later does not count.
        known: As known at the end of this day; None: everything known now.
        ahead: How far ahead due dates are looked at.
        clauses: Only these, by id.
        view: The record as known then, where it was already read.

    Returns:
        One forecast for each clause, item and facility, in the order of the order file.
    """
    wanted = None if clauses is None else set(clauses)
    asked = [
        (item.clause, ask)
        for item, ask in inquiries(case, on, known, view=view)
        if isinstance(item.clause, Supply) and item.standing == "in force"
    ]
    users: dict[tuple[str, str], list[str]] = {}
    for clause, _ in asked:
        for facility in _facilities(clause, case):
            for item in items_named(clause.items).values():
                users.setdefault((facility, item), []).append(clause.id)
    return tuple(
        _one(ask, clause, facility, item, on + ahead, users)
        for clause, ask in asked
        if wanted is None or clause.id in wanted
        for item in clause.items
        for facility in _facilities(clause, case)
    )


def _facilities(clause: Supply, case: Case) -> tuple[str, ...]:
    return clause.facilities or tuple(facility.id for facility in case.order.header.facilities)


def _one(
    ask: Inquiry, clause: Supply, facility: str, item: str, until: date,
    users: dict[tuple[str, str], list[str]],
) -> Forecast:  # fmt: skip
    place = Place(facility, (facility,), ask.header.facility(facility).name)
    name = items_named([item])[item]
    stock, asked = on_hand(ask, place, item), need(ask, place, clause, item)
    foreseen, worst = _foreseen(stock, asked, until)
    missing = tuple(dict.fromkeys((*stock.missing, *asked.missing)))
    if foreseen == "undetermined" and not missing:
        missing = (f"which count of the people at {place.name} on {ask.on} is right",)
    return Forecast(
        clause.id, facility, name, foreseen, stock.quantity, stock.at_most, stock.counted_on,
        asked.each[1] if asked.each else None, asked.people[1] if asked.people else None,
        asked.every, None if asked.satisfied else asked.next, worst.runs_out, worst.short_on,
        worst.short, until,
        tuple(id_ for id_ in users[(facility, name)] if id_ != clause.id),
        _says(place, name, stock, asked, foreseen, worst, until),
        missing if foreseen == "undetermined" else (), stock.sources,
    )  # fmt: skip


@dataclass(frozen=True)
class _Course:
    """How a stock goes down: when the last is handed out, and when how many are too few."""

    runs_out: date | None = None
    short_on: date | None = None
    short: int | None = None


def _foreseen(stock: OnHand, asked: Need, until: date) -> tuple[Foreseen, _Course]:
    """The answer and the course that it rests on, three-valued.

    Short where even the fewest people lack some; enough where there is enough for the most and
    nothing more can have gone.
    """
    if asked.satisfied:
        return "enough", _Course()
    if stock.quantity is None or asked.each is None or asked.still is None:
        return "undetermined", _Course()
    fewest, most = (
        _course(stock.quantity, each, still, asked, until)
        for each, still in zip(asked.each, asked.still, strict=True)
    )
    if fewest.short_on:
        return "short", most
    if most.short_on or stock.at_most:
        return "undetermined", most
    return "enough", most


def _course(quantity: int, each: int, still: int, asked: Need, until: date) -> _Course:
    left, runs_out = quantity, None
    for turn, due in enumerate(asked.dates(until)):
        wanted = each if turn else still
        left -= wanted
        if left <= 0 and wanted and runs_out is None:
            runs_out = due
        if left < 0:
            return _Course(runs_out, due, -left)
    return _Course(runs_out)


def _says(
    place: Place, item: str, stock: OnHand, asked: Need, foreseen: Foreseen, course: _Course,
    until: date,
) -> str:  # fmt: skip
    parts = [f"{place.name}, {item}: {said(stock)}", _asks(asked)]
    if asked.satisfied:
        return f"{'; '.join(parts)}."
    if course.short_on and course.short is not None:
        certain = "" if foreseen == "short" else "perhaps "
        parts.append(f"{certain}{number(course.short)} too few on {day(course.short_on)}")
    elif foreseen == "enough":
        parts.append(f"enough through {day(until)}")
    elif stock.quantity is not None and asked.each is not None:
        parts.append("whether that is enough cannot be said")
    return f"{'; '.join(parts)}. This supposes that nothing is delivered."


def _asks(asked: Need) -> str:
    """How many are needed by when, for a sentence."""
    if asked.each is None or asked.still is None or asked.next is None:
        return "how many are needed by when cannot be said"
    if asked.satisfied:
        return "nothing more is due"
    still = f"{_between(asked.still)} needed by {day(asked.next)}"
    if asked.every is None:
        return still
    return f"{still}, and {_between(asked.each)} every {asked.every} from then on"


def _between(amount: Range) -> str:
    fewest, most = amount
    return number(most) if fewest == most else f"{number(fewest)} to {number(most)}"
