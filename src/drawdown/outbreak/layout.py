"""A scenario and its parameters as the arrays that the compiled kernel reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drawdown.outbreak.errors import OutbreakError
from drawdown.outbreak.parameters import Floats, Parameters, triangular
from drawdown.outbreak.setting import Centre, Scenario
from drawdown.outbreak.streams import of_parameter

Ints = NDArray[np.int64]
IN_ORDER = (
    "latent_days", "presymptomatic_days", "symptomatic_days", "asymptomatic_days",
    "asymptomatic_share", "asymptomatic_infects", "mixing", "density", "spacing_effect",
    "staff_contact", "staff_among_staff", "staff_stay_home", "community_daily", "arrival_infected",
    "mask_effect", "test_sensitivity", "isolation_daily", "isolation_effect", "cohort_effect",
    "days_to_hospital", "ward_days", "intensive_days",
)  # fmt: skip
"""The parameters as the kernel numbers them, after the rate of transmission."""


@dataclass(frozen=True)
class Layout:
    """What `kernel.simulate` is told of a scenario; the shapes are given there."""

    people: Ints
    unit_centre: Ints
    then: Floats
    apart: Floats
    index: Ints
    staff: Ints
    measures: Floats
    arrivals: Ints
    exits: Ints
    transfers: Ints
    shares: Floats

    def arguments(self) -> tuple[Any, ...]:
        """The arrays in the kernel's order."""
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


@dataclass(frozen=True)
class Numbers:
    """The parameters of some replicates: a row for each.

    Attributes:
        values: (replicates, NUMBERS).
        hospital: (replicates, groups).
        intensive: (replicates, groups).
        death: (replicates, groups).
        drawn: The parameters by name, as drawn.
    """

    values: Floats
    hospital: Floats
    intensive: Floats
    death: Floats
    drawn: dict[str, Floats]


def laid_out(scenario: Scenario, parameters: Parameters) -> Layout:
    """The arrays of a scenario.

    Raises:
        OutbreakError: A transfer, an arrival or an exit is outside the scenario, or a unit's groups
            are not those of the parameters.
    """
    units, groups = scenario.units, parameters.groups
    shares = np.array([group.share for group in groups])
    people = np.zeros((len(units), len(groups)), np.int64)
    for number, (unit, held) in enumerate(zip(units, scenario.held, strict=True)):
        if unit.groups and len(unit.groups) != len(groups):
            raise OutbreakError(
                f"unit '{unit.name}': {len(unit.groups)} groups; the parameters have {len(groups)}"
            )
        weights = np.array(unit.groups, float) if sum(unit.groups) else shares
        people[number] = split(held, weights)
    unit_centre = [n for n, centre in enumerate(scenario.centres) for _ in centre.units]
    share = parameters["staff_share"].value
    held_in = np.bincount(unit_centre, [u.people for u in units], len(scenario.centres))
    staff = [
        int(held_in[number] * share + 0.5) if centre.staff is None else centre.staff
        for number, centre in enumerate(scenario.centres)
    ]
    arrivals, exits, transfers = _moved(scenario)
    return Layout(
        people,
        np.array(unit_centre, np.int64),
        np.array([unit.people for unit in units], float),
        np.array([-1 if unit.apart is None else unit.apart for unit in units], float),
        np.array([centre.index for centre in scenario.centres], np.int64),
        np.array(staff, np.int64),
        _measures(scenario),
        arrivals,
        exits,
        transfers,
        np.cumsum(shares / shares.sum()),
    )


def split(total: int, weights: Floats) -> Ints:
    """A whole number shared out by weights: what rounding leaves goes to the largest remainders.

    >>> split(10, np.array([1.0, 1.0, 1.0])).tolist()
    [4, 3, 3]
    """
    exact = total * weights / weights.sum()
    parts: Ints = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - parts), kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return parts


