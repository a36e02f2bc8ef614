"""Local groups: small sets of spots of which fewer can be used than their pairs alone would say.

Five spots in a ring, each too close to the next, can be used two at a time, though cliques allow
two and a half. Such a group is found by taking a window of a dozen spots or so where the relaxation
is in fractions, listing every way to use them, and asking a linear program for the inequality that
all those ways obey and the fractions break by most (Applegate, Bixby, Chvátal and Cook's local
cuts, 2001, for stable sets). It holds for the whole plan, wherever it was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from drawdown.space.conflict import Graph
from drawdown.space.proof import Group
from drawdown.space.relaxation import Floats, maximise, run

MOST_WAYS = 3000
_SLIGHT = 1e-3
_SCALES = range(1, 13)


class Windows:
    """Looks for local groups, and remembers the windows where it found none."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._solver: Any = None
        self._ways: dict[tuple[int, ...], Floats | None] = {}
        self._sound: set[tuple[tuple[int, ...], bytes]] = set()

    def broken(self, shares: Floats, size: int) -> list[Group]:
        """Return groups that the fractional solution breaks, from windows of `size` spots."""
        found: dict[tuple[tuple[int, int], ...], Group] = {}
        done: set[int] = set()
        listed = shares.tolist()
        for seed in np.flatnonzero((shares > _SLIGHT) & (shares < 1 - _SLIGHT)).tolist():
            if seed in done:
                continue
            window = _window(self.graph, listed, seed, size)
            group = self._in_window(core(self.graph, window), shares)
            if group:
                found[tuple(sorted(group.times.items()))] = group
            done.update(group.times if group else window[: size // 3])
        return list(found.values())

    def _in_window(self, window: tuple[int, ...], shares: Floats) -> Group | None:
        if not window:
            return None
        wanted = shares[list(window)]
        key = (window, np.rint(wanted * 10_000).astype(np.int16).tobytes())
        if key in self._sound:
            return None
        if window not in self._ways:
            self._ways[window] = self._all_ways(window)
        used = self._ways[window]
        group = None
        if used is not None:
            ones = np.ones(len(window))
            self._solver = maximise(wanted, used, np.ones(len(used)), ones, self._solver)
            group = _broken(window, used, wanted, self._solver)
        if group is None:
            self._sound.add(key)
        return group

    def _all_ways(self, window: tuple[int, ...]) -> Floats | None:
        """Return a row for each largest way to use the window's spots; None if too many."""
        bit = {spot: 1 << index for index, spot in enumerate(window)}
        near = [sum(bit[other] for other in self.graph[s] & bit.keys()) for s in window]
        found = ways(near)
        if found is None:
            return None
        return np.array([[way >> i & 1 for i in range(len(window))] for way in found], dtype=float)


def ways(near: list[int]) -> list[int] | None:
    """Return every largest set of spots without a conflict, as bits; None where there are too many.

    `near[i]` holds the spots that conflict with spot `i`, as bits.
    """
    everything = (1 << len(near)) - 1
    free = [everything & ~bits & ~(1 << spot) for spot, bits in enumerate(near)]
    found: list[int] = []

    def extend(way: int, candidates: int, excluded: int) -> None:
        if not candidates:
            if not excluded:
                found.append(way)
            return
        if len(found) > MOST_WAYS:
            return
        best, pivot, rest = -1, 0, candidates | excluded
        while rest:
            bit = rest & -rest
            rest ^= bit
            count = (candidates & free[bit.bit_length() - 1]).bit_count()
            if count > best:
                best, pivot = count, bit.bit_length() - 1
        rest = candidates & ~free[pivot]
        while rest:
            bit = rest & -rest
            rest ^= bit
            spot = bit.bit_length() - 1
            extend(way | bit, candidates & free[spot], excluded & free[spot])
            candidates ^= bit
            excluded |= bit

    extend(0, everything, 0)
    return None if len(found) > MOST_WAYS else found


def core(graph: Graph, window: Iterable[int]) -> tuple[int, ...]:
    """Return those spots of a window that a local group can count, often none.

    A spot whose neighbours all conflict with each other is in no inequality but a clique's, for
    gluing graphs along a clique makes no new ones (Chvátal, On certain polytopes associated with
    graphs, 1975); nor is any spot of a piece without a ring of odd length. The relaxation has
    every clique, so both are left out before anything is listed.
    """
    inside = set(window)
    near = {spot: (graph[spot] & inside) | {spot} for spot in inside}
    waiting = list(inside)
    while waiting:
        spot = waiting.pop()
        ours = near.get(spot)
        if ours is None or not all(ours <= near[other] for other in ours):
            continue
        del near[spot]
        ours.discard(spot)
        for other in ours:
            near[other].discard(spot)
        waiting += ours
    for spot, others in near.items():
        others.discard(spot)
    return tuple(sorted(spot for piece in _odd_pieces(near) for spot in piece))


def _odd_pieces(near: Mapping[int, set[int]]) -> list[list[int]]:
    """Return the connected pieces that hold a ring of odd length."""
    side: dict[int, bool] = {}
    found = []
    for start in near:
        if start in side:
            continue
        side[start] = odd = False
        piece = [start]
        for spot in piece:
            for other in near[spot]:
                if other not in side:
                    side[other] = not side[spot]
                    piece.append(other)
                elif side[other] == side[spot]:
                    odd = True
        if odd:
            found.append(piece)
    return found


def _window(graph: Graph, shares: list[float], seed: int, size: int) -> list[int]:
    """Return spots grown from the seed, each time the one with most conflicts inside."""
    window, seen = [seed], {seed}
    inside: dict[int, int] = {}
    for spot in window:
        for other in graph[spot]:
            if other not in seen and shares[other] > _SLIGHT:
                inside[other] = inside.get(other, 0) + 1
        if len(window) == size or not inside:
            break
        following = max(inside, key=lambda s: (inside[s], -abs(shares[s] - 0.5), -s))
        del inside[following]
        seen.add(following)
        window.append(following)
    return window


def _broken(window: tuple[int, ...], used: Floats, wanted: Floats, solver: Any) -> Group | None:
    """Return the inequality on the window that the shares `wanted` break by most, if any.

    `used` has a row for each way to use the window. `solver` is loaded with the program that finds
    the inequality's weights: most for `wanted`, at most 1 for each way.
    """
    run(solver)
    if -solver.getInfo().objective_function_value < 1 + _SLIGHT:
        return None
    weights = np.array(solver.getSolution().col_value)
    weights[weights < 1e-7] = 0.0
    unit = weights / weights[weights > 0].min()
    for scale in _SCALES:
        times = np.rint(unit * scale)
        if np.abs(unit * scale - times).max() < 1e-4:
            most = int((used @ times).max())
            if times @ wanted > most + _SLIGHT:
                counted = times.astype(int).tolist()
                return Group({s: n for s, n in zip(window, counted, strict=True) if n}, most)
            return None
    return None
