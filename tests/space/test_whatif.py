"""Against the people held, and at a share of capacity; between found and proved nobody knows."""

from __future__ import annotations

from fractions import Fraction

import pytest

from drawdown.space.common_room import sittings
from drawdown.space.plan import SpaceError
from drawdown.space.whatif import against_held, at_percent, by_facility, can_keep_apart


@pytest.mark.parametrize(
    ("people", "expected"), [(0, "yes"), (42, "yes"), (43, "undetermined"), (45, "undetermined"),
                             (46, "no")]
)  # fmt: skip
def test_three_answers(people, expected):
    assert can_keep_apart(people, found=42, bound=45) == expected


def test_units_and_centres_against_the_people_held(solved):
    plan = (
        b"facility,unit,bed,x_ft,y_ft\n"
        b"Krome,A,1,0,0\nKrome,A,2,6,0\nKrome,B,1,0,0\nBroward,C,1,0,0\nBroward,C,2,1,0\n"
    )
    answer = solved(plan).answer
    assert by_facility(answer) == {"Krome": (3, 3), "Broward": (1, 1)}
    held = against_held(answer, {"C": 2, "A": 2})
    assert [(row.name, row.apart, row.too_many) for row in held] == [
        ("A", "yes", 0),
        ("C", "no", 1),
    ]
    with pytest.raises(SpaceError, match="has no unit 'D'"):
        against_held(answer, {"D": 1})


def test_at_a_share_of_capacity():
    what_if = at_percent(611, Fraction(75), found=142, bound=142)
    assert (what_if.people, what_if.apart) == (458, "no")
    assert (what_if.population, what_if.percent_of_capacity) == (142, 23.2)
    assert at_percent(100, Fraction(42), found=42, bound=42).apart == "yes"
    with pytest.raises(SpaceError):
        at_percent(0, Fraction(75), found=1, bound=1)


def test_sittings_round_up():
    assert sittings(0, 0).sittings == 0
    assert sittings(24, 24).sittings == 1
    assert sittings(25, 24).sittings == 2
    with pytest.raises(SpaceError, match="nobody can be in this room"):
        sittings(1, 0)
