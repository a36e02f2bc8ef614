"""How many people may be held: a limit as an order states it, and what it comes to in people.

What a facility can hold is often stated in several ways. The clause or the header names the
statement that governs; where neither does, each statement that may govern gives a cap of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Self

from pydantic import Field, model_validator

from drawdown.order.header import MOST, CapacityKind, CapacityStatement, Header, Part
from drawdown.order.inquiry.inquiry import Inquiry, Place
from drawdown.order.inquiry.population import counted
from drawdown.order.words import day, listed, number, some


class Limit(Part):
    """How many people may be held: exactly one of `percent`, `count` and `fewer`."""

    percent: Decimal | None = Field(
        None, ge=0, le=1000, description="of capacity, such as 75 or 137.5"
    )
    count: int | None = Field(None, ge=0, le=MOST, description="a number of people")
    fewer: int | None = Field(
        None, ge=0, le=MOST, description="this many fewer than on the day `than`"
    )
    than: date | None = Field(None, description="with `fewer`: the day compared with")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(way is not None for way in (self.percent, self.count, self.fewer)) != 1:
            raise ValueError("expected exactly one of percent, count and fewer")
        if (self.fewer is None) != (self.than is None):
            raise ValueError("expected 'fewer' and 'than' together: fewer than on which day")
        return self

    def __str__(self) -> str:
        if self.percent is not None:
            return f"{number(self.percent)}% of capacity"
        if self.count is not None:
            return some(self.count, "person", "people")
        return f"{self.fewer} fewer than on {self.than}"


@dataclass(frozen=True)
class Cap:
    """A limit in people, with the reason for it; or no number, and why there is none.

    Attributes:
        people: The most people who may be held; none where it cannot be computed.
        reason: What it is made of, for a sentence.
        source: The statement that it rests on.
    """

    people: Fraction | None
    reason: str
    source: str


@dataclass(frozen=True)
class Basis:
    """What a clause says of the capacity and the counts that it goes by.

    Attributes:
        of: Which kind of capacity statement a percentage is of.
        governing: The id of the statement that governs for the clause, by facility.
        max_age_days: How old a count may be.
        count_source: The source whose counts govern.
        counting_rule: The counting rule that governs.
    """

    of: CapacityKind | None = None
    governing: Mapping[str, str] = field(default_factory=dict)
    max_age_days: int = 0
    count_source: str = ""
    counting_rule: str = ""


def ungoverned(header: Header, governing: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the statements that a clause says govern, one sentence each."""
    statements = {statement.id: statement for statement in header.capacity}
    for facility, id_ in governing.items():
        if id_ not in statements:
            yield f"there is no capacity statement '{id_}'"
        elif statements[id_].facility != facility:
            yield f"'{id_}' is a statement about {statements[id_].facility}, not {facility}"


def caps_of(ask: Inquiry, place: Place, limit: Limit, basis: Basis) -> list[Cap]:
    """The limit under each statement that may govern, at least one."""
    if limit.count is not None:
        return [Cap(Fraction(limit.count), "set by the order", "")]
    if limit.fewer is not None and limit.than is not None:
        return _fewer(ask, place, limit.fewer, limit.than, basis)
    share = Fraction(limit.percent or 0) / 100
    open_ids = [i for i in place.ids if not _closed(ask.header, i, ask.on)]
    parts = [_statements(ask.header, id_, basis) for id_ in open_ids]
    if not parts:
        return [Cap(Fraction(0), f"{limit}, and it is closed, so that none is left", "")]
    if len(place.ids) == 1:
        return [_cap(statement, share, limit, place) for statement in parts[0]] or [
            Cap(None, f"{limit}, and no capacity of {place.name} is stated", "")
        ]
    return _totals(ask.header, open_ids, parts, share, limit)


def _fewer(ask: Inquiry, place: Place, fewer: int, than: date, basis: Basis) -> list[Cap]:
    before = counted(
        ask, place, on=than, max_age=basis.max_age_days, source=basis.count_source,
        rule=basis.counting_rule,
    )  # fmt: skip
    return [
        Cap(
            Fraction(max(0, base.people - fewer)),
            f"{number(fewer)} fewer than the {number(base.people)} held on {day(base.on)}",
            "; ".join(base.sources),
        )
        for base in before
    ] or [Cap(None, f"{fewer} fewer than on {than}, a day without a count", "")]


def _totals(
    header: Header, ids: list[str], parts: list[list[CapacityStatement]],
    share: Fraction, limit: Limit,
) -> list[Cap]:  # fmt: skip
    """The limit of several facilities together, under their lowest statements and highest.

    Every other choice of statements lies between; where one is text there may be no number.
    """
    unclear = [
        header.facility(id_).name
        for id_, statements in zip(ids, parts, strict=True)
        if not statements or any(statement.people is None for statement in statements)
    ]
    caps = [Cap(None, f"{limit}, and it is not clear what {listed(unclear)} can hold", "")]
    if any(all(s.people is None for s in statements) for statements in parts):
        return caps
    lowest = [min(_numbers(statements), key=_people) for statements in parts]
    highest = [max(_numbers(statements), key=_people) for statements in parts]
    same = list(map(_people, lowest)) == list(map(_people, highest))
    ends = [lowest] if same else [lowest, highest]
    return (caps if unclear else []) + [_total(chosen, share, limit) for chosen in ends]


def _numbers(statements: list[CapacityStatement]) -> list[CapacityStatement]:
    return [statement for statement in statements if statement.people is not None]


def _people(statement: CapacityStatement) -> int:
    return statement.people or 0


def _total(chosen: list[CapacityStatement], share: Fraction, limit: Limit) -> Cap:
    capacity = sum(map(_people, chosen))
    names = "; ".join(str(statement) for statement in chosen[:4])
    more = f"; and {len(chosen) - 4} more" if len(chosen) > 4 else ""
    return Cap(
        share * capacity, f"{limit}, {number(capacity)} in all",
        f"capacity of all facilities: {names}{more}",
    )  # fmt: skip


def _statements(header: Header, facility: str, basis: Basis) -> list[CapacityStatement]:
    """The statement that governs a facility; or, where none does, all that may."""
    stated = [statement for statement in header.capacity if statement.facility == facility]
    chosen = basis.governing.get(facility) or header.governing.get(facility)
    if chosen and not (basis.of and facility not in basis.governing):
        return [statement for statement in stated if statement.id == chosen]
    return [s for s in stated if basis.of is None or s.kind == basis.of]


def _closed(header: Header, facility: str, on: date) -> bool:
    closed = header.facility(facility).closed
    return closed is not None and closed <= on


def _cap(statement: CapacityStatement, share: Fraction, limit: Limit, place: Place) -> Cap:
    source = f"capacity statement {statement.id}: {statement}"
    if statement.people is None:
        return Cap(None, f"{limit}, which is stated as {statement}", source)
    percent = number(limit.percent or 0)
    return Cap(share * statement.people, f"{percent}% of its capacity of {statement}", source)
