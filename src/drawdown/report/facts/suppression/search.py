"""The rounds of the choice: choose, attack, forbid what the attack showed to be too little."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from drawdown.report.facts.suppression.attack import Attack, Vector, Ways
from drawdown.report.facts.suppression.master import Master
from drawdown.report.facts.suppression.system import FactsError, State, System
from drawdown.report.facts.suppression.whole import duties, unreached

NEAR = 1e-6

DIVES, DIVE_WORK = 400, 3e7
"""So many rounds of a dive, and so much search among what it withholds."""


class Search:
    """One choice on its way: the programme with the cuts so far, the attack, what it has found."""

    def __init__(
        self, system: System, preferences: Sequence[int], tell: Callable[[int, float], None]
    ) -> None:
        """Begin, with no cut."""
        self.system = system
        self.master = Master(system, preferences)
        self.attack = Attack(system)
        self.ways = Ways(self.attack.values)
        self.done = 0
        self._tell = tell

    def settle(self, rounds: int, work: float = np.inf) -> tuple[State, ...] | None:
        """Go on until nothing is to be forbidden any more.

        Args:
            rounds: After how many in all to give up.
            work: After how much search from now on.

        Returns:
            What is shown of each cell; where switches may be partly on, that need not keep the
            promise. None: given up.
        """
        most = self.master.work + work
        while self.done < rounds and self.master.work <= most:
            self._tell(self.done, self.master.bound())
            chosen = self.master.solve()
            self.done += 1
            if self._cut(chosen, whole=self.master.whole):
                continue
            states = self.master.states(chosen)
            if not self.master.whole or not self._lacks(states, chosen):
                return states
        return None

    def _lacks(self, states: tuple[State, ...], chosen: Vector) -> bool:
        """Whether tables of whole numbers do not protect a cell; if so, more is demanded."""
        lacking = {at for at, _ in unreached(self.system, states, duties(self.system, states))}
        for at in sorted(lacking):
            self.master.more(at, states, chosen)
        return bool(lacking)

    def dive(self) -> tuple[State, ...] | None:
        """A pattern that keeps the promise, near the cheapest: switch on what is mostly on already.

        Then search among what that withholds for less. None: the dive went astray.
        """
        self.master.make_partial()
        try:
            found = self._down()
        except FactsError:  # what was switched on cannot be protected
            return None
        if found is None:
            return None
        states, chosen = found
        self.master.only(chosen)
        self.master.make_whole()
        return self.settle(self.done + DIVES, DIVE_WORK) or states

    def _down(self) -> tuple[tuple[State, ...], Vector] | None:
        for _ in range(DIVES):
            self._tell(self.done, self.master.bound())
            chosen = self.master.solve()
            self.done += 1
            if self._cut(chosen, whole=False):
                continue
            partly = self._partly(chosen)
            if partly:
                most = max(chosen[at] for at in partly)
                self.master.fix([at for at in partly if chosen[at] >= min(most, 0.8)])
                continue
            chosen = np.rint(chosen)
            if self._cut(chosen, whole=True):
                continue
            states = self.master.states(chosen)
            if not self._lacks(states, chosen):
                return states, chosen
        return None

    def _partly(self, chosen: Vector) -> list[int]:
        """The switches partly on; first those that hide, as each that blanks brings a duty more."""
        partly = {int(at) for at in np.flatnonzero((chosen > NEAR) & (chosen < 1.0 - NEAR))}
        return [of.hide for of in self.master.switches if of.hide in partly] or sorted(partly)

    def _cut(self, chosen: Vector, *, whole: bool) -> int:
        """Attack every withheld cell; forbid what leaves it too narrow. Returns how many cuts."""
        system, master = self.system, self.master
        low, high = system.rule.span
        bounds = master.known(chosen) if whole else master.known(chosen, float(high))
        self.attack.bound(*bounds)
        fallen, risen = self.ways.reach(*bounds)
        made = 0
        for at, cell in enumerate(system.cells):
            share = self._withheld(at, chosen)
            if share < NEAR:
                continue
            for up, need in ((True, high - cell.value), (False, cell.value - low)):
                if need <= 0:
                    continue
                goal = need * share - NEAR * 10
                if (risen[at] if up else fallen[at]) >= goal:
                    continue
                reach = self.attack.push(at, up=up)
                moves = self.ways.add(reach.table)
                risen, fallen = np.maximum(risen, moves), np.maximum(fallen, -moves)
                if abs(reach.value - cell.value) < goal:
                    made += master.cut(at, reach.weights, up=up, need=need)
        return made

    def _withheld(self, at: int, chosen: Vector) -> float:
        """How far a cell is one of which the span must remain possible."""
        if not self.system.rule.floor:
            return 1.0 if self.system.small(at) else 0.0
        of = self.master.switches[at]
        return min(self.master.on(of.hide, chosen), self.master.on(of.blank, chosen))
