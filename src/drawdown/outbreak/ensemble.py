"""Many replicates of a scenario: run in pieces anywhere, put together the same in any order."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from drawdown.batches import run
from drawdown.outbreak import kernel, states
from drawdown.outbreak.errors import OutbreakError
from drawdown.outbreak.layout import bound_on_people, laid_out, numbers_of
from drawdown.outbreak.parameters import Parameters, defaults
from drawdown.outbreak.results import DAILY, FINAL, LEVELS, Ensemble
from drawdown.outbreak.setting import Centre, Scenario, Unit, scenario
from drawdown.outbreak.states import MEASURED, STATES

_COLUMNS = np.array(
    [states.INFECTED, states.HOSPITAL, states.DEATHS, states.INFECTIOUS], dtype=np.int64
)
PIECE = 200
MOST_REPLICATES = 10_000_000


@dataclass(frozen=True)
class Piece:
    """Some replicates of a scenario, from `first` up to before `last`."""

    scenario: Scenario
    parameters: Parameters
    seed: int
    first: int
    last: int


@dataclass(frozen=True)
class Part:
    """What a piece came to.

    Attributes:
        finals: int32 (replicates, centres + 1, FINAL); the last row of centres is all together.
        daily: int32 (DAILY, days + 1, replicates).
    """

    finals: NDArray[np.int32]
    daily: NDArray[np.int32]


def ensemble(
    scenario: Scenario,
    parameters: Parameters,
    *,
    replicates: int = 1000,
    seed: int = 1,
    cluster: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Ensemble:
    """Run a scenario many times.

    Args:
        scenario: What is asked.
        parameters: What is assumed; ranges are drawn anew for each replicate.
        replicates: How many times.
        seed: The same seed gives the same answer, wherever and however the pieces run.
        cluster: As `batches.run` takes it; None runs here, in a thread for each processor.
        progress: Told how many of how many replicates are done.

    Raises:
        OutbreakError: Something about the scenario cannot be.
        BatchError: The cluster cannot be used.
    """
    return ensembles([scenario], parameters, replicates=replicates, seed=seed, cluster=cluster,
                     progress=progress)[0]  # fmt: skip


def ensembles(
    scenarios: Sequence[Scenario],
    parameters: Parameters,
    *,
    replicates: int = 1000,
    seed: int = 1,
    cluster: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Ensemble]:
    """Run several scenarios with the same draws (common random numbers)."""
    if not 1 <= replicates <= MOST_REPLICATES:
        raise OutbreakError(f"{replicates} replicates; expected 1 to {MOST_REPLICATES:,}")
    if not 0 <= seed < 2**63:
        raise OutbreakError(f"seed {seed}: expected a whole number from 0 to 2^63 - 1")
    gathered = [_Gathered(one, parameters, replicates) for one in scenarios]
    cuts = [(low, min(low + PIECE, replicates)) for low in range(0, replicates, PIECE)]
    pieces = [Piece(one, parameters, seed, *cut) for one in scenarios for cut in cuts]
    done = 0
    threads = min(os.cpu_count() or 1, len(pieces))
    for number, part in enumerate(run(run_piece, pieces, cluster=cluster, threads=threads)):
        piece = pieces[number]
        gathered[number // len(cuts)].add(piece.first, part)
        done += piece.last - piece.first
        if progress:
            progress(done, replicates * len(scenarios))
    return [one.ensemble() for one in gathered]


def warm_up() -> None:
    """Compile, or load what was compiled, before anybody waits for it."""
    one = scenario([Centre("one", (Unit("one", 2),))], "1.0", days=1)
    run_piece(Piece(one, defaults(), 1, 0, 1))


def run_piece(piece: Piece) -> Part:
    """Run the replicates of one piece, in one thread."""
    layout = laid_out(piece.scenario, piece.parameters)
    replicates = np.arange(piece.first, piece.last, dtype=np.int64)
    numbers = numbers_of(piece.scenario, piece.parameters, piece.seed, replicates)
    centres, days = len(piece.scenario.centres), piece.scenario.days
    finals = np.zeros((replicates.size, centres + 1, len(FINAL)), np.int32)
    daily = np.zeros((len(DAILY), days + 1, replicates.size), np.int32)
    compiled: Any = many
    compiled(
        *layout.arguments(), numbers.values, numbers.hospital, numbers.intensive, numbers.death,
        np.uint64(piece.seed), replicates, piece.scenario.steps, _COLUMNS, finals, daily,
    )  # fmt: skip
    return Part(finals, daily)


def paths(
    scenario: Scenario, parameters: Parameters, *, seed: int, replicates: Sequence[int]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Whole paths of some replicates, for looking at and for fitting.

    Returns:
        int32 (replicates, days + 1, centres, MEASURED), and how each ends: int64 (replicates,
        units, groups, STATES).
    """
    layout = laid_out(scenario, parameters)
    which = np.array(replicates, np.int64)
    numbers = numbers_of(scenario, parameters, seed, which)
    out = np.zeros((which.size, scenario.days + 1, len(scenario.centres), MEASURED), np.int32)
    state = np.zeros((which.size, *layout.people.shape, STATES), np.int64)
    compiled: Any = kernel.simulate
    for at, replicate in enumerate(which):
        compiled(
            *layout.arguments(), numbers.values[at], numbers.hospital[at], numbers.intensive[at],
            numbers.death[at], np.uint64(seed), replicate, scenario.steps, out[at], state[at],
        )  # fmt: skip
    return out, state


