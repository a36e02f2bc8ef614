"""Intake: nobody admitted, or only up to a level."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .build import case, finding, findings, order, problems

NONE = 'id = "intake"\nkind = "intake"\n'
LEVEL = NONE + "level = { count = 100 }\n"
PERCENT = NONE + "level = { percent = 50 }\n"
ON = "2020-05-14"


def came(on: str = "2020-05-05", **more: Any) -> dict[str, Any]:
    return {"facility": "krome", "date": on, **more}


def count(people: int, on: str = "2020-05-05", **more: Any) -> dict[str, Any]:
    return {"facility": "krome", "date": on, "count": people, **more}


def log(until: str = "2020-06-30", of: str = "admission") -> list[dict[str, Any]]:
    return [{"of": of, "date": until}]


def test_nobody_admitted_is_met_only_where_the_log_is_complete() -> None:
    unknown = finding(case(order(NONE), {}), ON)
    assert unknown.status == "undetermined"
    assert "admission log for Krome is complete through 2020-05-14" in unknown.missing[0]
    met = finding(case(order(NONE), {"log": log()}), ON)
    assert (met.status, met.value) == ("met", 0)
    assert finding(case(order(NONE), {"log": log(of="stay")}), ON).status == "met"


def test_one_admission_fails_it_and_stays_on_the_list() -> None:
    of = case(order(NONE), {"admission": [came(count=3)], "log": log()})
    assert finding(of, "2020-05-04").status == "met"
    for on in ("2020-05-05", "2020-06-20"):
        found = finding(of, on)
        assert (found.status, found.value, found.limit) == ("not_met", 3, 0)
    assert "3 people were admitted against the order on 1 day" in found.explanation


def test_an_admission_before_the_order_is_none_against_it() -> None:
    entries = {"admission": [came("2020-04-29")], "log": log()}
    assert finding(case(order(NONE), entries), ON).status == "met"


def test_it_is_not_due_before_its_date() -> None:
    of = case(order(NONE + "due = { on = 2020-05-10 }"), {"admission": [came()], "log": log()})
    assert finding(of, "2020-05-09").status == "not_due"
    assert finding(of, "2020-05-10").status == "met"


def test_how_far_back_an_admission_counts_may_be_limited() -> None:
    of = case(order(NONE + 'look_back = "7 days"'), {"admission": [came()], "log": log()})
    assert finding(of, "2020-05-11").status == "not_met"
    assert finding(of, "2020-05-12").status == "met"


def test_an_excepted_admission_is_shown_and_not_counted_against_it() -> None:
    entries = {"admission": [came(excepted="yes")], "log": log()}
    found = finding(case(order(NONE), entries), ON)
    assert (found.status, found.value) == ("met", 0)
    assert "1 person was admitted under an exception" in found.explanation


def test_a_person_with_an_admission_and_a_stay_is_counted_once() -> None:
    stay = {"person": "A", "facility": "krome", "date": "2020-05-05"}
    for admission in (came(person="A"), came(count=1)):
        found = finding(case(order(NONE), {"admission": [admission], "stay": [stay]}), ON)
        assert (found.status, found.value) == ("not_met", 1)
    more = finding(case(order(NONE), {"admission": [came(count=4)], "stay": [stay]}), ON)
    assert more.value == 4
    others = [{**stay, "person": p} for p in "ABC"]
    fewer = finding(case(order(NONE), {"admission": [came(count=2)], "stay": others}), ON)
    assert fewer.value == 3


def test_a_book_in_alone_is_an_admission() -> None:
    stay = {"person": "A", "facility": "krome", "date": "2020-05-05"}
    assert finding(case(order(NONE), {"stay": [stay]}), ON).status == "not_met"


def test_only_some_ways_of_coming_may_be_barred() -> None:
    new = order(NONE + 'barred = ["new"]')
    assert finding(case(new, {"admission": [came(how="new")]}), ON).status == "not_met"
    moved = {"admission": [came(how="transfer")], "log": log()}
    assert finding(case(new, moved), ON).status == "met"
    unsaid = finding(case(new, {"admission": [came()], "log": log()}), ON)
    assert unsaid.status == "undetermined"
    assert unsaid.missing == ("how 1 person came to Krome",)


def test_a_stay_that_follows_another_is_a_transfer() -> None:
    of = order(NONE + 'barred = ["new"]\nfacilities = ["krome"]', facilities=("krome", "glades"))
    before = {"person": "A", "facility": "glades", "date": "2020-03-01", "book_out": "2020-05-05"}
    here = {"person": "A", "facility": "krome", "date": "2020-05-05"}
    found = finding(case(of, {"stay": [before, here], "log": log()}), ON)
    assert found.status == "met"
    assert "1 person was admitted as the order allows" in found.explanation


def test_up_to_a_level_admissions_are_allowed() -> None:
    at = {"admission": [came(count=5)], "count": [count(100)], "log": log()}
    assert finding(case(order(LEVEL), at), ON).status == "met"
    above = at | {"count": [count(101)]}
    found = finding(case(order(LEVEL), above), ON)
    assert (found.status, found.value) == ("not_met", 5)
    assert "above the level of 100" in found.explanation
    assert "when 101 were held" in found.explanation


def test_without_a_count_of_the_day_the_level_is_undetermined() -> None:
    entries = {"admission": [came(count=5)], "count": [count(90, "2020-05-04")], "log": log()}
    found = finding(case(order(LEVEL), entries), ON)
    assert found.status == "undetermined"
    assert found.missing == ("a count of the people held at Krome on 2020-05-05",)
    older = finding(case(order(LEVEL + "max_age_days = 1"), entries), ON)
    assert older.status == "met"


def test_stays_give_the_number_held_where_there_is_no_count() -> None:
    stays = [{"person": f"P{i}", "facility": "krome", "date": "2020-05-05"} for i in range(3)]
    entries = {"stay": stays, "log": log()}
    low = order(NONE + "level = { count = 2 }")
    assert finding(case(low, entries), ON).value == 3
    assert finding(case(order(NONE + "level = { count = 3 }"), entries), ON).status == "met"


CAPACITIES = """
[[capacity]]
id = "listed"
facility = "krome"
value = 200
kind = "listed"
source = "a list"
[[capacity]]
id = "reported"
facility = "krome"
value = 180
kind = "reported"
source = "a report"
"""


def test_statements_of_capacity_that_differ_leave_the_level_open() -> None:
    entries = {"admission": [came()], "count": [count(95)], "log": log()}
    found = finding(case(order(PERCENT, header=CAPACITIES), entries), ON)
    assert found.status == "undetermined"
    assert found.missing == ("which statement of the capacity of Krome governs",)
    governed = order(PERCENT + 'governing = { krome = "reported" }', header=CAPACITIES)
    assert finding(case(governed, entries), ON).status == "not_met"
    text = order(PERCENT)
    assert "no capacity of Krome is stated" in finding(case(text, entries), ON).missing[0]


def test_all_facilities_together() -> None:
    both = order(LEVEL + 'scope = "total"', facilities=("krome", "glades"))
    entries = {
        "admission": [came()],
        "count": [count(60), {**count(41), "facility": "glades"}],
        "log": log(),
    }
    found = findings(case(both, entries), ON)
    assert [(f.facility, f.status) for f in found] == [(None, "not_met")]


def test_a_correction_changes_the_past_but_not_what_was_known() -> None:
    entries = {
        "admission": [came(id="a", recorded="2020-05-05"),
                      came("2020-04-20", id="b", supersedes="a", recorded="2020-05-20")],
        "log": [{**log()[0], "recorded": "2020-05-05"}],
    }  # fmt: skip
    of = case(order(NONE), entries)
    assert finding(of, ON, known="2020-05-19").status == "not_met"
    assert finding(of, ON).status == "met"


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        (NONE + "level = { count = 1, percent = 2 }", "exactly one of percent, count and fewer"),
        (NONE + 'barred = ["newly"]', "did you mean 'new'"),
        (NONE + 'governing = { krome = "nowhere" }', "there is no capacity statement 'nowhere'"),
        (NONE + 'look_back = "1 hour"', "cannot recur here"),
    ],
)
def test_bad_parameters_are_one_clear_line(clause: str, message: str) -> None:
    found = problems(clause)
    assert len(found) == 1
    assert message in found[0]


DAYS = st.integers(0, 14).map(lambda n: str(date(2020, 4, 28) + timedelta(days=n)))


@given(
    named=st.lists(st.tuples(st.sampled_from("ABCD"), DAYS), max_size=6, unique=True),
    numbers=st.lists(st.tuples(st.integers(0, 4), DAYS), max_size=4, unique_by=lambda n: n[1]),
    stays=st.lists(st.tuples(st.sampled_from("ABCDEF"), DAYS), max_size=6, unique=True),
)
def test_people_are_never_counted_twice_nor_missed(
    named: list[tuple[str, str]], numbers: list[tuple[int, str]], stays: list[tuple[str, str]]
) -> None:
    entries = {
        "admission": [came(on, person=p) for p, on in named]
        + [came(on, count=n) for n, on in numbers],
        "stay": [{"person": p, "facility": "krome", "date": on} for p, on in stays],
    }
    found = finding(case(order(NONE), entries), "2020-05-12")
    began, expected = "2020-04-30", 0
    for on in {on for _, on in [*named, *numbers, *stays] if on >= began}:
        by_name = {p for p, d in named if d == on}
        nearly = {
            p for p, d in named
            if d >= began and abs(date.fromisoformat(d) - date.fromisoformat(on)).days <= 1
        }  # fmt: skip
        only_stays = {p for p, d in stays if d == on} - nearly
        expected += len(by_name) + max(len(only_stays), sum(n for n, d in numbers if d == on))
    assert found.value == expected
