"""A bad plan gets one clear line: which file, which row and column, what was expected."""

from __future__ import annotations

import pytest

from drawdown.space.plan import SpaceError, parse_plan, read_plan
from drawdown.space.rule import Rule, needs, places

GOOD = "unit,bed,x_ft,y_ft\nA,1,0,0\nA,2,6,0\n"


def message(content: str | bytes) -> str:
    with pytest.raises(SpaceError) as caught:
        parse_plan(content if isinstance(content, bytes) else content.encode(), "plan.csv")
    line = str(caught.value)
    assert line.startswith("plan.csv")
    assert "\n" not in line
    return line


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("unit,bed,x_ft,y_ft\n", "has a header and no beds"),
        (GOOD + "A,2,12,0\n", "row 4, column 'bed': '2' of unit 'A' is already in row 3"),
        (GOOD + "A,3,,0\n", "row 4, column 'x_ft': is empty"),
        (GOOD + "A,3,1\n", "row 4, column 'y_ft': is empty"),
        (GOOD + "A,3,one,0\n", "row 4, column 'x_ft': 'one' is not a number"),
        (GOOD + "A,3,nan,0\n", "row 4, column 'x_ft': 'nan' is not a number"),
        (GOOD + "A,3,inf,0\n", "row 4, column 'x_ft': 'inf' is not a number"),
        (GOOD + "A,3,1e99,0\n", "row 4, column 'x_ft': '1e99' is not a number"),
        (GOOD + 'A,3,"1,5",0\n', "row 4, column 'x_ft': '1,5' is not a number"),
        (GOOD + "A,,1,0\n", "row 4, column 'bed': is empty"),
        (GOOD + "A,3,1,0,7\n", "row 4: has 5 cells"),
        ("unit,bed,x_ft,y_m\nA,1,0,0\n", "mixes feet ('x_ft') and metres ('y_m')"),
        ("bed,x_ft,y_ft,length_m\n1,0,0,2\n", "mixes feet ('x_ft') and metres ('length_m')"),
        ("unit,bed,x,y\nA,1,0,0\n", "'x' needs its unit: x_ft or x_m"),
        ("unit,bad,x_ft,y_ft\nA,1,0,0\n", "has no column 'bed'; did you mean 'bad'?"),
        ("bed,bed,x_ft,y_ft\n1,1,0,0\n", "the column 'bed' appears twice"),
        ("bed,x_ft,y_ft,usable\n1,0,0,perhaps\n", "column 'usable': 'perhaps' is not yes or no"),
        ("bed,x_ft,y_ft,level\n1,0,0,middle\n", "'middle' is not one of lower, upper"),
        ("bed,x_ft,y_ft,length_ft\n1,0,0,-2\n", "column 'length_ft': '-2' is not a size"),
        (b"\xff\xfe\x00", "is not text in UTF-8"),
        (b"PK\x03\x04\x00", "is not a CSV text file"),
    ],
)
def test_the_line_says_what_is_wrong_and_where(content, expected):
    assert expected in message(content)


def test_ten_thousand_beds_on_one_point_are_a_slip():
    rows = "".join(f"A,{n},3,4\n" for n in range(10_000))
    assert "10,000 beds are on one point" in message("unit,bed,x_ft,y_ft\n" + rows)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SpaceError, match=r"nowhere\.csv: cannot be read \(No such file"):
        read_plan(tmp_path / "nowhere.csv")


def test_blank_lines_and_a_byte_order_mark_are_no_fault():
    plan = parse_plan(b"\xef\xbb\xbfBed, X_ft ,y_FT\n\n1,0,0\n , ,\n2,6,0\n", "plan.csv")
    assert [(bed.number, bed.bed) for bed in plan.beds] == [(1, "1"), (2, "2")]


def test_the_same_bed_name_in_two_units_is_no_fault():
    plan = parse_plan(b"unit,bed,x_ft,y_ft\nA,1,0,0\nB,1,0,0\n", "plan.csv")
    assert plan.units == ("A", "B")


@pytest.mark.parametrize(
    ("between", "expected"),
    [("edges", "bed '1' has no length_ft"), ("heads", "bed '1' has no length_ft")],
)
def test_a_rule_that_needs_sizes_says_which_bed_has_none(plan_of, between, expected):
    plan = plan_of([(0, 0)])
    with pytest.raises(SpaceError, match=expected):
        places(plan, Rule(plan.beds[0].x + 6, between=between))


def test_more_lower_bunks_needed_than_there_are_is_said(plan_of):
    plan = plan_of([(0, 0, "upper"), (9, 0, "lower")], "unit,bed,x_ft,y_ft,level")
    rule = Rule(plan.beds[1].x, lower_needed=2)
    with pytest.raises(SpaceError, match="2 lower beds are needed and 1 are usable"):
        needs(plan, rule, places(plan, rule))


def test_beds_that_cannot_all_be_used_are_said(solved):
    with pytest.raises(SpaceError, match="no way was found to keep the distance with bed '1'"):
        solved([(0, 0), (1, 0)], must_use=frozenset({1, 2}))
