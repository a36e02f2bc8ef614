"""What a reader can work out: how low and how high a number may lie given all that is shown.

Linear programming gives bounds, with the multipliers that prove them; integer programming gives
whole tables. The reader is taken to know every relation, every number shown on this page and on
earlier ones, that counts are whole and not negative, and which withheld numbers are over the small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from highspy import HighsModelStatus, HighsVarType
from numpy.typing import NDArray

from drawdown.report.facts.suppression.system import ROOM, State, System

Vector = NDArray[np.float64]

MOST_WAYS = 300
"""So many ways are kept, the latest."""

_STILL = 1e-9


@dataclass(frozen=True)
class Reach:
    """How far a number can be moved.

    Attributes:
        value: The lowest or highest that it can be.
        table: A table in which it is that.
        weights: Of each cell: the number is their product with the cells' values, whatever a table
            consistent with the relations. They prove the bound (linear programming duality).
    """

    value: float
    table: Vector
    weights: Vector


@dataclass(frozen=True)
class Sums:
    """The relations as three columns, one line for each cell in each relation.

    Attributes:
        size: How many cells there are.
        count: How many relations.
        row: The relation's place.
        at: The cell's place.
        factor: Its factor.
    """

    size: int
    count: int
    row: NDArray[np.int64]
    at: NDArray[np.int64]
    factor: NDArray[np.int64]

    @classmethod
    def of(cls, system: System) -> Sums:
        """The relations of a system."""
        lines = [
            (row, at, factor)
            for row, relation in enumerate(system.relations) for at, factor in relation
        ]  # fmt: skip
        row, at, factor = np.array(lines, dtype=np.int64).reshape(-1, 3).T
        return cls(len(system.cells), len(system.relations), row, at, factor)

    def weigh(self, multipliers: Vector) -> Vector:
        """The sum of the relations, each with a multiplier: what each cell's factor comes to."""
        if not self.count:
            return np.zeros(self.size)
        terms = multipliers[self.row] * self.factor
        return np.bincount(self.at, terms, minlength=self.size).astype(np.float64)

    def hold(self, table: NDArray[np.int64]) -> bool:
        """Whether every relation holds of a table of whole numbers, to the last digit."""
        left = np.zeros(self.count, dtype=np.int64)
        np.add.at(left, self.row, table[self.at] * self.factor)
        return not left.any()


def solver() -> Any:
    """A solver that says nothing and answers the same every time.

    The bound class itself: making one of its Python subclass prints to standard output.
    """
    from highspy import _Highs  # type: ignore[attr-defined]

    highs = _Highs()
    for name, value in (("output_flag", False), ("parallel", "off"), ("random_seed", 0)):
        highs.setOptionValue(name, value)
    return highs


def run(highs: Any, *, whole: bool) -> bool:
    """Run a solver; whether there is a solution (where it has a limit, found within it).

    A whole programme is begun anew each time: going on from the solution of a relaxed one, HiGHS
    1.16 has called a solution optimal that was not, with an objective that was not its own.

    Raises:
        RuntimeError: The solver stopped, or its solution is not what it says.
    """
    if whole:
        highs.clearSolver()
    highs.run()
    status = highs.getModelStatus()
    if status in (HighsModelStatus.kInfeasible, HighsModelStatus.kUnboundedOrInfeasible):
        return False
    limited = whole and status == HighsModelStatus.kSolutionLimit
    if status != HighsModelStatus.kOptimal and not limited:
        raise RuntimeError(f"HiGHS stopped: {status}")
    if limited and not np.isfinite(highs.getInfo().objective_function_value):
        return False
    costs, values = np.array(highs.getLp().col_cost_), np.array(highs.getSolution().col_value)
    said, found = highs.getInfo().objective_function_value, float(costs @ values)
    if abs(said - found) > 1e-6 * max(1.0, abs(found)):
        raise RuntimeError(f"HiGHS says {said} of a solution that comes to {found}")
    return True


