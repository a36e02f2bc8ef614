"""What follows from the answer: against the people held, and at other populations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from drawdown.space.plan import SpaceError
from drawdown.space.solve import Answer

Apart = Literal["yes", "no", "undetermined"]


def can_keep_apart(people: int, found: int, bound: int) -> Apart:
    """Return whether so many people can keep apart where `found` beds were placed.

    Between what was found and what was proved, nobody knows yet.

    >>> can_keep_apart(40, found=42, bound=43), can_keep_apart(43, found=42, bound=43)
    ('yes', 'undetermined')
    """
    if people <= found:
        return "yes"
    return "no" if people > bound else "undetermined"


@dataclass(frozen=True, slots=True)
class Held:
    """A unit, a centre or the whole plan against the people held there on a day."""

    name: str
    held: int
    found: int
    bound: int

    @property
    def apart(self) -> Apart:
        """Whether everybody held there can keep apart."""
        return can_keep_apart(self.held, self.found, self.bound)

    @property
    def too_many(self) -> int:
        """How many people, at least, cannot keep apart from everybody else."""
        return max(0, self.held - self.bound)


def against_held(answer: Answer, held: Mapping[str, int]) -> list[Held]:
    """Return each unit named in `held` against its distanced capacity, in the plan's order.

    Raises:
        SpaceError: for a unit that the plan does not have.
    """
    units = {unit.unit: unit for unit in answer.units}
    for name in held:
        if name not in units:
            known = ", ".join(repr(unit) for unit in units)
            raise SpaceError(f"{answer.plan.name}: has no unit '{name}'; it has {known}")
    return [
        Held(name, held[name], len(unit.chosen), unit.bound)
        for name, unit in units.items()
        if name in held
    ]


def by_facility(answer: Answer) -> dict[str, tuple[int, int]]:
    """Return, for each facility in the plan, how many can keep apart: found, and at most.

    A unit belongs to the facility of its first bed; without that column all belong to ''.
    """
    first: dict[str, str] = {}
    for bed in answer.plan.beds:
        first.setdefault(bed.unit, bed.facility)
    found: dict[str, tuple[int, int]] = {}
    for section, unit in zip(answer.sections, answer.units, strict=True):
        facility = first[section.units[0]]
        had = found.get(facility, (0, 0))
        found[facility] = (had[0] + len(unit.chosen), had[1] + unit.bound)
    return found


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A population as a share of capacity, and whether it can keep apart."""

    capacity: int
    percent: Fraction
    people: int
    apart: Apart
    population: int
    """The most people for whom there certainly is room to keep apart."""
    percent_of_capacity: float
    """That population as a percentage of capacity, to one decimal, rounded down."""


def at_percent(capacity: int, percent: Fraction, found: int, bound: int) -> WhatIf:
    """Return whether people at `percent` of `capacity` can keep apart.

    A share of capacity that is not a whole number of people is rounded down, as a cap is.

    Raises:
        SpaceError: where capacity is not above nothing.

    >>> at_percent(100, Fraction(75), found=42, bound=42).apart
    'no'
    """
    if capacity <= 0:
        raise SpaceError(f"--capacity: {capacity} is not a capacity; expected a number above 0")
    people = int(capacity * percent / 100)
    return WhatIf(
        capacity,
        percent,
        people,
        can_keep_apart(people, found, bound),
        found,
        int(Fraction(found * 1000, capacity)) / 10,
    )