def numbers_of(scenario: Scenario, parameters: Parameters, seed: int, replicates: Ints) -> Numbers:
    """Draw the parameters of some replicates; each parameter from its own stream.

    The rate of transmission is such that one person held, among people none of whom is immune, at
    the population taken as today's and without any measure, infects `r0` people held on average
    (staff come on top):

        r0 = rate · (a · f · days_a + (1 - a) · (days_p + (1 - h) · days_i + h · days_to_hospital))

    with `a` the share without symptoms, `f` how much these infect, `h` the share of those with
    symptoms who need a hospital.
    """
    drawn = {
        name: one.draw(of_parameter(seed, name, replicates))
        for name, one in parameters.by_name.items()
    }
    severity = of_parameter(seed, "severity", replicates)

    def of_groups(triples: list[tuple[float, float, float]]) -> Floats:
        return np.stack([triangular(*triple, severity) for triple in triples], 1)

    hospital = of_groups([group.hospital for group in parameters.groups])
    intensive = of_groups([group.intensive for group in parameters.groups])
    death = of_groups([group.death for group in parameters.groups])
    shares = np.array([group.share for group in parameters.groups])
    ill = hospital @ (shares / shares.sum())
    without = drawn["asymptomatic_share"]
    days = without * drawn["asymptomatic_infects"] * drawn["asymptomatic_days"]
    days += (1 - without) * (
        drawn["presymptomatic_days"]
        + (1 - ill) * drawn["symptomatic_days"]
        + ill * drawn["days_to_hospital"]
    )
    columns = [drawn["r0"] / days, *(drawn[name] for name in IN_ORDER)]
    return Numbers(np.ascontiguousarray(np.stack(columns, 1)), hospital, intensive, death, drawn)


def _measures(scenario: Scenario) -> Floats:
    table = np.zeros((scenario.days, 4))
    column = {"masks": 0, "testing": 1, "isolation": 2, "cohorting": 3}
    for one in scenario.measures:
        value = 1 / one.every if one.measure == "testing" else 1.0
        table[max(0, one.start) : one.until, column[one.measure]] = value
    return table


def _moved(scenario: Scenario) -> tuple[Ints, Ints, Ints]:
    units = len(scenario.units)
    shape = (scenario.days, units)
    arrivals, exits = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    first = 0
    for centre in scenario.centres:
        last = first + len(centre.units)
        weights = np.array(scenario.held[first:last], float)
        for table, rate in ((arrivals, centre.arrivals), (exits, centre.exits)):
            _spread(table[:, first:last], rate, weights, centre)
        first = last
    for table, given in ((arrivals, scenario.movement.arrivals), (exits, scenario.movement.exits)):
        for (day, unit), number in given.items():
            if not (0 <= day < scenario.days and 0 <= unit < units and number >= 0):
                raise OutbreakError(f"movement on day {day}, unit {unit}: outside the scenario")
            table[day, unit] += number
    if max(arrivals.max(), exits.max()) >= 2**16 or units >= 2**12:
        raise OutbreakError("at most 4,095 units, and 65,535 people moved in a unit on a day")
    rows = sorted(scenario.movement.transfers, key=lambda one: one.day)
    for one in rows:
        inside = 0 <= one.day < scenario.days and {one.from_unit, one.to_unit} <= set(range(units))
        if not inside or one.people < 0:
            raise OutbreakError(f"transfer on day {one.day}: outside the scenario")
    moved = [(one.day, one.from_unit, one.to_unit, one.people) for one in rows]
    return arrivals, exits, np.array(moved, np.int64).reshape(-1, 4)


def _spread(table: Ints, rate: float, weights: Floats, centre: Centre) -> None:
    """Fill days × units with whole people; the running total stays as near the rate as can be."""
    if not 0 <= rate <= 60_000:
        raise OutbreakError(f"{centre.name}: {rate:g} people a day; expected 0 to 60,000")
    if rate == 0 or weights.sum() == 0:
        return
    share = weights / weights.sum()
    done = np.zeros(len(weights), np.int64)
    for day in range(table.shape[0]):
        wanted = rate * (day + 1) * share
        for _ in range(int(rate * (day + 1) + 0.5) - int(done.sum())):
            unit = int(np.argmax(wanted - done))
            table[day, unit] += 1
            done[unit] += 1


def bound_on_people(layout: Layout) -> int:
    """The most people whom any count of a run can reach."""
    return int(layout.people.sum() + layout.arrivals.sum())


def names_of(centres: Sequence[Centre]) -> list[str]:
    """The names of the centres."""
    return [centre.name for centre in centres]
