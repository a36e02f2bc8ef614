"""What a run is about: housing units, measures with their days, and who comes and goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from drawdown.outbreak.errors import OutbreakError

Measure = Literal["masks", "testing", "isolation", "cohorting"]
MEASURES: tuple[Measure, ...] = ("masks", "testing", "isolation", "cohorting")
MOST_PEOPLE = 10_000_000


@dataclass(frozen=True)
class Unit:
    """A housing unit.

    Attributes:
        name: What it is called; once in a centre.
        people: How many are held in it at the population taken as today's.
        apart: How many can keep the distance there (from `drawdown space`); None if not known.
        groups: How many people of each group of the parameters; from the groups' shares if empty.
    """

    name: str
    people: int
    apart: int | None = None
    groups: tuple[int, ...] = ()


@dataclass(frozen=True)
class Centre:
    """A centre: its housing units, its staff and the people infected at the start.

    Attributes:
        name: What it is called.
        units: Its housing units.
        staff: How many people work there; None for the parameter `staff_share` of those held.
        index: People held who are infected when the run begins, drawn from all units.
        arrivals: People who arrive on a day.
        exits: People who leave on a day.
        cap: The most whom an order lets it hold; None where there is no such number.
    """

    name: str
    units: tuple[Unit, ...]
    staff: int | None = None
    index: int = 1
    arrivals: float = 0.0
    exits: float = 0.0
    cap: int | None = None

    @property
    def people(self) -> tuple[int, ...]:
        """How many are held in each unit at the population taken as today's."""
        return tuple(unit.people for unit in self.units)


@dataclass(frozen=True)
class During:
    """A measure and the days on which it holds: from `start`, the run's first day being 0."""

    measure: Measure
    start: int = 0
    until: int | None = None
    every: float = 7.0
    """Of testing: each person once in so many days."""

    def __post_init__(self) -> None:
        if self.every < 1:
            raise OutbreakError(f"testing: once in {self.every:g} days; expected 1 or more")


@dataclass(frozen=True)
class Transfer:
    """People moved from one housing unit to another on a day; units counted through all centres."""

    day: int
    from_unit: int
    to_unit: int
    people: int


@dataclass(frozen=True)
class Movement:
    """Who comes and goes, day by day, where a record or a scenario says so.

    Attributes:
        arrivals: (day, unit) → people, units counted through all centres.
        exits: The same for people who leave.
        transfers: Between units.
    """

    arrivals: Mapping[tuple[int, int], int] = field(default_factory=dict)
    exits: Mapping[tuple[int, int], int] = field(default_factory=dict)
    transfers: Sequence[Transfer] = ()


@dataclass(frozen=True)
class Scenario:
    """One question: these centres at this population, with these measures.

    Attributes:
        name: What it is called, as in `--population`.
        centres: Where; `people` of their units is the population to which R0 belongs.
        held: How many are held in each unit when the run begins, units counted through all centres.
        days: How long.
        measures: What is done against infection.
        movement: Who comes and goes, beside the daily numbers of each centre.
        steps: Steps in a day.
    """

    name: str
    centres: tuple[Centre, ...]
    held: tuple[int, ...]
    days: int = 90
    measures: tuple[During, ...] = ()
    movement: Movement = field(default_factory=Movement)
    steps: int = 1

    @property
    def units(self) -> tuple[Unit, ...]:
        """The housing units of all centres, in order."""
        return tuple(unit for centre in self.centres for unit in centre.units)

    @property
    def people(self) -> int:
        """How many are held when the run begins."""
        return sum(self.held)


def at_share(people: Sequence[int], share: float) -> tuple[int, ...]:
    """How many are held in each unit when the total is a share of today's.

    Each unit is thinned alike; what rounding leaves over goes to the largest remainders, so that
    the total is the nearest whole number (half up).

    >>> at_share([10, 11], 0.75)
    (8, 8)
    """
    wanted = int(sum(people) * share + 0.5)
    exact = [number * share for number in people]
    held = [int(number) for number in exact]
    order = sorted(range(len(people)), key=lambda unit: (held[unit] - exact[unit], unit))
    for unit in order[: wanted - sum(held)]:
        held[unit] += 1
    return tuple(held)


def scenario(
    centres: Sequence[Centre],
    population: str,
    *,
    days: int = 90,
    measures: Sequence[During] = (),
    movement: Movement | None = None,
    steps: int = 1,
) -> Scenario:
    """A scenario at one population.

    Args:
        centres: Where.
        population: A share of the people held today, as `0.75`; `distanced`: in no unit more than
            can keep the distance; or `capped`: in no centre more than the order's cap.
        days: How long.
        measures: What is done against infection.
        movement: Who comes and goes.
        steps: Steps in a day.

    Raises:
        OutbreakError: The population is neither, nobody is held, or how many can keep apart is
            unknown.
    """
    units = [unit for centre in centres for unit in centre.units]
    if not sum(unit.people for unit in units):
        raise OutbreakError("nobody is held; expected at least one person")
    if sum(unit.people for unit in units) > MOST_PEOPLE:
        raise OutbreakError(f"more than {MOST_PEOPLE:,} people; expected fewer")
    if not 1 <= days <= 3650:
        raise OutbreakError(f"{days} days; expected 1 to 3650")
    if population == "distanced":
        unknown = [unit.name for unit in units if unit.apart is None]
        if unknown:
            raise OutbreakError(
                f"population 'distanced': it is not known how many can keep apart in "
                f"{', '.join(unknown[:3])}{' …' if len(unknown) > 3 else ''}; expected a floor "
                "plan, or --apart"
            )
        held = tuple(min(unit.people, unit.apart or 0) for unit in units)
    elif population == "capped":
        held = _capped(centres)
    else:
        try:
            share = float(population)
        except ValueError:
            share = -1.0
        if not 0 < share <= 3:
            raise OutbreakError(
                f"population '{population}': expected a share of the people held today, such as "
                "0.75, or 'distanced' or 'capped'"
            )
        held = at_share([unit.people for unit in units], share)
    made = movement or Movement()
    return Scenario(population, tuple(centres), held, days, tuple(measures), made, steps)


def _capped(centres: Sequence[Centre]) -> tuple[int, ...]:
    """How many are held in each unit when no centre holds more than its cap."""
    unknown = [centre.name for centre in centres if centre.cap is None]
    if unknown:
        raise OutbreakError(
            f"population 'capped': the order sets no number of people for {', '.join(unknown)}"
        )
    return tuple(
        number
        for centre in centres
        for number in at_share(
            centre.people, min(1.0, (centre.cap or 0) / max(1, sum(centre.people)))
        )
    )
