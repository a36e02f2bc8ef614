"""The cheapest pattern from which no small number can be narrowed, with the proof that it is one.

Cutting planes: choose, attack, forbid what the attack showed to be too little, choose again; first
with switches that may be partly on, then whole, and last against tables of whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from drawdown.report.facts.suppression.attack import Attack, Vector, Ways
from drawdown.report.facts.suppression.master import UNIT, Master
from drawdown.report.facts.suppression.system import FactsError, Pattern, State, System
from drawdown.report.facts.suppression.whole import unreached

ROUNDS, WHOLE_ROUNDS = 400, 60
"""After so many rounds, or so many with whole switches, a pattern is found otherwise, and the gap
said."""

NEAR = 1e-6


def choose(
    system: System, preferences: Sequence[int] | None = None, *, rounds: int = ROUNDS
) -> Pattern:
    """Choose what to withhold.

    Args:
        system: The numbers.
        preferences: Per cell a number from 0 to 9 that settles ties; none: the first come first.
        rounds: After how many rounds to stop and say the gap.

    Raises:
        FactsError: A small number cannot be protected whatever is withheld.
    """
    master = Master(system, preferences or [0] * len(system.cells))
    attack = Attack(system)
    ways = Ways(attack.values)
    done = 0
    for whole in (False, True):
        most = min(rounds, done + WHOLE_ROUNDS) if whole else rounds
        if whole and master.count:
            master.make_whole()
        while True:
            chosen = master.solve()
            done += 1
            if done > most:
                return _greedy(system, master)
            if _cut(master, attack, ways, chosen, whole=whole):
                continue
            if not whole:
                break
            states = master.states(chosen)
            lacking = list(unreached(system, states, duties(system, states)))
            if not lacking:
                return _pattern(system, states, master)
            for at in sorted({one for one, _ in lacking}):
                master.more(at, states, chosen)
    raise AssertionError("the loop ends by a return")


def duties(system: System, states: Sequence[State]) -> list[int]:
    """The cells of which every number of the span must remain possible."""
    if not system.rule.floor:
        return [at for at in range(len(states)) if system.small(at)]
    return [at for at, state in enumerate(states) if state is State.WITHHELD]


def _pattern(system: System, states: tuple[State, ...], master: Master) -> Pattern:
    cost = cost_of(system, states)
    forced = sum(cell.cost for at, cell in enumerate(system.cells) if system.small(at))
    preferences = (9 * len(system.cells) + 1) / UNIT
    bound = forced + int(np.ceil(master.bound() - preferences - NEAR)) if master.count else cost
    return Pattern(states, cost, min(cost, max(bound, forced)))


def cost_of(system: System, states: Sequence[State]) -> int:
    """What a pattern costs."""
    pairs = zip(system.cells, states, strict=True)
    return sum(cell.cost for cell, state in pairs if state is not State.SHOWN)


def _cut(master: Master, attack: Attack, ways: Ways, chosen: Vector, *, whole: bool) -> int:
    """Attack every withheld cell; forbid what leaves it too narrow. Returns how many cuts."""
    system = master.system
    low, high = system.rule.span
    room = None if whole else float(high)
    bounds = master.known(chosen) if room is None else master.known(chosen, room)
    attack.bound(*bounds)
    fallen, risen = ways.reach(*bounds)
    made = 0
    for at, cell in enumerate(system.cells):
        share = _withheld(master, at, chosen)
        if share < NEAR:
            continue
        for up, need in ((True, high - cell.value), (False, cell.value - low)):
            if need <= 0:
                continue
            goal = need * share - NEAR * 10
            if (risen[at] if up else fallen[at]) >= goal:
                continue
            reach = attack.push(at, up=up)
            moves = ways.add(reach.table)
            risen, fallen = np.maximum(risen, moves), np.maximum(fallen, -moves)
            if abs(reach.value - cell.value) < goal:
                made += master.cut(at, reach.weights, up=up, need=need)
    return made


def _withheld(master: Master, at: int, chosen: Vector) -> float:
    """How far a cell is one of which the span must remain possible."""
    system = master.system
    if not system.rule.floor:
        return 1.0 if system.small(at) else 0.0
    of = master.switches[at]
    return min(master.on(of.hide, chosen), master.on(of.blank, chosen))


def _greedy(system: System, master: Master) -> Pattern:
    """Withhold everything, then show one number after the other while the promise is kept."""
    bound = master.bound()
    full = [State.SHOWN if of.hide is None else State.WITHHELD for of in master.switches]
    if not _kept(system, full):
        raise FactsError("a small number cannot be protected whatever is withheld")
    states = full
    for at in _dearest(system):
        for state in (State.SHOWN, State.OVER):
            if states[at] is not State.WITHHELD or not _allowed(system, master, at, state):
                continue
            tried = [*states[:at], state, *states[at + 1 :]]
            if _kept(system, tried):
                states = tried
                break
    found = _pattern(system, tuple(states), master)
    forced = sum(cell.cost for at, cell in enumerate(system.cells) if system.small(at))
    return Pattern(found.states, found.cost, min(found.cost, forced + int(np.floor(bound))))


def _kept(system: System, states: Sequence[State]) -> bool:
    """Whether a pattern keeps the promise."""
    return next(unreached(system, states, duties(system, states)), None) is None


def _dearest(system: System) -> Iterator[int]:
    yield from sorted(range(len(system.cells)), key=lambda at: (-system.cells[at].cost, at))


def _allowed(system: System, master: Master, at: int, state: State) -> bool:
    cell = system.cells[at]
    if system.small(at):
        return False
    if state is State.SHOWN:
        return not cell.hidden or cell.value < system.rule.low
    return cell.value >= max(system.rule.floor, 1)
