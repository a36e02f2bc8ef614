"""One replicate, step by step: exact binomial draws, each from its own stream. Compiled by Numba.

States of people held, in each housing unit and group:

    S → E → P → M ───────────→ R     E exposed · P infectious before symptoms · M mild symptoms
        │   └→ V → H or C → R        V symptoms, will need a hospital · H ward · C intensive care
        └→ A ────────────────→ R     A infectious, never symptoms         C → D died

and the same four infectious states once more for people who are isolated. Time in each state is
geometric with the mean given, so that R0 holds exactly at any length of step. Staff of a centre are
one mixed group, S E P A I R, who also run the risk of the world outside.

All draws of a step are made from the state at its beginning.

Numba keeps what it compiled until the file of the outermost function changes: after a change in
`illness.py`, `states.py` or `streams.py` alone, remove this folder's `__pycache__`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from drawdown.outbreak.illness import fall_ill, find, work
from drawdown.outbreak.states import (
    AMONG_STAFF,
    AQ,
    ARRIVAL,
    ARRIVE,
    ARRIVE_GROUP,
    ARRIVE_STATE,
    ARRIVED_INFECTED,
    BETA,
    COHORT,
    COHORT_ON,
    DEATHS,
    DENSITY,
    EXIT,
    FOUND,
    HELD,
    HOSPITAL,
    INDEX,
    INFECT,
    INFECTED,
    INFECTIOUS,
    INTENSIVE,
    ISOLATED,
    ISOLATION_ON,
    LATENT,
    LEFT,
    MASK,
    MASKS_ON,
    MEASURED,
    MIXING,
    MQ,
    NOTICED,
    PQ,
    PRE,
    SA,
    SENSITIVITY,
    SHARE_WITHOUT,
    SI,
    SP,
    SPACING,
    SS,
    STAFF_CONTACT,
    STAFF_INFECTED,
    STATES,
    STAY_HOME,
    SYMPTOMS,
    TESTS_ON,
    TRANSFER,
    VQ,
    WITHOUT_INFECTS,
    A,
    C,
    D,
    E,
    H,
    M,
    P,
    R,
    S,
    V,
)
from drawdown.outbreak.streams import binomial, key_of, uniform


@njit(cache=True, nogil=True)
def crowding(now: Any, then: Any, apart: Any, density: Any, spacing: Any) -> Any:
    """How contact in a unit compares with that at the population to which R0 belongs.

    (now / then)^density, times what is left of transmission when `apart` of those there can keep
    the distance: 1 - spacing · min(1, apart / now), against the same then. `apart` < 0: not known.
    """
    if now <= 0.0 or then <= 0.0:
        return 1.0
    contact = (now / then) ** density
    if apart >= 0.0:
        contact *= 1.0 - spacing * min(1.0, apart / now)
        contact /= max(1e-9, 1.0 - spacing * min(1.0, apart / then))
    return contact


@njit(cache=True, nogil=True)
def take_one(state: Any, unit: Any, u: Any) -> Any:
    """Choose one person of a unit who may be moved, each alike: (group, state), or (-1, -1).

    People in isolation or in a hospital are not moved.
    """
    total = 0
    for group in range(state.shape[1]):
        for kind in range(S, V + 1):
            total += state[unit, group, kind]
        total += state[unit, group, R]
    if total == 0:
        return -1, -1
    which = min(total - 1, int(u * total))
    for group in range(state.shape[1]):
        for kind in (S, E, P, A, M, V, R):
            which -= state[unit, group, kind]
            if which < 0:
                return group, kind
    return -1, -1


@njit(cache=True, nogil=True)
def simulate(
    people: Any, unit_centre: Any, then: Any, apart: Any, index: Any, staff_of: Any,
    measures: Any, arrivals: Any, exits: Any, transfers: Any, shares: Any,
    numbers: Any, hospital: Any, intensive: Any, death: Any,
    seed: Any, replicate: Any, steps: Any, out: Any, state: Any,
) -> None:  # fmt: skip
    """Run one replicate.

    Args:
        people: int64 (units, groups), held at the start.
        unit_centre: int64 (units), the centre of each unit.
        then: float64 (units), people at the population to which R0 belongs.
        apart: float64 (units), how many can keep the distance, or -1.
        index: int64 (centres), people infected at the start.
        staff_of: int64 (centres).
        measures: float64 (days, 4), masks 0 or 1, tests a day for each person, isolation 0 or 1,
            cohorting 0 or 1.
        arrivals: int64 (days, units).
        exits: int64 (days, units).
        transfers: int64 (k, 4), day, from, to, people; in order of days.
        shares: float64 (groups), of those who arrive, added up.
        numbers: float64 (NUMBERS), the replicate's parameters.
        hospital: float64 (groups), of those with symptoms.
        intensive: float64 (groups), of those in hospital.
        death: float64 (groups), of those in intensive care.
        seed: Of the run.
        replicate: Its number.
        steps: Steps in a day.
        out: int32 (days + 1, centres, MEASURED), filled here.
        state: int64 (units, groups, STATES), filled here: how it ends.
    """
    days = measures.shape[0]
    centres = staff_of.shape[0]
    key = key_of(seed, replicate)
    dt = 1.0 / steps
    for unit in range(state.shape[0]):
        for group in range(state.shape[1]):
            for kind in range(STATES):
                state[unit, group, kind] = 0
            state[unit, group, S] = people[unit, group]
    staff = np.zeros((centres, 6), np.int64)
    for centre in range(centres):
        staff[centre, SS] = staff_of[centre]
    infected = np.zeros(centres, np.int64)
    arrived = np.zeros(centres, np.int64)
    left = np.zeros(centres, np.int64)
    found = np.zeros(centres, np.int64)
    staff_infected = np.zeros(centres, np.int64)
    begin(key, state, unit_centre, index, infected)
    record(
        np.int64(0), state, staff, unit_centre, infected, arrived, left, found, staff_infected, out
    )
    at = np.int64(0)
    for day in range(days):
        at = move(
            key, day, state, unit_centre, arrivals, exits, transfers, at, shares, numbers,
            infected, arrived, left,
        )  # fmt: skip
        for centre in range(centres):
            found[centre] = 0
        for number in range(steps):
            step(
                key, day * steps + number, number == 0, dt, state, staff, unit_centre, then, apart,
                measures[day], numbers, hospital, intensive, death, infected, found,
                staff_infected,
            )  # fmt: skip
        record(
            day + 1, state, staff, unit_centre, infected, arrived, left, found, staff_infected, out
        )


@njit(cache=True, nogil=True)
def begin(key: Any, state: Any, unit_centre: Any, index: Any, infected: Any) -> None:
    """Infect the first people of each centre, each person there alike."""
    for centre in range(index.shape[0]):
        for number in range(index[centre]):
            total = 0
            for unit in range(state.shape[0]):
                if unit_centre[unit] == centre:
                    for group in range(state.shape[1]):
                        total += state[unit, group, S]
            if total == 0:
                break
            u = uniform(key, INDEX, number, centre)
            which = min(total - 1, int(u * total))
            for unit in range(state.shape[0]):
                if unit_centre[unit] != centre:
                    continue
                for group in range(state.shape[1]):
                    if which >= 0 and which < state[unit, group, S]:
                        state[unit, group, S] -= 1
                        state[unit, group, E] += 1
                        infected[centre] += 1
                        which = -1
                        break
                    if which >= 0:
                        which -= state[unit, group, S]
                if which < 0:
                    break


@njit(cache=True, nogil=True)
def move(
    key: Any, day: Any, state: Any, unit_centre: Any, arrivals: Any, exits: Any, transfers: Any,
    at: Any, shares: Any, numbers: Any, infected: Any, arrived: Any, left: Any,
) -> Any:  # fmt: skip
    """Move people at the beginning of a day: transfers, then exits, then arrivals.

    Returns:
        How many of the transfers are done.
    """
    units, groups = state.shape[0], state.shape[1]
    while at < transfers.shape[0] and transfers[at, 0] <= day:
        if transfers[at, 0] == day:
            for number in range(transfers[at, 3]):
                u = uniform(key, TRANSFER, at, number)
                group, kind = take_one(state, transfers[at, 1], u)
                if group >= 0:
                    state[transfers[at, 1], group, kind] -= 1
                    state[transfers[at, 2], group, kind] += 1
        at += 1
    infectious_days = numbers[LATENT] + numbers[PRE] + numbers[SYMPTOMS]
    for unit in range(units):
        for number in range(exits[day, unit]):
            u = uniform(key, EXIT, day, (unit << 16) | number)
            group, kind = take_one(state, unit, u)
            if group >= 0:
                state[unit, group, kind] -= 1
                left[unit_centre[unit]] += 1
        for number in range(arrivals[day, unit]):
            place = (unit << 16) | number
            u = uniform(key, ARRIVE_GROUP, day, place)
            group = 0
            while group < groups - 1 and u > shares[group]:
                group += 1
            if uniform(key, ARRIVE, day, place) < numbers[ARRIVAL]:
                u = uniform(key, ARRIVE_STATE, day, place) * infectious_days
                kind = E
                if u > numbers[LATENT]:
                    u = (u - numbers[LATENT]) / (numbers[PRE] + numbers[SYMPTOMS])
                    kind = A if u < numbers[SHARE_WITHOUT] else P
                state[unit, group, kind] += 1
                infected[unit_centre[unit]] += 1
                arrived[unit_centre[unit]] += 1
            else:
                state[unit, group, S] += 1
    return at


@njit(cache=True, nogil=True)
def record(
    row: Any, state: Any, staff: Any, unit_centre: Any, infected: Any, arrived: Any, left: Any,
    found: Any, staff_infected: Any, out: Any,
) -> None:  # fmt: skip
    """Write down a day."""
    for centre in range(staff.shape[0]):
        for measure in range(MEASURED):
            out[row, centre, measure] = 0
        out[row, centre, INFECTED] = infected[centre]
        out[row, centre, ARRIVED_INFECTED] = arrived[centre]
        out[row, centre, LEFT] = left[centre]
        out[row, centre, FOUND] = found[centre]
        out[row, centre, STAFF_INFECTED] = staff_infected[centre]
    for unit in range(state.shape[0]):
        centre = unit_centre[unit]
        for group in range(state.shape[1]):
            cell = state[unit, group]
            out[row, centre, HOSPITAL] += cell[H] + cell[C]
            out[row, centre, INTENSIVE] += cell[C]
            out[row, centre, DEATHS] += cell[D]
            active = cell[P] + cell[A] + cell[M] + cell[V]
            active += cell[PQ] + cell[AQ] + cell[MQ] + cell[VQ]
            out[row, centre, INFECTIOUS] += active
            out[row, centre, HELD] += active + cell[S] + cell[E] + cell[H] + cell[C] + cell[R]


@njit(cache=True, nogil=True)
def step(
    key: Any, now: Any, first: Any, dt: Any, state: Any, staff: Any, unit_centre: Any, then: Any,
    apart: Any, measures: Any, numbers: Any, hospital: Any, intensive: Any, death: Any,
    infected: Any, found: Any, staff_infected: Any,
) -> None:  # fmt: skip
    """One step of infection and illness; `first` is true for the first of a day."""
    units, groups, centres = state.shape[0], state.shape[1], staff.shape[0]
    beta = numbers[BETA] * (1.0 - numbers[MASK] * measures[MASKS_ON])
    isolated = 1.0 - numbers[ISOLATED]
    present = np.zeros(units)
    spread = np.zeros(units)
    in_centre = np.zeros(centres)
    spread_in_centre = np.zeros(centres)
    for unit in range(units):
        total, sources = 0, 0.0
        for group in range(groups):
            cell = state[unit, group]
            for kind in range(H):
                total += cell[kind]
            total += cell[R]
            sources += cell[P] + cell[M] + cell[V] + numbers[WITHOUT_INFECTS] * cell[A]
            sources += isolated * (
                cell[PQ] + cell[MQ] + cell[VQ] + numbers[WITHOUT_INFECTS] * cell[AQ]
            )
        present[unit], spread[unit] = total, sources
        in_centre[unit_centre[unit]] += total
        spread_in_centre[unit_centre[unit]] += sources
    by_staff = np.zeros(centres)
    for centre in range(centres):
        workers = 0
        for kind in range(6):
            workers += staff[centre, kind]
        if workers > 0:
            sources = (
                staff[centre, SP] + numbers[WITHOUT_INFECTS] * staff[centre, SA]
                + (1.0 - numbers[STAY_HOME]) * staff[centre, SI]
            )  # fmt: skip
            by_staff[centre] = sources / workers
            force = beta * (
                numbers[STAFF_CONTACT] * spread_in_centre[centre] / workers
                + numbers[AMONG_STAFF] * by_staff[centre]
            )
            work(key, now, dt, staff[centre], units * groups + centre, force, numbers,
                 staff_infected, centre)  # fmt: skip
    between = numbers[MIXING] * (1.0 - numbers[COHORT] * measures[COHORT_ON])
    tested = min(1.0, measures[TESTS_ON] * numbers[SENSITIVITY])
    noticed = 1.0 - (1.0 - tested) * (1.0 - numbers[NOTICED] * measures[ISOLATION_ON])
    for unit in range(units):
        centre = unit_centre[unit]
        force = 0.0
        if present[unit] > 0.0:
            contact = crowding(
                present[unit], then[unit], apart[unit], numbers[DENSITY], numbers[SPACING]
            )
            force = beta * contact * (
                (1.0 - numbers[MIXING]) * spread[unit] / present[unit]
                + between * spread_in_centre[centre] / in_centre[centre]
                + numbers[STAFF_CONTACT] * by_staff[centre]
            )  # fmt: skip
        caught = -np.expm1(-force * dt)
        for group in range(groups):
            cell = state[unit, group]
            where = unit * groups + group
            new = binomial(cell[S], caught, uniform(key, INFECT, now, where)) if force > 0.0 else 0
            infected[centre] += new
            fall_ill(key, now, dt, cell, where, new, numbers,
                     hospital[group], intensive[group], death[group])  # fmt: skip
            if first and (tested > 0.0 or noticed > 0.0):
                found[centre] += find(key, now, cell, where, tested, noticed)
