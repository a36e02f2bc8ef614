"""Diving: fix the spots that a relaxation is nearest to using, relax again, until none is left.

It finds an answer as good as the relaxation's value far more often than rounding at once, for the
relaxation changes its mind about the rest (Berthold, Primal heuristics for mixed integer programs,
2006). Nothing here proves anything.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np

from drawdown.space.conflict import Graph
from drawdown.space.relaxation import Floats, Relaxation

_NEAR = 1e-6
_STEPS = 20


def dive(
    graph: Graph,
    relaxation: Relaxation,
    shares: Floats,
    used: Iterable[int],
    gone: Iterable[int],
    hopeless: Callable[[int], bool],
) -> Floats | None:
    """Return shares that are nearly all whole; None as soon as `hopeless` of what is left.

    `shares` is the solution with the spots in `used` taken as used and those in `gone` as empty.
    `hopeless` says of a bound that nothing better than what is known lies below it.
    """
    taken, out = set(used), set(gone)
    while True:
        undecided = np.flatnonzero((shares > _NEAR) & (shares < 1 - _NEAR)).tolist()
        if not undecided:
            return shares
        near_one = np.flatnonzero(shares >= 1 - _NEAR).tolist()
        undecided.sort(key=lambda s: (-shares[s], len(graph[s] - out), s))
        for spot in near_one:
            _take(graph, spot, taken, out)
        steps = len(taken) + max(1, len(undecided) // _STEPS)
        for spot in undecided:
            if len(taken) == steps:
                break
            _take(graph, spot, taken, out)
        value, shares, _ = relaxation.solve(taken, out)
        if hopeless(math.floor(value + _NEAR)):
            return None


def _take(graph: Graph, spot: int, taken: set[int], out: set[int]) -> None:
    if spot not in out and spot not in taken:
        taken.add(spot)
        out |= graph[spot]
