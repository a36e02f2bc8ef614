"""How much of an item a clause asks for on each day on which it falls due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from drawdown.order.calendar import Refusal, Span
from drawdown.order.clauses.supply import Supply
from drawdown.order.due import Pending
from drawdown.order.inquiry import Inquiry, Place
from drawdown.order.inquiry.coverage import cover
from drawdown.order.inquiry.frequency import Frequency, first_date, window_start
from drawdown.order.inquiry.population import counted, uncounted
from drawdown.order.inquiry.units import units_of
from drawdown.supply.stock import about

Range = tuple[int, int]
"""The fewest and the most, which differ where counts of people disagree."""


@dataclass(frozen=True)
class Need:
    """What a clause asks for of one item at one facility.

    Attributes:
        people: For how many people, units or facilities; none where that is not known.
        each: How many each due date asks for.
        still: How many of them are still to be handed out for the next one.
        every: How often it falls due; none where once.
        start: When it first fell due.
        next: The next day on which it is due: the day asked about, where it is due once and that
            day has passed.
        missing: What would have to be known.
    """

    people: Range | None = None
    each: Range | None = None
    still: Range | None = None
    every: Span | None = None
    start: date = date.min
    next: date | None = None
    missing: tuple[str, ...] = ()

    @property
    def satisfied(self) -> bool:
        """Whether it was due once, and nothing more is to be handed out."""
        return self.every is None and self.still == (0, 0)

    def dates(self, until: date) -> Iterator[date]:
        """The days on which it is due, from the next one on."""
        if self.next is None:
            return
        if self.every is None:
            yield self.next
            return
        yield from (d for d in Frequency(self.start, self.every).dates(until) if d >= self.next)


def need(ask: Inquiry, place: Place, clause: Supply, item: str) -> Need:
    """What a clause asks for of an item at one facility from the day asked about on.

    What has no cadence has no need that can be foreseen: an item for the taking, or one for people
    who are yet to be transferred.
    """
    if clause.unrestricted:
        return Need(missing=(f"how much {item} is used a day, since it is there for the taking",))
    if clause.to == "transferred":
        return Need(missing=(f"how many people will be transferred from {place.name}",))
    first = ask.clock.compute(clause.first) if clause.first else None
    if isinstance(first, Pending | Refusal):
        return Need(missing=(f"when it is first due: {first.reason}",))
    start = first.date if first else ask.since
    following, since = max(start, ask.on), ask.since
    if clause.every:
        following = _next(start, clause.every, ask.on)
        since = window_start(following, clause.every)
    given = ask.entries("handout", place, since=since).filter(
        about(item) & (pl.col("to") == clause.to)
    )
    portion = clause.quantity * (clause.times if clause.every else 1)
    people, missing = _people(ask, place, clause, given)
    if people is None:
        return Need(None, None, None, clause.every, start, following, missing)
    each = (people[0] * portion, people[1] * portion)
    still = _still(ask, place, clause, given, portion, each)
    return Need(people, each, still, clause.every, start, following)


def _next(start: date, every: Span, on: date) -> date:
    """The first day on which it is due on or after a day."""
    longest = {"days": 1, "weeks": 7, "months": 31, "years": 366}[every.unit.value] * every.amount
    horizon = max(start, on) + timedelta(days=longest)
    return next(due for due in Frequency(start, every).dates(horizon) if due >= on)


def _still(
    ask: Inquiry, place: Place, clause: Supply, given: pl.DataFrame, portion: int, each: Range
) -> Range:
    """How many are still to be handed out for the next due date.

    By name or by unit where those are known, so that one who had two leaves nobody with none.
    """
    if clause.per == "unit":
        had = dict(given.group_by("unit").agg(pl.col("quantity").sum()).iter_rows())
        units = clause.units or tuple(units_of(ask, place, given))
        lacking = sum(max(0, portion - had.get(unit, 0)) for unit in units)
        return (max(0, lacking - had.get("", 0)),) * 2
    held = ask.held(place) if clause.per == "person" and clause.to == "held" else None
    if held is not None:
        once_by = None if clause.every else first_date(ask, clause.first)
        found = cover(
            held, given.with_columns(amount="quantity"), each=portion, on=ask.on, grace=None,
            once_by=once_by,
        )  # fmt: skip
        return (found.short * portion,) * 2
    made = int(given["quantity"].sum())
    return max(0, each[0] - made), max(0, each[1] - made)


def _people(
    ask: Inquiry, place: Place, clause: Supply, given: pl.DataFrame
) -> tuple[Range | None, tuple[str, ...]]:
    """For how many people, units or facilities, or what is missing to say so."""
    if clause.per == "facility":
        return (1, 1), ()
    if clause.per == "unit":
        units = len(clause.units) or len(units_of(ask, place, given))
        return ((units, units), ()) if units else (None, (f"the housing units of {place.name}",))
    group = "staff" if clause.to == "staff" else "held"
    counts = counted(ask, place, max_age=clause.max_age_days, group=group)
    if not counts:
        return None, tuple(uncounted(ask, place, clause.max_age_days, group))
    numbers = [count.people for count in counts]
    return (min(numbers), max(numbers)), ()