@njit(cache=True, nogil=True)
def many(
    people: Any, unit_centre: Any, then: Any, apart: Any, index: Any, staff: Any, measures: Any,
    arrivals: Any, exits: Any, transfers: Any, shares: Any, numbers: Any, hospital: Any,
    intensive: Any, death: Any, seed: Any, replicates: Any, steps: Any, columns: Any, finals: Any,
    daily: Any,
) -> None:  # fmt: skip
    """Run replicates one after another, keeping of each what `Part` has."""
    days, centres = measures.shape[0], staff.shape[0]
    out = np.zeros((days + 1, centres, MEASURED), np.int32)
    state = np.zeros((people.shape[0], people.shape[1], STATES), np.int64)
    for at in range(replicates.shape[0]):
        kernel.simulate(
            people, unit_centre, then, apart, index, staff, measures, arrivals, exits, transfers,
            shares, numbers[at], hospital[at], intensive[at], death[at], seed, replicates[at],
            steps, out, state,
        )  # fmt: skip
        for day in range(days + 1):
            beds, worst = 0, 0
            for centre in range(centres):
                row = out[day, centre]
                for which in range(columns.shape[0]):
                    daily[which, day, at] += row[columns[which]]
                beds += row[states.HOSPITAL]
                worst += row[states.INTENSIVE]
                finals[at, centre, 1] = max(finals[at, centre, 1], row[states.HOSPITAL])
                finals[at, centre, 2] = max(finals[at, centre, 2], row[states.INTENSIVE])
            finals[at, centres, 1] = max(finals[at, centres, 1], beds)
            finals[at, centres, 2] = max(finals[at, centres, 2], worst)
        for centre in range(centres):
            row = out[days, centre]
            for column, measure in (
                (0, states.INFECTED), (3, states.DEATHS), (4, states.STAFF_INFECTED),
                (5, states.ARRIVED_INFECTED),
            ):  # fmt: skip
                finals[at, centre, column] = row[measure]
                finals[at, centres, column] += row[measure]


class _Gathered:
    """Parts of one scenario as they come: as they are, or counted, whichever is smaller."""

    def __init__(self, scenario: Scenario, parameters: Parameters, replicates: int) -> None:
        """Make room for that many replicates."""
        self.scenario, self.number = scenario, replicates
        values = bound_on_people(laid_out(scenario, parameters)) + 1
        self.counted = values < replicates
        shape = (len(DAILY), scenario.days + 1, min(values, replicates))
        self.daily = np.zeros(shape, np.int32)
        self.total = np.zeros(shape[:2], np.int64)
        rows = len(scenario.centres) + 1
        self.finals = np.zeros((replicates, rows, len(FINAL)), np.int32)

    def add(self, first: int, part: Part) -> None:
        """Take in one part."""
        last = first + part.finals.shape[0]
        self.finals[first:last] = part.finals
        self.total += part.daily.sum(axis=2, dtype=np.int64)
        if self.counted:
            count(self.daily, part.daily)
        else:
            self.daily[:, :, first:last] = part.daily

    def ensemble(self) -> Ensemble:
        """What all parts came to."""
        ranks = [max(0, int(np.ceil(level * self.number - 1e-9)) - 1) for level in LEVELS]
        if self.counted:
            running = self.daily.cumsum(axis=2)
            levels = np.stack([(running <= rank).sum(axis=2) for rank in ranks], 1)
        else:
            levels = np.sort(self.daily, axis=2)[:, :, ranks].transpose(0, 2, 1)
        return Ensemble(
            self.scenario, self.finals, self.total / self.number, levels.astype(np.int64)
        )


@njit(cache=True, nogil=True)
def count(counts: Any, values: Any) -> None:
    """Count values of (measure, day, replicate) into (measure, day, value)."""
    for one in range(values.shape[0]):
        for day in range(values.shape[1]):
            for at in range(values.shape[2]):
                counts[one, day, values[one, day, at]] += 1
