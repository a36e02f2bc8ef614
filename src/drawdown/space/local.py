"""Local groups: small sets of spots of which fewer can be used than their pairs alone would say.

Five spots in a ring, each too close to the next, can be used two at a time, though cliques allow
two and a half. Such a group is found by taking a window of a dozen spots or so where the relaxation
is in fractions, listing every way to use them, and asking a linear program for the inequality that
all those ways obey and the fractions break by most (Applegate, Bixby, Chvátal and Cook's local
cuts, 2001, for stable sets). It holds for the whole plan, wherever it was found.
"""

from __future__ import annotations

import numpy as np

from drawdown.space.conflict import Graph
from drawdown.space.proof import Group
from drawdown.space.relaxation import Floats, maximise

MOST_WAYS = 3000
_SLIGHT = 1e-3
_SCALES = range(1, 13)


def local_groups(graph: Graph, shares: Floats, size: int) -> list[Group]:
    """Return groups that the fractional solution `shares` breaks, from windows of `size` spots."""
    found: dict[tuple[tuple[int, int], ...], Group] = {}
    done: set[int] = set()
    for seed in np.flatnonzero((shares > _SLIGHT) & (shares < 1 - _SLIGHT)).tolist():
        if seed in done:
            continue
        group = _broken(graph, _window(graph, shares, seed, size), shares)
        if group:
            found[tuple(sorted(group.times.items()))] = group
            done.update(group.times)
    return list(found.values())


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


def _window(graph: Graph, shares: Floats, seed: int, size: int) -> list[int]:
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


def _broken(graph: Graph, window: list[int], shares: Floats) -> Group | None:
    """Return the inequality on the window that `shares` breaks by most, if any."""
    place = {spot: index for index, spot in enumerate(window)}
    near = [sum(1 << place[other] for other in graph[s] if other in place) for s in window]
    found = ways(near)
    if found is None:
        return None
    used = np.array([[way >> index & 1 for index in range(len(window))] for way in found])
    rows = [{int(index): 1 for index in np.flatnonzero(way)} for way in used]
    wanted = shares[window]
    solver = maximise(wanted, rows, [1] * len(rows), np.ones(len(window)))
    solver.run()
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
