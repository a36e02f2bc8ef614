"""Open floors: places keep their distance, and the limit is never below what is possible."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.space.floor import places_on
from drawdown.space.outline import Outline
from drawdown.space.plan import SpaceError

# The largest least distance of n points in a unit square, from the published record of packings of
# equal circles in a square (E. Specht, packomania.com; proved optimal for these n).
PUBLISHED = {
    2: 1.414213562373, 3: 1.035276180410, 4: 1.0, 5: 0.707106781186, 6: 0.600925212577,
    7: 0.535898384862, 8: 0.517638090205, 9: 0.5, 10: 0.421279543983, 16: 0.333333333333,
    25: 0.25,
}  # fmt: skip


def room(*corners):
    return Outline("room.csv", tuple((Fraction(x), Fraction(y)) for x, y in corners))


def square(side):
    return room((0, 0), (side, 0), (side, side), (0, side))


def keeps_apart(points, distance):
    return all(math.dist(p, q) >= distance - 1e-5 for p, q in combinations(points, 2))


@pytest.mark.parametrize(("count", "spread"), PUBLISHED.items())
def test_published_packings_lie_between_what_is_found_and_the_limit(count, spread):
    answer = places_on(square(Fraction(1 / spread + 1e-9)), 1.0)
    assert keeps_apart(answer.points, 1.0)
    assert len(answer.points) <= count <= answer.bound


@pytest.mark.parametrize("count", [4, 9, 16, 25])
def test_square_numbers_are_found(count):
    answer = places_on(square(Fraction(6) * (math.isqrt(count) - 1)), 6.0)
    assert len(answer.points) == count


def test_a_small_square_is_proved():
    answer = places_on(square(12), 6.0)
    assert (len(answer.points), answer.bound, answer.gap) == (9, 9, 0)


def test_a_corridor_takes_one_row():
    answer = places_on(room((0, 0), (30, 0), (30, "0.01"), (0, "0.01")), 6.0)
    assert len(answer.points) == answer.bound == 6


def test_a_large_floor_is_nearly_full():
    answer = places_on(square(90), 6.0)
    assert keeps_apart(answer.points, 6.0)
    assert len(answer.points) >= 0.93 * answer.bound


def test_keeping_from_the_wall_leaves_less_floor():
    assert len(places_on(square(18), 6.0, from_wall=3.0).points) == 9
    with pytest.raises(SpaceError, match="nothing of the floor"):
        places_on(square(4), 6.0, from_wall=3.0)


def test_a_floor_with_a_corner_and_a_pillar():
    corner = ((0, 0), (36, 0), (36, 12), (12, 12), (12, 36), (0, 36))
    pillar = tuple((Fraction(x), Fraction(y)) for x, y in ((4, 4), (8, 4), (8, 8), (4, 8)))
    ell = room(*corner)
    answer = places_on(Outline(ell.name, ell.outer, (pillar,)), 6.0)
    assert keeps_apart(answer.points, 6.0)
    assert not any(4 < x < 8 and 4 < y < 8 for x, y in answer.points)
    assert not any(x > 12.001 and y > 12.001 for x, y in answer.points)
    assert 32 <= len(answer.points) <= answer.bound < 50


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=4, max_size=8))
def test_on_any_convex_floor_what_is_found_is_within_the_limit(points):
    from shapely import MultiPoint

    hull = MultiPoint(points).convex_hull
    if hull.geom_type != "Polygon" or hull.area < 1:
        return
    answer = places_on(room(*((int(x), int(y)) for x, y in hull.exterior.coords[:-1])), 6.0)
    assert keeps_apart(answer.points, 6.0)
    assert 1 <= len(answer.points) <= answer.bound
