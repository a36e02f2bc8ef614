"""Square feet a person, less what does not count."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from drawdown.space.area import Disc, people_by_area, people_in
from drawdown.space.outline import Outline, read_outline
from drawdown.space.plan import SpaceError


def rectangle(width, height):
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    return tuple((Fraction(x), Fraction(y)) for x, y in corners)


def test_a_room_that_divides_evenly_holds_exactly_that_many():
    assert people_by_area(Fraction(2400), Fraction(0), Fraction(50)) == 48
    answer = people_in(Outline("room", rectangle(60, 40)), Fraction(50))
    assert (answer.least, answer.most, answer.area) == (48, 48, 2400.0)


def test_floor_near_the_toilet_does_not_count():
    answer = people_in(Outline("room", rectangle(60, 40)), Fraction(50), [Disc(30, 20, 10)])
    assert answer.least == answer.most == math.floor((2400 - 100 * math.pi) / 50)


def test_only_the_part_of_a_circle_that_is_floor_is_taken_off():
    answer = people_in(Outline("room", rectangle(60, 40)), Fraction(50), [Disc(0, 0, 10)])
    assert answer.area == pytest.approx(2400 - 25 * math.pi, abs=0.01)


def test_overlapping_circles_are_taken_off_once():
    twice = [Disc(30, 20, 10), Disc(30, 20, 10)]
    answer = people_in(Outline("room", rectangle(60, 40)), Fraction(50), twice)
    assert answer.area == pytest.approx(2400 - 100 * math.pi, abs=0.01)


def test_where_a_curve_decides_both_numbers_are_given():
    # Exactly 40 people by the true circle; no polygon can tell.
    each = Fraction((2400 - 100 * math.pi) / 40)
    answer = people_in(Outline("room", rectangle(60, 40)), each, [Disc(30, 20, 10)])
    assert answer.least <= 40 <= answer.most
    assert answer.most - answer.least <= 1


def test_obstacles_in_an_outline_are_not_floor(tmp_path):
    path = tmp_path / "room.csv"
    path.write_text(
        "wall,x_ft,y_ft\npillar,5,5\npillar,7,5\npillar,7,7\npillar,5,7\npillar,5,5\n"
        "room,0,0\nroom,20,0\nroom,20,10\nroom,0,10\nroom,0,0\n"
    )
    assert people_in(read_outline(path), Fraction(14)).least == 14


@pytest.mark.parametrize(("area", "excluded", "each"), [(100, 0, 0), (100, 200, 50), (100, -1, 50)])
def test_numbers_that_make_no_sense_are_refused(area, excluded, each):
    with pytest.raises(SpaceError):
        people_by_area(Fraction(area), Fraction(excluded), Fraction(each))


def test_an_open_outline_is_refused(tmp_path):
    path = tmp_path / "room.csv"
    path.write_text("x1_ft,y1_ft,x2_ft,y2_ft\n0,0,9,0\n9,0,9,9\n")
    with pytest.raises(SpaceError, match="isn't closed"):
        read_outline(path)


def test_an_outline_that_crosses_itself_is_refused():
    corners = [(0, 0), (9, 9), (9, 0), (0, 9)]
    bow = Outline("room.csv", tuple((Fraction(x), Fraction(y)) for x, y in corners))
    with pytest.raises(SpaceError, match="crosses itself"):
        people_in(bow, Fraction(50))
