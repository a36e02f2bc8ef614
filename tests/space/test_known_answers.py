"""Answers known by argument: the solver finds them, proves them, and the checker agrees."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest

from drawdown.space.search import Search, rounded
from drawdown.space.walls import Wall


def grid(columns, rows, step):
    return [(x * step, y * step) for x in range(columns) for y in range(rows)]


def ring(beds, spacing=5.0):
    """Beds on a circle, `spacing` from one to the next, and further from all the others."""
    radius = spacing / 2 / math.sin(math.pi / beds)
    turn = 2 * math.pi / beds
    return [
        (f"{radius * math.cos(turn * i):.6f}", f"{radius * math.sin(turn * i):.6f}")
        for i in range(beds)
    ]


def wall(x1, y1, x2, y2):
    return Wall((Fraction(x1), Fraction(y1)), (Fraction(x2), Fraction(y2)))


def test_beds_exactly_the_distance_apart_are_all_used(solved):
    assert solved(grid(7, 5, 6)).people == 35


def test_a_hair_less_than_the_distance_is_too_close(solved):
    assert solved([(0, 0), ("5.9999999999", 0)]).people == 1
    assert solved([(0, 0), ("6.0000000000", 0)]).people == 2


def test_a_distance_that_no_binary_number_holds_is_exact(solved):
    tenths = [(f"{i * 0.6:.1f}", "0.1") for i in range(11)]
    assert solved(tenths).people == 2
    assert solved(tenths, feet="0.6").people == 11


def test_a_diagonal_of_three_four_five_is_exact(solved):
    assert solved([(0, 0), ("3.6", "4.8")]).people == 2
    assert solved([(0, 0), ("3.6", "4.7999")]).people == 1


@pytest.mark.parametrize("size", range(1, 12))
def test_beds_as_kings_on_a_board_leave_a_quarter(solved, size):
    # Every bed conflicts with the eight around it; blocks of four prove ⌈n/2⌉² kings.
    assert solved(grid(size, size, 4)).people == math.ceil(size / 2) ** 2


@pytest.mark.parametrize("beds", [4, 5, 7, 9, 10, 15, 33, 101])
def test_every_second_bed_of_a_ring_is_used_and_an_odd_one_is_left(solved, beds):
    answer = solved(ring(beds)).answer
    assert (len(answer.chosen), answer.bound, answer.proven) == (beds // 2, beds // 2, True)


def test_many_odd_rings_together_are_still_proved(solved):
    points = []
    for copy in range(12):
        points += [(float(x) + 200 * copy, y) for x, y in ring(9)]
    assert solved(points).people == 12 * 4


def test_a_row_of_beds_three_feet_apart_uses_every_second(solved):
    assert solved([(3 * i, 0) for i in range(40)]).people == 20


def test_units_are_rooms_of_their_own_unless_they_share_one(solved):
    plan = b"unit,bed,x_ft,y_ft\nA,1,0,0\nB,1,1,0\nB,2,9,0\n"
    assert solved(plan).people == 3
    assert solved(plan, one_room=True).people == 2


def test_a_solid_wall_separates_two_beds(solved):
    beds = [(0, 0), (4, 0)]
    assert solved(beds).people == 1
    assert solved(beds, walls=(wall(2, -5, 2, 5),)).people == 2
    assert solved(beds, walls=(wall(2, 1, 2, 5),)).people == 1


def test_a_wall_ends_where_it_ends_and_its_end_is_wall(solved):
    assert solved([(0, 0), (4, 0)], walls=(wall(2, 0, 2, 5),)).people == 2


def test_a_corner_of_two_walls_lets_nothing_through(solved):
    walls = (wall(2, 0, 2, 5), wall(2, 0, 7, -1))
    assert solved([(0, 0), (4, 0)], walls=walls).people == 2


def test_beds_against_the_same_wall_are_not_separated_by_it(solved):
    assert solved([(0, 0), (4, 0)], walls=(wall(-10, 0, 10, 0),)).people == 1


def test_partitions_change_the_answer_of_a_row(solved):
    beds = [(4 * i, 0) for i in range(9)]
    walls = tuple(wall(4 * i + 2, -3, 4 * i + 2, 3) for i in range(8))
    assert solved(beds).people == 5
    assert solved(beds, walls=walls).people == 9


def test_an_upper_bunk_is_as_far_as_its_height_makes_it(solved):
    header = "unit,bed,x_ft,y_ft,z_ft"
    beds = [(0, 0, 0), (0, 0, 5), (4, 0, 0), (4, 0, 5)]
    # Across and up: √(4² + 5²) is 6.4 feet.
    assert solved(beds, header=header).people == 2
    assert solved(beds, header=header, bunks="flat").people == 1


def test_double_bunks_by_level_use_one_of_the_two(solved):
    header = "unit,bed,x_ft,y_ft,level"
    beds = [(6 * i, 0, level) for i in range(5) for level in ("lower", "upper")]
    assert solved(beds, header=header).people == 5


def test_sleeping_head_to_foot_doubles_a_row(solved):
    # Seven-foot beds side by side, three feet from middle to middle: alternate heads are √(3²+7²)
    # apart, so turning every second person makes the distance that counts the one to the next but
    # one, six feet.
    header = "unit,bed,x_ft,y_ft,length_ft,heading_deg"
    beds = [(3 * i, 0, 7, 90) for i in range(10)]
    assert solved(beds, header=header).people == 5
    answer = solved(beds, header=header, between="heads").answer
    assert len(answer.chosen) == 10
    assert sum(place < 0 for place in answer.chosen) == 5


def test_a_head_that_cannot_be_turned_stays(solved):
    header = "unit,bed,x_ft,y_ft,length_ft,heading_deg,head"
    beds = [(3 * i, 0, 7, 90, "fixed") for i in range(10)]
    assert solved(beds, header=header, between="heads").people == 5


def test_edges_are_nearer_than_middles(solved):
    header = "unit,bed,x_ft,y_ft,length_ft,width_ft,heading_deg"
    beds = [(8 * i, 0, 7, 3, 90) for i in range(6)]
    assert solved(beds, header=header).people == 6
    assert solved(beds, header=header, between="edges").people == 3
    wider = [(9 * i, 0, 7, 3, 90) for i in range(6)]
    assert solved(wider, header=header, between="edges").people == 6


def test_edges_of_a_turned_bed_are_measured_from_its_corner(solved):
    header = "unit,bed,x_ft,y_ft,length_ft,width_ft,heading_deg"
    # A square turned by 45 degrees reaches √2 towards its neighbour: 1.41422 feet.
    beds = [(0, 0, 2, 2, 45), ("8.4142", 0, 2, 2, 0)]
    assert solved(beds, header=header, between="edges").people == 1
    beds = [(0, 0, 2, 2, 45), ("8.4143", 0, 2, 2, 0)]
    assert solved(beds, header=header, between="edges").people == 2


def test_overlapping_beds_are_too_close_at_any_distance(solved):
    header = "unit,bed,x_ft,y_ft,length_ft,width_ft,heading_deg"
    beds = [(0, 0, 7, 1, 0), (0, 0, 7, 1, 90)]
    assert solved(beds, feet="0.01", header=header, between="edges").people == 1


def test_metres_and_feet_give_the_same_answer(solved):
    # Six feet are exactly 1.8288 metres.
    plan = b"unit,bed,x_m,y_m\nA,1,0,0\nA,2,1.8288,0\nA,3,3.6576,0\n"
    assert solved(plan).people == 3
    assert solved(plan.replace(b"3.6576", b"3.6575")).people == 2


def test_beds_that_must_be_used_or_stay_empty_are(solved):
    star = [(0, 0), (5, 0), (-5, 0), (0, 5), (0, -5)]
    assert solved(star).people == 4
    assert solved(star, must_use=frozenset({1})).answer.chosen == (1,)
    assert solved(star, must_empty=frozenset({2})).people == 3


def test_lower_bunks_are_kept_for_those_who_need_them(solved):
    header = "unit,bed,x_ft,y_ft,level"
    path = [(0, 0, "upper"), (5, 0, "lower"), (10, 0, "upper")]
    assert solved(path, header=header).people == 2
    assert solved(path, header=header, lower_needed=1).answer.chosen == (2,)


def test_needs_across_units_are_met_and_proved(solved):
    rows = "".join(
        f"{unit},{unit}1,0,0,upper\n{unit},{unit}2,5,0,lower\n{unit},{unit}3,10,0,upper\n"
        for unit in "ABCD"
    )
    plan = ("unit,bed,x_ft,y_ft,level\n" + rows).encode()
    for lower in range(5):
        answer = solved(plan, lower_needed=lower).answer
        assert (len(answer.chosen), answer.proven) == (8 - lower, True)


def test_a_dormitory_of_jittered_double_bunks_is_proved(solved):
    chance = random.Random(4)  # noqa: S311
    header = "unit,bed,x_ft,y_ft,level"
    beds = [
        (f"{5 * x + chance.uniform(-0.7, 0.7):.2f}", f"{7 * y + chance.uniform(-0.7, 0.7):.2f}", lv)
        for x in range(12)
        for y in range(8)
        for lv in ("lower", "upper")
    ]
    answer = solved(beds, header=header).answer
    assert answer.proven
    assert answer.usable == 192


def test_an_empty_room_has_room_for_nobody(solved):
    answer = solved(b"unit,bed,x_ft,y_ft,usable\nA,1,0,0,no\nB,2,0,0,yes\n").answer
    assert [(unit.unit, unit.usable, unit.bound) for unit in answer.units] == [
        ("A", 0, 0),
        ("B", 1, 1),
    ]


def test_the_search_keeps_count_of_what_is_in_the_way():
    chance = random.Random(2)  # noqa: S311
    graph = [set() for _ in range(60)]
    for _ in range(150):
        one, other = chance.sample(range(60), 2)
        graph[one].add(other)
        graph[other].add(one)
    search = Search(graph)
    found = search.improve(rounded(graph, [0.0] * 60), rounds=300, enough=60)
    assert not any(other in graph[one] for one in found for other in found)
    assert search.tight == [len(near & search.chosen) for near in graph]
