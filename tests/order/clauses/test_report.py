"""Reports to the court: once, at a pace that changes, after each step, with what in them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawdown.finding.deadlines import deadlines

from .build import case, finding, findings, order, problems

ONCE = 'id = "plan"\nkind = "report"\ndue = { within = "2 days" }'
WEEKLY = """\
id = "weekly"
kind = "report"
fields = ["releases", "transfers"]
every = "7 days"
pace = [{ after = "10 days", every = "7 days", times = 2 }]
"""
STEPS = """\
id = "population"
kind = "population"
scope = "total"
[[steps]]
limit = { count = 90 }
due = { on = 2020-05-20 }
[[steps]]
limit = { count = 80 }
due = { on = 2020-07-01 }
"""
AFTER = 'id = "after"\nkind = "report"\nafter_each = "population"\ndue = { within = "14 days" }'


def report(day: str, clause: str = "weekly", **more: Any) -> dict[str, Any]:
    return {"date": day, "clause": clause, "fields": "releases; transfers", **more}


def log(day: str) -> list[dict[str, str]]:
    return [{"date": day, "of": "report"}]


def test_a_report_filed_in_time_meets_it() -> None:
    of = case(order(ONCE), {"report": [report("2020-05-02", "plan", docket="ECF 80")]})
    found = finding(of, "2020-05-02", None)
    assert found.status == "met"
    assert found.due == date(2020, 5, 2)
    assert found.explanation == (
        "The report that was due on Saturday 2 May 2020 was filed on Saturday 2 May 2020 (ECF 80)."
    )


def test_the_last_day_rolls_under_rule_6() -> None:
    of = case(order(ONCE, calendar="frcp6"), {})
    assert finding(of, "2020-05-03", None).status == "not_due"
    found = finding(of, "2020-05-04", None)
    assert (found.status, found.due) == ("undetermined", date(2020, 5, 4))
    assert "6(a)(1)(C)" in found.rule


def test_a_late_report_is_owed_until_it_is_filed_and_says_how_late() -> None:
    of = case(
        order(ONCE, calendar="frcp6"),
        {"report": [report("2020-05-08", "plan")], "log": log("2020-05-10")},
    )
    assert finding(of, "2020-05-07", None).status == "not_met"
    found = finding(of, "2020-05-08", None)
    assert found.status == "met"
    assert "4 days late" in found.explanation


def test_without_a_statement_that_the_log_is_complete_nobody_can_say() -> None:
    found = finding(case(order(ONCE), {}), "2020-05-04", None)
    assert found.status == "undetermined"
    assert found.missing == (
        "a statement that the report log of plan for Krome is complete through 2020-05-04",
    )


def test_a_report_that_lacks_a_field_answers_nothing() -> None:
    rows = [report("2020-05-06", fields="releases")]
    of = case(order(WEEKLY), {"report": rows, "log": log("2020-05-08")})
    found = finding(of, "2020-05-08", None)
    assert found.status == "not_met"
    assert "lacks transfers" in found.explanation


def test_a_report_that_does_not_say_what_it_holds_leaves_it_open() -> None:
    rows = [report("2020-05-06", fields="")]
    of = case(order(WEEKLY), {"report": rows, "log": log("2020-05-08")})
    found = finding(of, "2020-05-08", None)
    assert found.status == "undetermined"
    assert found.missing == ("what the report of 2020-05-06 holds",)


def test_the_pace_changes_and_a_period_cut_short_is_not_due() -> None:
    of = case(order(WEEKLY, calendar="frcp6"), {})
    found = [(d.date, d.obligation) for d in deadlines(of, until=date(2020, 6, 2))]
    assert [day for day, _ in found] == [
        date(2020, 5, 7), date(2020, 5, 11), date(2020, 5, 18), date(2020, 5, 26),
        date(2020, 6, 1),
    ]  # fmt: skip
    assert found[1][1] == "twice every 7 days from this day on"


def test_twice_a_week_asks_for_two() -> None:
    rows = [report("2020-05-07"), report("2020-05-13")]
    with_log = {"report": rows, "log": log("2020-06-30")}
    of = case(order(WEEKLY, calendar="frcp6"), with_log)
    found = finding(of, "2020-05-18", None)
    assert (found.status, found.value, found.limit) == ("not_met", 1, 2)
    assert (
        "Of the 2 reports that were due by Monday 18 May 2020, the record has 1"
        in found.explanation
    )
    also = case(of.order, {**with_log, "report": [*rows, report("2020-05-18")]})
    assert finding(also, "2020-05-18", None).status == "met"


def test_an_earlier_period_that_was_missed_stays_visible() -> None:
    rows = [report("2020-05-13"), report("2020-05-20")]
    weekly = WEEKLY.split("pace")[0]
    of = case(order(weekly), {"report": rows})
    found = finding(of, "2020-05-21", None)
    assert found.status == "met"
    assert (found.value, found.limit) == (2, 3)
    assert "1 never in full (due Thursday 7 May 2020)" in found.explanation


def test_a_surplus_report_makes_up_for_the_period_before() -> None:
    rows = [report("2020-05-08"), report("2020-05-14")]
    of = case(order(WEEKLY.split("pace")[0]), {"report": rows})
    assert "1 late (due Thursday 7 May 2020, 1 day late)" in finding(
        of, "2020-05-14", None
    ).explanation  # fmt: skip


def test_one_docket_entry_given_twice_is_one_report() -> None:
    rows = [report("2020-05-13", docket="ECF 9"), report("2020-05-13", docket="ECF 9")]
    of = case(order(WEEKLY, calendar="frcp6"), {"report": rows, "log": log("2020-06-30")})
    assert finding(of, "2020-05-18", None).status == "not_met"


def test_a_report_is_due_after_each_step() -> None:
    of = case(
        order([STEPS, AFTER]),
        {"report": [report("2020-06-02", "after")], "log": log("2020-08-01")},
    )

    def at(day: str) -> str:
        return next(f.status for f in findings(of, day) if f.law.clause.id == "after")

    assert at("2020-06-01") == "not_due"
    assert at("2020-06-03") == "met"
    assert at("2020-07-14") == "met"
    assert at("2020-07-15") == "not_met"
    dates = [d.date for d in deadlines(of, until=date(2020, 8, 1)) if d.clause == "after"]
    assert dates == [date(2020, 6, 3), date(2020, 7, 15)]


def test_after_a_milestone_it_waits_for_it() -> None:
    clause = 'id = "m"\nkind = "report"\ndue = { within = "3 days", of = "plan approved" }'
    of = case(order(clause), {})
    found = finding(of, "2020-06-01", None)
    assert found.status == "not_due"
    assert "plan approved" in found.explanation
    rows = {"milestone": [{"date": "2020-05-20", "name": "plan approved"}],
            "log": log("2020-06-30")}  # fmt: skip
    assert finding(case(of.order, rows), "2020-06-01", None).status == "not_met"


def test_it_ends() -> None:
    clause = 'id = "w"\nkind = "report"\nevery = "7 days"\nuntil = { on = 2020-05-15 }'
    found = finding(
        case(order(clause), {"report": [report("2020-05-14", "w")]}), "2020-09-01", None
    )
    assert (found.status, found.limit, found.due) == ("met", 2, date(2020, 5, 14))


def test_a_correction_changes_the_past_but_not_what_was_known() -> None:
    rows = [
        report("2020-05-02", "plan", id="r1", recorded="2020-05-02"),
        report("2020-05-06", "plan", id="r2", recorded="2020-05-20", supersedes="r1"),
    ]
    of = case(order(ONCE), {"report": rows, "log": log("2020-05-30")})
    assert finding(of, "2020-05-04", None, known="2020-05-10").status == "met"
    assert finding(of, "2020-05-04", None).status == "not_met"


def test_each_facility_may_need_its_own() -> None:
    clause = ONCE + '\nscope = "each"'
    rows = [report("2020-05-01", "plan", facility="krome")]
    of = case(order(clause, facilities=["krome", "glades"]),
              {"report": rows, "log": log("2020-06-01")})  # fmt: skip
    assert finding(of, "2020-05-04", "krome").status == "met"
    assert finding(of, "2020-05-04", "glades").status == "not_met"
    together = case(order(ONCE, facilities=["krome", "glades"]),
                    {"report": rows, "log": log("2020-06-01")})  # fmt: skip
    found = finding(together, "2020-05-04", None)
    assert found.status == "not_met"
    assert "(for Glades)" in found.explanation


def test_no_calendar_and_days_that_differ_are_refused() -> None:
    found = finding(case(order(ONCE, calendar=None), {}), "2020-05-04", None)
    assert found.status == "undetermined"
    assert "does not say how days are counted" in found.explanation


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ('id = "r"\nkind = "report"', "expected 'due', 'every' or 'pace'"),
        ('id = "r"\nkind = "report"\nevery = "48 hours"', "expected days or weeks"),
        ('id = "r"\nkind = "report"\ndue = { on = 2020-05-04 }\ntimes = 2', "'times' goes with"),
        ('id = "r"\nkind = "report"\nevery = "7 days"\nafter_each = "x"', "'after_each' goes with"),
        (AFTER, "there is no clause 'population'"),
        ('id = "r"\nkind = "report"\nevery = "7 days"\npace = [{ every = "1 day" }]',
         "exactly one of 'after' and 'starting'"),
        ('id = "r"\nkind = "report"\nevery = "7 dyas"', "did you mean"),
    ],
)  # fmt: skip
def test_bad_parameters_give_one_clear_line(clause: str, expected: str) -> None:
    found = problems(clause)
    assert len(found) == 1
    assert expected in found[0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 60), max_size=12), st.integers(1, 60), st.integers(0, 60))
def test_one_more_report_never_makes_it_worse(days: list[int], more: int, on: int) -> None:
    start = date(2020, 4, 30)
    of = order('id = "weekly"\nkind = "report"\nevery = "7 days"')
    asked = (start + timedelta(days=on)).isoformat()

    def answer(given_days: list[int]) -> tuple[str, float]:
        rows = [report((start + timedelta(days=n)).isoformat()) for n in given_days]
        found = finding(case(of, {"report": rows, "log": log("2020-12-31")}), asked, None)
        return found.status, found.value or 0

    before, after = answer(days), answer([*days, more])
    assert after[1] >= before[1]
    assert not (before[0] == "met" and after[0] == "not_met")
