"""Rooms as outlines: the floor, and what is on it that nobody can use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drawdown.space.plan import SpaceError
from drawdown.space.walls import Point, Wall, read_walls

if TYPE_CHECKING:
    from shapely import Polygon

Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The floor of one room: its outer ring, and rings inside it that are not floor."""

    name: str
    outer: Ring
    holes: tuple[Ring, ...] = ()

    def polygon(self) -> Polygon:
        """Return the floor as a shapely polygon, in floating point.

        Raises:
            SpaceError: where a ring crosses itself or a hole is not inside.
        """
        from shapely import Polygon

        floor = Polygon(*self._rings())
        if not floor.is_valid or floor.area == 0:
            raise SpaceError(f"{self.name}: the outline crosses itself, or an obstacle leaves it")
        return floor

    def _rings(self) -> tuple[list[tuple[float, float]], list[list[tuple[float, float]]]]:
        as_floats = [[(float(x), float(y)) for x, y in ring] for ring in (self.outer, *self.holes)]
        return as_floats[0], as_floats[1:]


def read_outline(path: Path, unit_of_length: str = "ft") -> Outline:
    """Return the room in a file of closed outlines, in the unit asked for.

    The formats are those of walls. The largest ring is the room; the others are obstacles in it.

    Raises:
        SpaceError: in one line, for the first thing wrong.
    """
    rings = sorted(_rings(read_walls(path, unit_of_length), path.name), key=_area, reverse=True)
    return Outline(path.name, rings[0], tuple(rings[1:]))


def _rings(walls: tuple[Wall, ...], name: str) -> list[Ring]:
    """Return closed rings from walls that follow one another."""
    rings: list[Ring] = []
    current: list[Point] = []
    for wall in walls:
        if not current:
            current = [wall.start]
        if wall.start != current[-1]:
            break
        current.append(wall.end)
        if wall.end == current[0]:
            rings.append(tuple(current[:-1]))
            current = []
    if current or not rings:
        raise SpaceError(f"{name}: an outline isn't closed; it must end where it starts")
    return rings


def _area(ring: Ring) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(float(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs))) / 2
