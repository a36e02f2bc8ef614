"""Testing: whether tests were offered, taken or not."""

from __future__ import annotations

from typing import Any

import pytest

from .build import case, finding, order, problems

EVERY = 'id = "tests"\nkind = "testing"\ndue = { within = "14 days" }\nevery = "14 days"\n'
ONCE = 'id = "tests"\nkind = "testing"\ndue = { within = "14 days" }\n'
STAFF = ONCE + 'to = "staff"\n'
ARRIVALS = (
    'id = "tests"\nkind = "testing"\nto = "arrivals"\ndue = { within = "2 days", of = "arrival" }\n'
)
ON = "2020-05-14"


def stay(person: str, arrived: str = "2020-03-01", out: str = "") -> dict[str, Any]:
    return {"person": person, "facility": "krome", "date": arrived, "book_out": out}


def offer(person: str = "", on: str = "2020-05-10", **more: Any) -> dict[str, Any]:
    return {"facility": "krome", "person": person, "date": on, **more}


def log(until: str = "2020-06-30") -> list[dict[str, Any]]:
    return [{"of": "test", "date": until}]


def test_an_offer_counts_whether_or_not_it_was_taken() -> None:
    entries = {
        "stay": [stay("A"), stay("B")],
        "test": [offer("A", taken="no"), offer("B", taken="yes", result="negative")],
    }
    found = finding(case(order(ONCE), entries), ON)
    assert (found.status, found.value, found.limit) == ("met", 2, 2)


def test_somebody_not_offered_one_fails_it_where_the_log_is_complete() -> None:
    entries = {"stay": [stay("A"), stay("B")], "test": [offer("A")]}
    assert finding(case(order(ONCE), entries), ON).status == "undetermined"
    assert finding(case(order(ONCE), entries | {"log": log()}), ON).status == "not_met"


def test_it_is_not_due_before_its_date() -> None:
    found = finding(case(order(ONCE), {"stay": [stay("A")], "log": log()}), "2020-05-13")
    assert found.status == "not_due"


def test_an_order_to_test_once_does_not_bind_for_those_who_come_later() -> None:
    entries = {"stay": [stay("A"), stay("N", "2020-05-20")], "test": [offer("A")], "log": log()}
    found = finding(case(order(ONCE), entries), "2020-05-25")
    assert (found.status, found.limit) == ("met", 1)
    assert "1 more arrived after it was due" in found.explanation


def test_offers_must_be_made_again() -> None:
    entries = {"stay": [stay("A")], "test": [offer("A")], "log": log()}
    of = case(order(EVERY), entries)
    assert finding(of, "2020-05-23").status == "met"
    assert finding(of, "2020-05-24").status == "not_met"


def test_without_stays_numbers_are_held_against_the_count() -> None:
    count = [{"facility": "krome", "date": ON, "count": 3}]
    of = order(ONCE)
    assert finding(case(of, {"count": count, "test": [offer(offered=3)]}), ON).status == "met"
    short = {"count": count, "test": [offer(offered=2)]}
    assert finding(case(of, short), ON).status == "undetermined"
    assert finding(case(of, short | {"log": log()}), ON).status == "not_met"


def test_staff_are_held_against_the_staff_count() -> None:
    count = [{"facility": "krome", "date": ON, "count": 3, "group": "staff"}]
    entries = {"count": count, "test": [offer(offered=3, group="staff"), offer("A")]}
    assert finding(case(order(STAFF), entries), ON).status == "met"
    unknown = finding(case(order(STAFF), {"test": entries["test"]}), ON)
    assert "a count of the staff on duty" in unknown.missing[0]


def test_each_arrival_has_a_date_of_their_own() -> None:
    entries = {
        "stay": [stay("OLD"), stay("A", "2020-05-04")],
        "log": log(),
        "test": [offer("A", "2020-05-06")],
    }
    of = case(order(ARRIVALS), entries)
    assert finding(of, "2020-05-05").status == "not_due"
    met = finding(of, "2020-05-06")
    assert (met.status, met.value, met.limit) == ("met", 1, 1)
    late = case(order(ARRIVALS), entries | {"test": [offer("A", "2020-05-07")]})
    assert finding(late, "2020-05-06").status == "not_met"
    assert "late" in finding(late, "2020-05-07").explanation


def test_offers_to_nobody_named_leave_it_open_whether_an_arrival_had_one() -> None:
    entries = {"stay": [stay("A", "2020-05-04")], "log": log(), "test": [offer(on="2020-05-05")]}
    found = finding(case(order(ARRIVALS), entries), ON)
    assert found.status == "undetermined"
    assert "without a name" in found.missing[0]


def test_arrivals_need_stays() -> None:
    found = finding(case(order(ARRIVALS), {"test": [offer("A")]}), ON)
    assert found.status == "undetermined"
    assert "the stays at Krome" in found.missing[0]


def test_a_correction_changes_the_past_but_not_what_was_known() -> None:
    entries = {
        "stay": [stay("A")],
        "test": [offer("A", id="t1", recorded="2020-05-10"),
                 offer("B", id="t2", supersedes="t1", recorded="2020-06-01")],
        "log": [{**log()[0], "recorded": "2020-05-10"}],
    }  # fmt: skip
    of = case(order(ONCE), entries)
    assert finding(of, ON, known="2020-05-20").status == "met"
    assert finding(of, ON).status == "not_met"


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        (ONCE + 'to = "arrivals"', "expected a 'due' counted from arrival"),
        (ARRIVALS.replace('to = "arrivals"\n', ""), "expected to = 'arrivals'"),
        (ONCE + 'to = "stafff"', "did you mean 'staff'"),
        (ONCE + 'every = "2 business days"', "cannot recur here"),
    ],
)
def test_bad_parameters_are_one_clear_line(clause: str, message: str) -> None:
    found = problems(clause)
    assert len(found) == 1
    assert message in found[0]
