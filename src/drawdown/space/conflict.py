"""Which places are too close to be used together, decided in bulk and, where near, exactly.

Floating point settles the pairs that are clearly near or clearly far. Whatever comes within a
hair of the distance, or of touching a wall, is decided in fractions, so that a bed exactly the
distance away is allowed however its coordinates are written.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from drawdown.space.exactly import separates, too_close
from drawdown.space.plan import Plan
from drawdown.space.rule import Place, Rule

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Graph = list[set[int]]
"""For each place, by its position in a list, the places that conflict with it."""

_HAIR = 1e-6


def conflicts(plan: Plan, rule: Rule, room: list[Place]) -> Graph:
    """Return the conflict graph of the places of one room."""
    graph: Graph = [set() for _ in room]
    if not room:
        return graph
    one, other = _near_pairs(plan, rule, room)
    if rule.walls and len(one):
        kept = ~_walled(rule, room, one, other)
        one, other = one[kept], other[kept]
    add = [near.add for near in graph]
    for a, b in zip(one.tolist(), other.tolist(), strict=True):
        add[a](b)
        add[b](a)
    _join_ways_of_one_bed(room, graph)
    return graph


def _join_ways_of_one_bed(room: list[Place], graph: Graph) -> None:
    """Add a conflict between the two ways of using one bed."""
    position = {place.name: index for index, place in enumerate(room)}
    for name, index in position.items():
        turned = position.get(-name)
        if turned is not None:
            graph[index].add(turned)


def _near_pairs(plan: Plan, rule: Rule, room: list[Place]) -> tuple[Numbers, Numbers]:
    """Return the pairs of places less than the distance apart, walls aside."""
    exact_distance = rule.distance_in(plan)
    distance = float(exact_distance)
    corners = np.array([[[float(x), float(y)] for x, y in p.corners] for p in room], dtype=float)
    corners = corners.reshape(len(room), -1, 2)
    middle = corners.mean(axis=1)
    reach = np.sqrt(((corners - middle[:, None]) ** 2).sum(axis=2)).max(axis=1, initial=0.0)
    one, other = _sweep(middle, distance + 2 * float(reach.max(initial=0.0)) + _HAIR)
    gap = _gaps_squared(corners, one, other)
    if rule.bunks == "measured":
        gap = gap + _rises(room, one, other) ** 2
    slack = gap - distance * distance
    hair = _HAIR * (1.0 + distance)
    near = slack < 0
    for pair in np.flatnonzero(np.abs(slack) <= hair):
        near[pair] = too_close(room[one[pair]], room[other[pair]], exact_distance, rule)
    return one[near], other[near]


def _sweep(middle: Floats, reach: float) -> tuple[Numbers, Numbers]:
    """Return every pair of points within `reach` along the longer side of the room, and nearer."""
    spread = np.ptp(middle, axis=0) if len(middle) else np.zeros(2)
    order = np.argsort(middle[:, int(spread[1] > spread[0])], kind="stable")
    along = middle[order, int(spread[1] > spread[0])]
    last = np.searchsorted(along, along + reach, side="right")
    counts = last - np.arange(len(along)) - 1
    one = np.repeat(np.arange(len(along)), counts)
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    other = one + 1 + (np.arange(len(one)) - starts)
    across = np.abs(middle[order[one]] - middle[order[other]]).max(axis=1, initial=0.0)
    close = across <= reach
    return order[one[close]], order[other[close]]


def _rises(room: list[Place], one: Numbers, other: Numbers) -> Floats:
    height = np.array([np.nan if p.bed.z is None else float(p.bed.z) for p in room])
    rises: Floats = np.nan_to_num(height[one] - height[other], nan=0.0)
    return rises


def _gaps_squared(corners: Floats, one: Numbers, other: Numbers) -> Floats:
    """Return squared distances between pairs of points or of convex outlines."""
    a, b = corners[one], corners[other]
    if corners.shape[1] == 1:
        apart: Floats = ((a[:, 0] - b[:, 0]) ** 2).sum(axis=1)
        return apart
    gap: Floats = np.minimum(_corner_to_edge(a, b), _corner_to_edge(b, a))
    gap[_overlapping(a, b)] = 0.0
    return gap


def _corner_to_edge(points: Floats, outline: Floats) -> Floats:
    start = outline[:, None, :, :]
    edge = np.roll(outline, -1, axis=1)[:, None, :, :] - start
    offset = points[:, :, None, :] - start
    along = np.clip((offset * edge).sum(-1) / (edge**2).sum(-1), 0.0, 1.0)
    squared = ((offset - along[..., None] * edge) ** 2).sum(-1)
    nearest: Floats = squared.min(axis=(1, 2))
    return nearest


def _overlapping(a: Floats, b: Floats) -> NDArray[np.bool_]:
    overlap = np.ones(len(a), dtype=bool)
    for outline in (a, b):
        for side in (0, 1):
            axis = outline[:, side + 1] - outline[:, side]
            shadow_a = (a * axis[:, None]).sum(-1)
            shadow_b = (b * axis[:, None]).sum(-1)
            overlap &= shadow_a.max(1) >= shadow_b.min(1)
            overlap &= shadow_b.max(1) >= shadow_a.min(1)
    return overlap


def _walled(rule: Rule, room: list[Place], one: Numbers, other: Numbers) -> NDArray[np.bool_]:
    """Return which pairs have a wall across the straight line between them."""
    sight = np.array([[float(x), float(y)] for x, y in (place.sight for place in room)])
    a, b = sight[one], sight[other]
    blocked = np.zeros(len(one), dtype=bool)
    for wall in rule.walls:
        start = np.array([float(wall.start[0]), float(wall.start[1])])
        end = np.array([float(wall.end[0]), float(wall.end[1])])
        low, high = np.minimum(start, end) - _HAIR, np.maximum(start, end) + _HAIR
        pairs = np.flatnonzero(
            ~blocked & (np.maximum(a, b) >= low).all(1) & (np.minimum(a, b) <= high).all(1)
        )
        p, q = a[pairs], b[pairs]
        sides: list[Any] = [_cross(start, end, p), _cross(start, end, q)]
        sides += [_cross(p, q, start), _cross(p, q, end)]
        sure = np.minimum.reduce([np.abs(side) for side in sides]) > _HAIR
        crossed = (sides[0] * sides[1] < 0) & (sides[2] * sides[3] < 0)
        blocked[pairs[sure & crossed]] = True
        for pair in pairs[~sure]:
            blocked[pair] = separates(wall, room[one[pair]].sight, room[other[pair]].sight)
    return blocked


def _cross(start: Floats, end: Floats, point: Floats) -> Floats:
    run = end - start
    offset = point - start
    cross: Floats = run[..., 0] * offset[..., 1] - run[..., 1] * offset[..., 0]
    return cross
