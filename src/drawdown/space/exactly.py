"""The exact answer for one pair of places, in fractions: for the pairs too close to call."""

from __future__ import annotations

from fractions import Fraction

from drawdown.space.rule import Place, Rule
from drawdown.space.walls import Point, Wall


def too_close(one: Place, other: Place, distance: Fraction, rule: Rule) -> bool:
    """Return whether two places are less than the distance apart, walls aside."""
    rise = Fraction(0)
    if rule.bunks == "measured" and one.bed.z is not None and other.bed.z is not None:
        rise = one.bed.z - other.bed.z
    gap = _gap_squared(one.corners, other.corners)
    return gap + rise * rise < distance * distance


def separates(wall: Wall, one: Point, other: Point) -> bool:
    """Return whether a wall crosses the straight line between two points.

    The points must be on opposite sides of the wall's line: a bed against the wall, or a line of
    sight along it, is not separated by it. The wall's own ends count as wall, so nothing passes
    through the corner where two walls meet.
    """
    side_one = _side(wall.start, wall.end, one)
    side_other = _side(wall.start, wall.end, other)
    if side_one * side_other >= 0:
        return False
    return _side(one, other, wall.start) * _side(one, other, wall.end) <= 0


def _side(start: Point, end: Point, point: Point) -> int:
    cross = (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (
        point[0] - start[0]
    )
    return (cross > 0) - (cross < 0)


def _gap_squared(one: tuple[Point, ...], other: tuple[Point, ...]) -> Fraction:
    """Return the squared distance between two points or two convex outlines."""
    if len(one) > 1 and _overlap(one, other):
        return Fraction(0)
    return min(
        _to_segment(point, edge)
        for points, outline in ((one, other), (other, one))
        for point in points
        for edge in zip(outline, outline[1:] + outline[:1], strict=True)
    )


def _overlap(one: tuple[Point, ...], other: tuple[Point, ...]) -> bool:
    """Return whether two convex outlines overlap: no edge's line has one wholly on each side."""
    for outline, against in ((one, other), (other, one)):
        for start, end in zip(outline, outline[1:] + outline[:1], strict=True):
            inner = {_side(start, end, point) for point in outline} - {0}
            if all(_side(start, end, point) not in inner for point in against):
                return False
    return True


def _to_segment(point: Point, edge: tuple[Point, Point]) -> Fraction:
    (x, y), ((x1, y1), (x2, y2)) = point, edge
    dx, dy = x2 - x1, y2 - y1
    square = dx * dx + dy * dy
    along = Fraction(0)
    if square:
        along = min(Fraction(1), max(Fraction(0), ((x - x1) * dx + (y - y1) * dy) / square))
    return (x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2
