"""The choice as an integer programme: which cells to withhold, under the cuts found so far.

Each cell that is free has up to two switches: `hide` (not shown) and `blank` (not even that it is
over the small ones). Cuts say which switches a small number needs, in the manner of Fischetti and
Salazar-González (2001), "Solving the Cell Suppression Problem on Tabular Data with Linear
Constraints", Management Science 47(7), their capacity constraints (11).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from highspy import HighsVarType, kHighsInf
from numpy.typing import NDArray

from drawdown.report.facts.suppression.attack import Vector, run, solver
from drawdown.report.facts.suppression.system import ROOM, FactsError, State, System

UNIT = 100_000
"""What a cost of 1 is in the programme, beside which the preferences that settle ties are small."""


@dataclass(frozen=True, slots=True)
class Switches:
    """The switches of a cell; a number is the variable's, None is off and -1 always on."""

    hide: int | None
    blank: int | None


ON = -1

NEAR_ENOUGH = 0.4
"""Costs are whole and preferences together under a half, so that this near no cost lies between."""

NODES = 1_000
"""After so many nodes of the search the best choice found is taken, and the gap said. Nodes and not
seconds, so that the same record makes the same page on a slow machine."""


class Master:
    """The integer programme. Relaxed first, then whole."""

    def __init__(self, system: System, preferences: Sequence[int]) -> None:
        """Set up the switches.

        Args:
            system: The numbers.
            preferences: For each cell a small number (0 to 9) that settles ties: less is withheld
                sooner.
        """
        self.system = system
        self.highs = solver()
        self.highs.setOptionValue("mip_rel_gap", 0.0)
        self.highs.setOptionValue("mip_abs_gap", NEAR_ENOUGH * UNIT)
        self.highs.setOptionValue("mip_max_nodes", NODES)
        self.count = 0
        self.cuts: set[tuple[tuple[tuple[int, float], ...], float]] = set()
        self.switches = [self._switch(at, preferences[at]) for at in range(len(system.cells))]
        self.whole = False
        self._bound = 0.0
        self.work = 0.0

    def _variable(self, cost: int, preference: int) -> int:
        self.highs.addVar(0.0, 1.0)
        self.highs.changeColCost(self.count, float(cost * UNIT + preference))
        self.count += 1
        return self.count - 1

    def _switch(self, at: int, preference: int) -> Switches:
        cell, rule = self.system.cells[at], self.system.rule
        if self.system.small(at):
            if cell.pinned:
                raise FactsError(
                    f"{cell.key}: is small and stands on an earlier page; nothing withheld now "
                    "can protect it"
                )
            return Switches(ON, ON)
        if cell.pinned:
            return Switches(None, None)
        if cell.value < rule.low:
            both = self._variable(cell.cost, preference)
            return Switches(both, both)
        hide = ON if cell.hidden else self._variable(cell.cost, preference)
        if not rule.floor:
            return Switches(hide, ON)
        blank = self._variable(0, 0 if cell.hidden else -1)  # rather nothing than "over": see docs
        if hide != ON:
            self._row([(hide, 1.0), (blank, -1.0)], 0.0)
        return Switches(hide, blank)

    def _row(self, terms: Sequence[tuple[int, float]], least: float) -> None:
        at = np.array([one for one, _ in terms], dtype=np.int32)
        self.highs.addRow(least, kHighsInf, len(at), at, np.array([f for _, f in terms]))

    def make_whole(self) -> None:
        """From now on a switch is on or off."""
        self._kind(HighsVarType.kInteger)
        self.whole = True

    def accept(self, gap: float) -> None:
        """From now on a choice is taken that costs so much more than the least, as a share."""
        self.highs.setOptionValue("mip_rel_gap", gap)

    def make_partial(self) -> None:
        """From now on a switch may be partly on."""
        self._kind(HighsVarType.kContinuous)
        self.highs.clearSolver()
        self.whole = False

    def _kind(self, kind: HighsVarType) -> None:
        kinds = np.array([kind] * self.count)
        self.highs.changeColsIntegrality(self.count, np.arange(self.count, dtype=np.int32), kinds)

    def fix(self, switches: Sequence[int]) -> None:
        """From now on these switches are on; `bound` no longer holds of every pattern."""
        for at in switches:
            self.highs.changeColBounds(at, 1.0, 1.0)

    def only(self, chosen: Vector) -> None:
        """From now on the switches that are off stay off, and the others are free."""
        upper = np.rint(chosen)
        at = np.arange(self.count, dtype=np.int32)
        self.highs.changeColsBounds(self.count, at, np.zeros(self.count), upper)

    def solve(self) -> NDArray[np.float64]:
        """The switches of the cheapest pattern that the cuts allow.

        Raises:
            FactsError: Nothing that can still be withheld is enough.
        """
        if not self.count:
            return np.zeros(0)
        if not run(self.highs, whole=self.whole):
            raise FactsError(
                "a small number cannot be protected: what earlier pages show, or the status of the "
                "order, already narrows it"
            )
        info = self.highs.getInfo()
        if self.whole:
            self.work += max(0, info.simplex_iteration_count) * (self.count + len(self.cuts))
        least = info.mip_dual_bound if self.whole else info.objective_function_value
        self._bound = max(self._bound, float(least) / UNIT)  # cuts are only ever added
        values = np.array(self.highs.getSolution().col_value)
        return np.asarray(np.rint(values) if self.whole else np.clip(values, 0.0, 1.0))

    def bound(self) -> float:
        """What every pattern that the cuts allow costs at least, in whole costs."""
        if not self.count:
            return 0.0
        return self._bound

    def on(self, switch: int | None, chosen: Vector) -> float:
        """How far a switch is on."""
        return 0.0 if switch is None else 1.0 if switch == ON else float(chosen[switch])

    def states(self, chosen: Vector) -> tuple[State, ...]:
        """What is shown of each cell."""
        found = []
        for of in self.switches:
            hidden, blank = self.on(of.hide, chosen), self.on(of.blank, chosen)
            found.append(
                State.SHOWN if hidden < 0.5 else State.WITHHELD if blank > 0.5 else State.OVER
            )
        return tuple(found)

    def known(self, chosen: Vector, room: float = ROOM) -> tuple[Vector, Vector]:
        """The bounds of each cell where switches may be partly on."""
        size = len(self.system.cells)
        lower, upper = np.empty(size), np.empty(size)
        for at, (cell, of) in enumerate(zip(self.system.cells, self.switches, strict=True)):
            hidden, blank = self.on(of.hide, chosen), self.on(of.blank, chosen)
            to_floor, below = self._falls(at)
            lower[at] = cell.value - to_floor * hidden - below * blank
            upper[at] = cell.value + room * hidden
        return lower, upper

    def _falls(self, at: int) -> tuple[float, float]:
        """How far a cell can fall where it is hidden, and how much further where it is blank."""
        cell, rule = self.system.cells[at], self.system.rule
        least = min(cell.least, cell.value)
        floor = max(least, min(rule.floor, cell.value))
        if self.system.small(at) or cell.value < rule.low:
            return 0.0, float(cell.value - least)
        return float(cell.value - floor), float(floor - least)

    def cut(self, at: int, weights: Vector, *, up: bool, need: float) -> bool:
        """Demand what moving a cell that far needs.

        Args:
            at: The cell.
            weights: As `Reach.weights` gives them.
            up: Whether it is to be moved up.
            need: How far.

        Returns:
            Whether this is new.
        """
        fixed, terms = 0.0, dict[int, float]()
        for other in np.flatnonzero(np.abs(weights) > 1e-7):
            weight, of = float(weights[other]), self.switches[other]
            to_floor, below = self._falls(int(other))
            if (weight > 0) == up:
                parts = [(of.hide, ROOM * abs(weight))]
            else:
                parts = [(of.hide, to_floor * abs(weight)), (of.blank, below * abs(weight))]
            for switch, reach in parts:
                if switch == ON:
                    fixed += reach
                elif switch is not None:
                    terms[switch] = terms.get(switch, 0.0) + reach
        return self._demand(at, terms, need - fixed)

    def _demand(self, at: int, terms: dict[int, float], left: float) -> bool:
        if left <= 1e-6:
            return False
        capped = {switch: min(reach, left) / left for switch, reach in terms.items()}
        least = 1.0
        blank = self.switches[at].blank
        if blank != ON and blank is not None:  # only where the cell itself is withheld
            capped[blank] = capped.get(blank, 0.0) - 1.0
            least = 0.0
        row = [(switch, round(f, 9)) for switch, f in sorted(capped.items()) if abs(f) > 1e-9]
        name = (tuple(row), least)
        if name in self.cuts:
            return False
        self.cuts.add(name)
        self._row(row, least)
        return True

    def more(self, at: int, states: Sequence[State], chosen: Vector) -> None:
        """Demand anything beyond these states, where whole tables do not protect a cell."""
        terms = {
            switch: 1.0
            for of, _ in zip(self.switches, states, strict=True)
            for switch in (of.hide, of.blank)
            if switch not in (None, ON) and chosen[switch] < 0.5
        }
        blank = self.switches[at].blank
        terms = {key: value for key, value in terms.items() if key is not None}
        if blank is not None and blank != ON and chosen[blank] > 0.5:
            self._row([*terms.items(), (blank, -1.0)], 0.0)
        else:
            self._row(list(terms.items()), 1.0)
