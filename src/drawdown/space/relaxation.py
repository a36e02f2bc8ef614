"""The linear relaxation of one part, kept in HiGHS and sharpened by adding groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drawdown.space.proof import Group, Need

Floats = NDArray[np.float64]

_IDLE = 1e-9


def quiet_highs() -> Any:
    """Return a HiGHS instance that prints nothing.

    The bound class itself, not its Python subclass: making one of those prints a banner to standard
    output, where the answer goes.
    """
    from highspy import _Highs  # type: ignore[attr-defined]

    solver = _Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("simplex_scale_strategy", 0)  # nearly every number is 1 already
    return solver


def maximise(
    value: Floats,
    rows: Floats | Sequence[dict[int, int]],
    most: Any,
    top: Floats,
    solver: Any = None,
) -> Any:
    """Return a HiGHS instance loaded with: maximise value·x, rows·x ≤ most, 0 ≤ x ≤ top.

    Rows are a matrix, or a mapping from column to coefficient for each row. An instance that is
    given is loaded anew, which costs less than making one.
    """
    from highspy import HighsLp, MatrixFormat

    if isinstance(rows, np.ndarray):
        row, index = np.nonzero(rows)
        starts = np.searchsorted(row, np.arange(len(rows) + 1))
        coefficients = rows[row, index]
    else:
        starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
        index = np.array([spot for row in rows for spot in row])
        coefficients = np.array([n for row in rows for n in row.values()], dtype=float)
    program = HighsLp()
    program.num_col_, program.num_row_ = len(value), len(rows)
    program.col_cost_, program.col_lower_, program.col_upper_ = -value, np.zeros(len(value)), top
    program.row_lower_ = np.full(len(rows), -np.inf)
    program.row_upper_ = np.asarray(most, dtype=float)
    program.a_matrix_.format_ = MatrixFormat.kRowwise
    program.a_matrix_.start_ = starts.astype(np.int32)
    program.a_matrix_.index_ = index.astype(np.int32)
    program.a_matrix_.value_ = coefficients
    solver = solver or quiet_highs()
    solver.passModel(program)
    return solver


def run(solver: Any) -> None:
    """Run HiGHS, and stop where it failed: what it then returns looks like an answer."""
    from highspy import HighsStatus

    status = solver.run()
    if status == HighsStatus.kError:
        raise RuntimeError(f"HiGHS failed: {solver.getModelStatus()}")


Weights = dict[int, float]
"""The rows that a bound rests on: a group's number, or -1, -2, … for a need, and its weight."""


class Relaxation:
    """Maximise the number of spots used, spots taken in fractions, within every group.

    Needs are met or paid for: a spot missing from a need costs more than all spots are worth, so
    that there is always a solution, and its value is always a bound.
    """

    def __init__(self, spots: int, groups: Sequence[Group], needs: Sequence[Need] = ()) -> None:
        self.spots = spots
        rows = [group.times for group in groups]
        most = [group.most for group in groups]
        for index, need in enumerate(needs):
            rows.append({**dict.fromkeys(sorted(need.spots), -1), spots + index: -1})
            most.append(-need.least)
        value = np.concatenate([np.ones(spots), np.full(len(needs), -float(spots + 1))])
        top = np.concatenate([np.ones(spots), np.full(len(needs), float(spots + 1))])
        self._columns = np.arange(spots, dtype=np.int32)
        self._numbers = [*range(len(groups)), *(-1 - index for index in range(len(needs)))]
        self._first = len(self._numbers)
        self._solver = maximise(value, rows, most, top)

    def add(self, number: int, group: Group) -> None:
        """Add one more group, which later solutions respect."""
        spots = np.fromiter(group.times, dtype=np.int32)
        times = np.fromiter(group.times.values(), dtype=float)
        self._solver.addRow(-np.inf, float(group.most), len(spots), spots, times)
        self._numbers.append(number)

    def drop_idle(self) -> None:
        """Drop the groups added since the first that the last solution does not lean on."""
        weights = self._solver.getSolution().row_dual
        idle = [row for row in range(self._first, len(self._numbers)) if weights[row] > -_IDLE]
        if idle:
            self._solver.deleteRows(len(idle), np.array(idle, dtype=np.int32))
            gone = set(idle)
            self._numbers = [n for row, n in enumerate(self._numbers) if row not in gone]

    def solve(
        self, used: Iterable[int] = (), empty: Iterable[int] = ()
    ) -> tuple[float, Floats, Weights]:
        """Return the value, the share of each spot, and the weight of each row that has one.

        The spots in `used` are taken as used, and those in `empty` as empty.
        """
        low, top = np.zeros(self.spots), np.ones(self.spots)
        low[list(used)] = 1.0
        top[list(empty)] = 0.0
        self._solver.changeColsBounds(self.spots, self._columns, low, top)
        run(self._solver)
        solution = self._solver.getSolution()
        value = -float(self._solver.getInfo().objective_function_value)
        shares = np.array(solution.col_value[: self.spots])
        weights = -np.array(solution.row_dual)
        positive = np.flatnonzero(weights > _IDLE).tolist()
        return value, shares, {self._numbers[row]: float(weights[row]) for row in positive}
