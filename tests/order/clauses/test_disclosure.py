"""Data to counsel: to whom, what, how often, about whom."""

from __future__ import annotations

from typing import Any

import pytest

from .build import case, finding, order, problems

WEEKLY = """\
id = "roster"
kind = "disclosure"
to = ["class counsel"]
fields = ["number", "facility"]
due = { within = "5 days" }
every = "7 days"
"""
EVERYONE = 'id = "roster"\nkind = "disclosure"\ndue = { within = "5 days" }\neveryone_held = true'


def given(day: str, **more: Any) -> dict[str, Any]:
    return {"date": day, "to": "Class Counsel", "fields": "number; facility", **more}


LOG = [{"date": "2020-12-31", "of": "disclosure"}]


def test_a_disclosure_with_everything_in_it_meets_it() -> None:
    found = finding(case(order(WEEKLY), {"disclosure": [given("2020-05-05")]}), "2020-05-05", None)
    assert found.status == "met"
    assert "was made on Tuesday 5 May 2020 (Class Counsel)" in found.explanation


def test_it_is_not_due_before() -> None:
    assert finding(case(order(WEEKLY), {}), "2020-05-04", None).status == "not_due"


def test_one_to_somebody_else_does_not_count() -> None:
    rows = {"disclosure": [given("2020-05-05", to="the press")], "log": LOG}
    assert finding(case(order(WEEKLY), rows), "2020-05-05", None).status == "not_met"


def test_one_that_does_not_say_to_whom_leaves_it_open() -> None:
    rows = {"disclosure": [given("2020-05-05", to="")], "log": LOG}
    assert finding(case(order(WEEKLY), rows), "2020-05-05", None).status == "undetermined"


def test_one_under_another_clause_does_not_count() -> None:
    rows = {"disclosure": [given("2020-05-05", clause="another")], "log": LOG}
    assert finding(case(order(WEEKLY), rows), "2020-05-05", None).status == "not_met"


def test_without_a_log_its_absence_says_nothing() -> None:
    found = finding(case(order(WEEKLY), {}), "2020-05-05", None)
    assert found.status == "undetermined"
    assert "disclosure log of roster" in found.missing[0]


def test_one_about_no_facility_counts_for_each() -> None:
    of = order(WEEKLY + 'scope = "each"', facilities=["krome", "glades"])
    rows = {"disclosure": [given("2020-05-05")], "log": LOG}
    assert finding(case(of, rows), "2020-05-05", "krome").status == "met"
    assert finding(case(of, rows), "2020-05-05", "glades").status == "met"
    one = {"disclosure": [given("2020-05-05", facility="krome")], "log": LOG}
    assert finding(case(of, one), "2020-05-05", "glades").status == "not_met"


@pytest.mark.parametrize(
    ("people", "counts", "status"),
    [("411", 411, "met"), ("400", 411, "not_met"), ("", 411, "undetermined"),
     ("411", None, "undetermined")],
)  # fmt: skip
def test_it_may_have_to_cover_everyone_held(people: str, counts: int | None, status: str) -> None:
    rows: dict[str, Any] = {"disclosure": [given("2020-05-04", people=people)], "log": LOG}
    if counts:
        rows["count"] = [{"date": "2020-05-04", "facility": "krome", "count": counts}]
    found = finding(case(order(EVERYONE), rows), "2020-05-05", None)
    assert found.status == status
    if status == "not_met":
        assert "lacks 11 of the 411 people held" in found.explanation


def test_a_withdrawal_changes_the_past() -> None:
    rows = {
        "disclosure": [given("2020-05-05", id="d1", recorded="2020-05-05")],
        "withdrawal": [{"date": "2020-05-20", "supersedes": "d1", "recorded": "2020-05-20"}],
        "log": LOG,
    }
    of = case(order(WEEKLY), rows)
    assert finding(of, "2020-05-05", None, known="2020-05-10").status == "met"
    assert finding(of, "2020-05-05", None).status == "not_met"


def test_bad_parameters_give_one_clear_line() -> None:
    assert "expected true or false" in problems(EVERYONE.replace("true", '"all"'))[0]
    assert "'due', 'every' or 'pace'" in problems('id = "d"\nkind = "disclosure"')[0]
