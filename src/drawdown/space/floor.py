"""Open floors: how many places fit where there are no fixed beds, and how far that is from best.

Places are found by laying grids of triangles and of squares over the floor, turned and shifted, and
filling what they leave. The limit is Oler's: a convex floor of area A and perimeter P has at most
2A/(√3 d²) + P/(2d) + 1 points that are d apart (N. Oler, An inequality in the geometry of numbers,
Acta Mathematica 105, 1961). A floor that is not convex is held by its hull, and cut into convex
pieces whose limits add up; the smaller of the two holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from drawdown.space.outline import Outline
from drawdown.space.plan import SpaceError

if TYPE_CHECKING:
    from shapely import Polygon

Floats = NDArray[np.float64]

_SLACK = 1e-6
"""Places keep the distance, and keep within the floor, to a millionth of the unit."""

_SHIFTS = 6
_TURNS = 6


@dataclass(frozen=True, slots=True)
class FloorAnswer:
    """The places found, and the most that any arrangement can have."""

    points: tuple[tuple[float, float], ...]
    bound: int

    @property
    def gap(self) -> int:
        """How many more places there might be; none when the answer is proved."""
        return self.bound - len(self.points)


def places_on(
    outline: Outline,
    distance: float,
    from_wall: float = 0.0,
    progress: Callable[[float], None] = lambda _share: None,
) -> FloorAnswer:
    """Return places `distance` apart on an open floor, each at least `from_wall` from its edge.

    Raises:
        SpaceError: where the outline cannot be used, or nothing is left of it.
    """
    import shapely

    floor: Any = outline.polygon()
    if from_wall > 0:
        floor = floor.buffer(-from_wall, join_style="mitre")
    pieces = [piece for piece in getattr(floor, "geoms", [floor]) if not piece.is_empty]
    if not pieces:
        raise SpaceError(f"{outline.name}: nothing of the floor is that far from its walls")
    roomy = floor.buffer(_SLACK, join_style="mitre")
    shapely.prepare(roomy)
    candidates = _edge_points(pieces, distance)
    best: Floats = np.empty((0, 2))
    grids = list(_grids(pieces, distance))
    for number, grid in enumerate(grids):
        inside = grid[shapely.contains_xy(roomy, grid[:, 0], grid[:, 1])]
        # Filling rarely gains more than a few places, so grids far behind are not worth it.
        if len(inside) >= 0.9 * len(best):
            filled = _filled(inside, candidates, distance)
            best = filled if len(filled) > len(best) else best
        progress((number + 1) / len(grids))
    points = tuple((round(float(x), 6), round(float(y), 6)) for x, y in best)
    limit = sum(limit_of(piece, distance) for piece in pieces)
    return FloorAnswer(points, max(limit, len(points)))


def limit_of(floor: Polygon, distance: float) -> int:
    """Return Oler's limit on the points of a floor that are `distance` apart."""
    whole = _oler(floor.convex_hull, distance)
    if floor.equals(floor.convex_hull):
        return whole
    return min(whole, sum(_oler(piece, distance) for piece in _convex_pieces(floor)))


def _oler(convex: Any, distance: float) -> int:
    squares = 2 * float(convex.area) / (math.sqrt(3) * distance * distance)
    return math.floor(squares + float(convex.length) / (2 * distance) + 1 + 1e-9)


def _convex_pieces(floor: Polygon) -> list[Any]:
    """Return convex pieces that make up a floor: triangles, joined while they stay convex."""
    import shapely

    pieces = list(shapely.constrained_delaunay_triangles(floor).geoms)
    joined = True
    while joined:
        joined = False
        for i, one in enumerate(pieces):
            for j in range(i + 1, len(pieces)):
                union = one.union(pieces[j])
                if union.geom_type == "Polygon" and math.isclose(
                    union.area, union.convex_hull.area, rel_tol=1e-12
                ):
                    pieces[i] = union.convex_hull
                    del pieces[j]
                    joined = True
                    break
            if joined:
                break
    return pieces


def _grids(pieces: list[Any], distance: float) -> Iterator[Floats]:
    """Yield grids of squares and triangles over the floor, turned along its edges, shifted."""
    corners = np.concatenate([np.array(piece.exterior.coords) for piece in pieces])
    edges = np.diff(corners, axis=0)
    turns = {round(math.atan2(y, x) % (math.pi / 2), 9) for x, y in edges.tolist() if x or y}
    turns |= {round(i * math.pi / 2 / _TURNS, 9) for i in range(_TURNS)}
    for turn in sorted(turns):
        cos, sin = math.cos(turn), math.sin(turn)
        rotation = np.array([[cos, -sin], [sin, cos]])
        turned = corners @ rotation
        low, high = turned.min(axis=0), turned.max(axis=0)
        for upright in (False, True):
            for grid in _upright_grids(low, high, distance, swap=upright):
                yield grid @ rotation.T


def _upright_grids(low: Floats, high: Floats, distance: float, *, swap: bool) -> Iterator[Floats]:
    if swap:
        for grid in _upright_grids(low[::-1], high[::-1], distance, swap=False):
            yield grid[:, ::-1]
        return
    width, height = (high - low).tolist()
    rise = distance * math.sqrt(3) / 2
    rows = math.floor(height / rise + 1e-9) + 1
    # Rows spread to fill the height leave room between neighbours in a row to shrink.
    even = height / (rows - 1) if rows > 1 else rise
    for step, row, lean in (
        (distance, distance, 0.0),
        (distance, rise, 0.5),
        (max(distance, 2 * math.sqrt(max(0.0, distance**2 - even**2))), even, 0.5),
    ):
        columns = math.ceil(width / step) + 2
        lines = math.ceil(height / row) + 2
        i, j = np.meshgrid(np.arange(-1, columns), np.arange(-1, lines))
        across = (i + lean * (j % 2)) * step
        base = np.stack([across.ravel(), (j * row).ravel()], axis=1)
        for shift_x in range(_SHIFTS):
            for shift_y in range(_SHIFTS):
                offset = np.array([shift_x * step, shift_y * row]) / _SHIFTS
                yield base + low + offset


def _edge_points(pieces: list[Any], distance: float) -> Floats:
    """Return corners and points along the edges, where grids leave the most room."""
    points: list[tuple[float, float]] = []
    for piece in pieces:
        for ring in (piece.exterior, *piece.interiors):
            points += [(x, y) for x, y in ring.coords]
            count = max(1, math.ceil(ring.length / (distance / 8)))
            spread = [ring.interpolate(i / count, normalized=True) for i in range(count)]
            points += [(point.x, point.y) for point in spread]
    return np.array(points)


def _filled(points: Floats, candidates: Floats, distance: float) -> Floats:
    """Return the points and every candidate that still fits, in order."""
    least = (distance - _SLACK) ** 2
    if len(points):
        apart = ((candidates[:, None] - points[None]) ** 2).sum(-1).min(axis=1)
        candidates = candidates[apart >= least]
    added: list[Any] = []
    for candidate in candidates:
        if all(((candidate - other) ** 2).sum() >= least for other in added):
            added.append(candidate)
    return np.concatenate([points, np.array(added)]) if added else points
