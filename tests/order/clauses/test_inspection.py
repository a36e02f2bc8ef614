"""Inspections of each facility: by whom, how often."""

from __future__ import annotations

from typing import Any

from .build import case, finding, order, problems

MONTHLY = """\
id = "visits"
kind = "inspection"
by = ["County Health Department"]
every = "1 month"
"""
LOG = [{"date": "2020-12-31", "of": "inspection"}]


def visit(day: str, inspector: str = "county health department", **more: Any) -> dict[str, Any]:
    return {"date": day, "facility": "krome", "inspector": inspector, **more}


def test_an_inspection_of_the_facility_meets_it() -> None:
    of = order(MONTHLY, facilities=["krome", "glades"])
    rows = {"inspection": [visit("2020-05-12")], "log": LOG}
    assert finding(case(of, rows), "2020-05-30", "krome").status == "met"
    assert finding(case(of, rows), "2020-05-30", "glades").status == "not_met"


def test_a_month_is_a_month() -> None:
    of = case(order(MONTHLY), {"inspection": [visit("2020-05-12"), visit("2020-07-02")]})
    assert finding(of, "2020-05-29").status == "not_due"
    found = finding(of, "2020-07-02")
    assert found.status == "met"
    assert "1 was carried out on time and 1 late (due Tuesday 30 June 2020" in found.explanation


def test_one_by_somebody_else_is_shown_and_not_counted() -> None:
    rows = {"inspection": [visit("2020-05-12", "the operator")], "log": LOG}
    found = finding(case(order(MONTHLY), rows), "2020-05-30")
    assert found.status == "not_met"
    assert "1 inspection by others than County Health Department is not counted" in (
        found.explanation
    )


def test_without_a_log_its_absence_says_nothing() -> None:
    assert finding(case(order(MONTHLY), {}), "2020-05-30").status == "undetermined"


def test_before_it_is_due_it_says_what_there_is() -> None:
    found = finding(case(order(MONTHLY), {"inspection": [visit("2020-05-12")]}), "2020-05-13")
    assert found.status == "not_due"
    assert "1 inspection so far" in found.explanation


def test_a_correction_moves_an_inspection() -> None:
    rows = {
        "inspection": [
            visit("2020-05-12", id="i1", recorded="2020-05-12"),
            visit("2020-06-12", id="i2", recorded="2020-07-01", supersedes="i1"),
        ],
        "log": [{"date": "2020-12-31", "of": "inspection", "recorded": "2020-05-01"}],
    }
    of = case(order(MONTHLY), rows)
    assert finding(of, "2020-05-31", known="2020-06-01").status == "met"
    assert finding(of, "2020-05-31").status == "not_met"


def test_bad_parameters_give_one_clear_line() -> None:
    assert "unknown key 'inspector'" in problems(MONTHLY + 'inspector = "x"')[0]
