"""The cheapest pattern from which no small number can be narrowed, with the proof that it is one.

Cutting planes: choose, attack, forbid what the attack showed to be too little, choose again; first
with switches that may be partly on, then whole, and last against tables of whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from drawdown.report.facts.suppression.greedy import greedy
from drawdown.report.facts.suppression.master import UNIT, Master
from drawdown.report.facts.suppression.search import NEAR, Search
from drawdown.report.facts.suppression.system import Pattern, State, System

ROUNDS, WHOLE_ROUNDS = 400, 60
"""After so many rounds, or so many with whole switches, a pattern is found otherwise, and the gap
said."""

FEW = 150
"""Up to so many numbers one after the other is tried, where the search found nothing."""

GAP = 0.1
"""Then a choice counts that costs in all so much more than the least, and the gap is said."""

WORK = 1e8
"""After so much search with whole switches likewise: steps of the simplex method times rows and
columns. Steps and not seconds, so that the same record makes the same page on a slow machine."""


def choose(
    system: System,
    preferences: Sequence[int] | None = None,
    *,
    rounds: int = ROUNDS,
    work: float = WORK,
    tell: Callable[[int, float], None] = lambda done, bound: None,
) -> Pattern:
    """Choose what to withhold.

    Args:
        system: The numbers.
        preferences: Per cell a number from 0 to 9 that settles ties; none: the first come first.
        rounds: After how many rounds to stop and say the gap.
        work: After how much search with whole switches to do so.
        tell: Told before each round how many are done, and what any choice costs at least by them.

    Raises:
        FactsError: A small number cannot be protected whatever is withheld.
    """
    search = Search(system, preferences or [0] * len(system.cells), tell)
    if not search.settle(rounds):
        return _pattern(system, greedy(system, search.master), search.master)
    if search.master.count:
        search.master.make_whole()
    states = search.settle(min(rounds, search.done + WHOLE_ROUNDS), work)
    if states is None:
        least = max(search.master.bound(), 1.0)
        search.master.accept(GAP * (forced(system) + least) / least)
        states = search.settle(min(rounds, search.done + WHOLE_ROUNDS), work)
    bound = search.master.bound()
    if states is None and len(system.cells) > FEW:
        states = search.dive()
    states = states or greedy(system, search.master)
    return _pattern(system, states, search.master, bound)


def _pattern(
    system: System, states: tuple[State, ...], master: Master, bound: float | None = None
) -> Pattern:
    cost = cost_of(system, states)
    preferences = (9 * len(system.cells) + 1) / UNIT
    bound = master.bound() if bound is None else bound
    least = forced(system) + int(np.ceil(bound - preferences - NEAR)) if master.count else cost
    return Pattern(states, cost, min(cost, max(least, forced(system))))


def forced(system: System) -> int:
    """What the small numbers cost, which no choice shows."""
    return sum(cell.cost for at, cell in enumerate(system.cells) if system.small(at))


def cost_of(system: System, states: Sequence[State]) -> int:
    """What a pattern costs."""
    pairs = zip(system.cells, states, strict=True)
    return sum(cell.cost for cell, state in pairs if state is not State.SHOWN)