class Attack:
    """The linear programme of a reader; bounds of cells are set, then numbers are pushed."""

    def __init__(self, system: System, *, whole: bool = False) -> None:
        """Set up the relations.

        Args:
            system: The numbers.
            whole: Whether only tables of whole numbers count.
        """
        self.system, self.whole = system, whole
        self.size = len(system.cells)
        self.values = np.array([cell.value for cell in system.cells], dtype=np.float64)
        self.highs = solver()
        self.highs.setOptionValue("mip_feasibility_tolerance", 1e-9)
        self.highs.addVars(self.size, self.values, self.values)
        for relation in system.relations:
            at = np.array([one for one, _ in relation], dtype=np.int32)
            factors = np.array([factor for _, factor in relation], dtype=np.float64)
            self.highs.addRow(0.0, 0.0, len(at), at, factors)
        self._index = np.arange(self.size, dtype=np.int32)
        if whole:
            kinds = np.array([HighsVarType.kInteger] * self.size)
            self.highs.changeColsIntegrality(self.size, self._index, kinds)
        self._pushed = 0
        self.sums = Sums.of(system)

    def bound(self, lower: Vector, upper: Vector) -> None:
        """Set what is known of each cell."""
        self.highs.changeColsBounds(self.size, self._index, lower, upper)

    def know(self, states: Sequence[State]) -> None:
        """Set what a reader knows of each cell where it is shown in these states."""
        self.bound(*known(self.system, states))

    def fix(self, at: int, value: float) -> None:
        """Suppose that a cell has a value."""
        self.highs.changeColBounds(at, value, value)

    def push(self, at: int, *, up: bool) -> Reach:
        """Move a number as far up or down as it goes."""
        self.highs.changeColCost(self._pushed, 0.0)
        self.highs.changeColCost(at, -1.0 if up else 1.0)
        self._pushed = at
        if not run(self.highs, whole=False):
            raise RuntimeError("HiGHS finds no table, where the true one is one")
        solution = self.highs.getSolution()
        table = np.array(solution.col_value)
        multipliers = np.array(solution.row_dual)
        weights = -self.sums.weigh(multipliers)
        weights = -weights if up else weights  # the programme minimises, upwards the negative
        weights[at] += 1.0
        return Reach(float(table[at]), table, weights)

    def table(self, costs: Vector) -> Vector | None:
        """A table that agrees with what is known, the cheapest by these costs; none: there is none.

        The costs only steer which of many tables is found.
        """
        self.highs.changeColsCost(self.size, self._index, costs)
        if not run(self.highs, whole=self.whole):
            return None
        return np.array(self.highs.getSolution().col_value)


class Ways:
    """Ways in which numbers can move together without breaking a sum, found by attacks so far.

    Whatever is shown, a way may be gone as far as the bounds allow, as the sums are linear. So what
    an attack found in one round spares most attacks of the next.
    """

    def __init__(self, values: Vector) -> None:
        """Begin with none, from the true values."""
        self.values = values
        self._moves = np.zeros((0, len(values)))

    def add(self, table: Vector) -> Vector:
        """Add the way from the truth to a table; the way."""
        moves = table - self.values
        self._moves = np.vstack([self._moves[-MOST_WAYS:], moves])
        return np.asarray(moves)

    def reach(self, lower: Vector, upper: Vector) -> tuple[Vector, Vector]:
        """How far each number falls and rises at most, on any one way within bounds."""
        still = np.zeros(len(self.values))
        if not len(self._moves):
            return still, still
        rising, falling = self._moves > _STILL, self._moves < -_STILL
        far = np.full(self._moves.shape, np.inf)
        np.divide(upper - self.values, self._moves, out=far, where=rising)
        np.divide(lower - self.values, self._moves, out=far, where=falling)
        steps = far.min(axis=1)
        steps[~np.isfinite(steps)] = 0.0
        gone = self._moves * np.maximum(steps, 0.0)[:, None]
        return np.maximum(still, (-gone).max(axis=0)), np.maximum(still, gone.max(axis=0))


def known(system: System, states: Sequence[State]) -> tuple[Vector, Vector]:
    """The least and the most that a reader knows each cell to be."""
    lower, upper = np.empty(len(states)), np.empty(len(states))
    for at, (cell, state) in enumerate(zip(system.cells, states, strict=True)):
        if state is State.SHOWN:
            lower[at] = upper[at] = cell.value
            continue
        floor = system.rule.floor if state is State.OVER else 0
        lower[at] = max(floor, cell.least)
        upper[at] = cell.value + ROOM
    return lower, upper
