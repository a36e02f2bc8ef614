"""Space per person: how many a room may hold at so many square feet each, less what is excluded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from drawdown.space.outline import Outline
from drawdown.space.plan import SpaceError

_SIDES = 1440


@dataclass(frozen=True, slots=True)
class Disc:
    """A part of the floor that does not count: so far around a point, as around a toilet."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class AreaAnswer:
    """How many a room may hold. The two differ only where a curve leaves the count in doubt."""

    least: int
    most: int
    area: float
    """Floor that counts, to the nearest thousandth."""


def people_by_area(area: Fraction, excluded: Fraction, per_person: Fraction) -> int:
    """Return how many people have `per_person` each in `area` less `excluded`, exactly.

    A room of 60 by 40 feet, less 80 square feet around the toilets, at 50 square feet a person:

    >>> people_by_area(Fraction(2400), Fraction(80), Fraction(50))
    46
    """
    if per_person <= 0:
        raise SpaceError("--per-person: expected an area above 0")
    if excluded < 0 or excluded > area:
        raise SpaceError("the excluded area is more than the room")
    return int((area - excluded) // per_person)


def people_in(outline: Outline, per_person: Fraction, around: Sequence[Disc] = ()) -> AreaAnswer:
    """Return how many people a room may hold, not counting what is within each disc.

    Circles are bracketed by polygons inside and outside them, so that the count is certain.

    Raises:
        SpaceError: where the outline cannot be used.
    """
    from shapely import Point, union_all

    if per_person <= 0:
        raise SpaceError("--per-person: expected an area above 0")
    floor = outline.polygon()
    # Four sides per quarter segment: a polygon inside the circle, then one that holds it.
    grow = 1 / math.cos(math.pi / _SIDES)
    areas = [
        floor.difference(
            union_all([Point(d.x, d.y).buffer(d.radius * factor, _SIDES // 4) for d in around])
        ).area
        for factor in (grow, 1.0)
    ]
    least, most = (math.floor(area / float(per_person) + 1e-9) for area in areas)
    return AreaAnswer(least, most, round(sum(areas) / 2, 3))
