"""Spacing: what arithmetic shows, what was measured, and what people say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .build import case, finding, order, problems

FEET = 'id = "spacing"\nkind = "spacing"\nfeet = 6\n'
AREA = 'id = "spacing"\nkind = "spacing"\nsquare_feet = 50\n'
LESS = AREA + 'excluding = "the space near the toilet"\n'
ON = "2020-05-14"


def held(unit: str, people: int, **more: Any) -> dict[str, Any]:
    return {"facility": "krome", "date": ON, "unit": unit, "count": people, **more}


def is_(what: str, value: float, unit: str = "A", on: str = "2020-05-01") -> dict[str, Any]:
    return {"facility": "krome", "what": what, "value": value, "unit": unit, "date": on}


def says(kept: str, reporter: str, topic: str = "distance", **more: Any) -> dict[str, Any]:
    return {"facility": "krome", "topic": topic, "kept": kept, "reporter": reporter,
            "date": "2020-05-13", **more}  # fmt: skip


def test_more_people_than_can_keep_apart_fail_it_by_arithmetic() -> None:
    entries = {"count": [held("A", 40)], "measurement": [is_("distanced_capacity", 22)]}
    found = finding(case(order(FEET), entries), ON)
    assert found.status == "not_met"
    assert "A (40 people, room for 22)" in found.explanation
    claimed = entries | {"condition": [says("yes", "staff")]}
    found = finding(case(order(FEET), claimed), ON)
    assert found.status == "not_met"
    assert "do not change the arithmetic" in found.explanation


def test_capacity_entries_state_a_distanced_capacity_too() -> None:
    stated = [{"facility": "krome", "unit": "A", "value": "22", "measure": "Distanced",
               "date": "2020-05-02"}]  # fmt: skip
    entries = {"count": [held("A", 23)], "capacity": stated}
    assert finding(case(order(FEET), entries), ON).status == "not_met"
    text = {"count": [held("A", 23)], "capacity": [{**stated[0], "value": "AS NEEDED"}]}
    assert finding(case(order(FEET), text), ON).status == "undetermined"
    later = entries | {"measurement": [is_("distanced_capacity", 23, on="2020-05-03")]}
    assert finding(case(order(FEET), later), ON).status == "undetermined"


def test_that_a_distance_can_be_kept_does_not_say_that_it_is() -> None:
    entries = {"count": [held("A", 20)], "measurement": [is_("distanced_capacity", 22)]}
    found = finding(case(order(FEET), entries), ON)
    assert found.status == "undetermined"
    assert found.missing == ("a measurement or report of the distance kept in A at Krome",)
    seen = entries | {"condition": [says("yes", "inspector")]}
    assert finding(case(order(FEET), seen), ON).status == "met"


def test_a_report_of_one_unit_does_not_speak_for_the_others() -> None:
    entries = {"count": [held("A", 20), held("B", 20)],
               "condition": [says("yes", "inspector", unit="A")]}  # fmt: skip
    assert finding(case(order(FEET), entries), ON).status == "undetermined"
    both = entries | {"condition": [says("yes", "inspector", unit=u) for u in "AB"]}
    assert finding(case(order(FEET), both), ON).status == "met"


def test_a_report_that_it_is_not_kept_fails_it_and_a_conflict_leaves_it_open() -> None:
    no = {"condition": [says("no", "held person")]}
    assert finding(case(order(FEET), no), ON).status == "not_met"
    both = {"condition": [says("no", "held person"), says("yes", "staff")]}
    found = finding(case(order(FEET), both), ON)
    assert found.status == "undetermined"
    assert "staff for it; people held against it" in found.missing[0]
    by_staff = order(FEET + 'governs = "staff"')
    assert finding(case(by_staff, both), ON).status == "met"
    old = {"condition": [{**says("no", "held person"), "date": "2020-05-01"}]}
    assert finding(case(order(FEET), old), ON).status == "undetermined"


def test_an_excepted_report_is_shown_and_not_held_against_it() -> None:
    entries = {"condition": [says("no", "staff", excepted="yes"), says("yes", "inspector")]}
    found = finding(case(order(FEET), entries), ON)
    assert found.status == "met"
    assert "an exception covers it" in found.explanation


def test_measured_distances_settle_it_and_conflict_with_reports() -> None:
    far = {"measurement": [is_("distance", 6)]}
    found = finding(case(order(FEET), far), ON)
    assert (found.status, found.value, found.limit, found.unit) == ("met", 6, 6, "feet")
    near = {"measurement": [is_("distance", 3.5), is_("distance", 7, "B")]}
    found = finding(case(order(FEET), near), ON)
    assert (found.status, found.value) == ("not_met", 3.5)
    contrary = near | {"condition": [says("yes", "inspector")]}
    assert finding(case(order(FEET), contrary), ON).status == "undetermined"


def test_metres_are_compared_with_feet_exactly() -> None:
    metres = order(FEET.replace("feet = 6", "metres = 1.8288"))
    found = finding(case(metres, {"measurement": [is_("distance", 6)]}), ON)
    assert (found.status, found.unit) == ("met", "metres")
    found = finding(case(metres, {"measurement": [is_("distance", 5.99)]}), ON)
    assert found.status == "not_met"


def test_fifty_square_feet_a_person() -> None:
    floor = [is_("floor_area", 1000)]
    at = finding(case(order(AREA), {"count": [held("A", 20)], "measurement": floor}), ON)
    assert (at.status, at.value, at.limit) == ("met", 50, 50)
    over = finding(case(order(AREA), {"count": [held("A", 21)], "measurement": floor}), ON)
    assert (over.status, over.value) == ("not_met", 47.62)
    assert "A (47.62 for each of 21)" in over.explanation


def test_the_space_near_the_toilet_does_not_count() -> None:
    floor = is_("floor_area", 1000)
    twenty = {"count": [held("A", 20)]}
    unknown = finding(case(order(LESS), twenty | {"measurement": [floor]}), ON)
    assert unknown.status == "undetermined"
    assert "the area left out (the space near the toilet) in A" in unknown.missing[0]
    less = {"measurement": [floor, is_("excluded_area", 30)]}
    assert finding(case(order(LESS), twenty | less), ON).status == "not_met"
    fewer = {"count": [held("A", 19)]}
    found = finding(case(order(LESS), fewer | less), ON)
    assert (found.status, found.value) == ("met", 51.05)
    too_many = {"count": [held("A", 21)], "measurement": [floor]}
    assert finding(case(order(LESS), too_many), ON).status == "not_met"


def test_without_a_count_or_a_floor_area_it_is_undetermined() -> None:
    no_count = finding(case(order(AREA), {"measurement": [is_("floor_area", 1000)]}), ON)
    assert no_count.missing == ("a count of the people in A at Krome",)
    no_area = finding(case(order(AREA), {"count": [held("A", 20)]}), ON)
    assert no_area.missing == ("the floor area in A at Krome",)
    nothing = finding(case(order(AREA), {}), ON)
    assert (nothing.status, nothing.missing[0]) == ("undetermined", "the floor area at Krome")


def test_a_facility_measured_as_a_whole_does_not_speak_for_each_unit() -> None:
    whole = {"measurement": [is_("floor_area", 1000, "")]}
    alone = whole | {"count": [held("", 20)]}
    assert finding(case(order(AREA), alone), ON).status == "met"
    with_units = whole | {"count": [held("", 20), held("A", 20)]}
    assert finding(case(order(AREA), with_units), ON).status == "undetermined"
    crowded = whole | {"count": [held("", 21), held("A", 21)]}
    assert finding(case(order(AREA), crowded), ON).status == "not_met"


def test_people_by_unit_may_come_from_stays() -> None:
    stays = [{"person": f"P{i}", "facility": "krome", "unit": "A", "date": "2020-05-01"}
             for i in range(20)]  # fmt: skip
    floors = [is_("floor_area", 1000), is_("floor_area", 100, "EMPTY")]
    found = finding(case(order(AREA), {"stay": stays, "measurement": floors}), ON)
    assert (found.status, found.value) == ("met", 50)


def test_counts_that_differ_leave_it_open_only_where_it_matters() -> None:
    floor = [is_("floor_area", 1000)]
    counts = [held("A", 20, source="a"), held("A", 21, source="b")]
    found = finding(case(order(AREA), {"count": counts, "measurement": floor}), ON)
    assert found.status == "undetermined"
    assert "which of the measurements or counts" in found.missing[0]
    low = [held("A", 19, source="a"), held("A", 20, source="b")]
    found = finding(case(order(AREA), {"count": low, "measurement": floor}), ON)
    assert found.status == "met"


def test_it_is_not_due_before_its_date() -> None:
    of = case(order(FEET + "due = { on = 2020-06-01 }"), {"condition": [says("no", "inspector")]})
    found = finding(of, ON)
    assert found.status == "not_due"
    assert "Inspectors say" in found.explanation


def test_a_correction_changes_the_past_but_not_what_was_known() -> None:
    rows = [
        {**is_("floor_area", 1000), "id": "m1", "recorded": "2020-05-01"},
        {**is_("floor_area", 900), "id": "m2", "supersedes": "m1", "recorded": "2020-05-20"},
    ]
    counts = [held("A", 20, recorded=ON)]
    of = case(order(AREA), {"count": counts, "measurement": rows})
    assert finding(of, ON, known="2020-05-19").status == "met"
    assert finding(of, ON).status == "not_met"


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        (FEET + "metres = 2", "exactly one of feet, metres and square_feet"),
        (FEET.replace("feet = 6", ""), "exactly one of feet, metres and square_feet"),
        (FEET + 'excluding = "x"', "expected square_feet with it"),
        (FEET.replace("6", "0"), "greater than 0"),
        (FEET.replace("6", '"six"'), "expected a number"),
    ],
)
def test_bad_parameters_are_one_clear_line(clause: str, message: str) -> None:
    found = problems(clause)
    assert len(found) == 1
    assert message in found[0]


@given(st.integers(0, 60), st.integers(0, 3000), st.integers(0, 400))
def test_area_is_arithmetic(people: int, floor: int, out: int) -> None:
    entries = {"count": [held("A", people)],
               "measurement": [is_("floor_area", floor), is_("excluded_area", out)]}  # fmt: skip
    found = finding(case(order(LESS), entries), ON)
    enough = people == 0 or floor - out >= 50 * people
    assert found.status == ("met" if enough else "not_met")
