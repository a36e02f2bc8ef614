"""Limits on taking a released person back: grounds, notice, hearing, leave of the court."""

from __future__ import annotations

from typing import Any

import pytest

from .build import case, finding, order, problems

BARRED = 'id = "out"\nkind = "redetention"\nbarred = true'
LIMITS = """\
id = "out"
kind = "redetention"
grounds = ["violation of conditions", "new criminal charge"]
notice = "3 days"
hearing = true
leave = true
"""
LOGS = [{"date": "2020-12-31", "of": kind} for kind in ("redetention", "notice")]
STAYS = [
    {"person": "P1", "facility": "krome", "date": "2020-04-01", "book_out": "2020-05-02",
     "exit": "release"},
    {"person": "P1", "facility": "krome", "date": "2020-06-05"},
]  # fmt: skip


def taken(day: str = "2020-06-05", **more: Any) -> dict[str, Any]:
    fields = {"ground": "Violation of conditions", "notified": "2020-06-01",
              "hearing": "2020-06-03", "permission": "yes"}  # fmt: skip
    return {"person": "P1", "facility": "krome", "date": day, **fields, **more}


def status(clause: str, rows: dict[str, Any], **how: Any) -> str:
    return finding(case(order(clause, **how), rows), "2020-06-30", None).status


def test_nobody_taken_back_and_a_complete_log_meet_it() -> None:
    assert status(BARRED, {"log": LOGS}) == "met"


def test_without_a_log_nobody_can_say() -> None:
    found = finding(case(order(BARRED), {}), "2020-06-30", None)
    assert found.status == "undetermined"
    assert "redetention log" in found.missing[0]


def test_one_person_taken_back_breaks_a_bar() -> None:
    assert status(BARRED, {"redetention": [taken()]}) == "not_met"


def test_one_taken_back_before_the_order_does_not() -> None:
    assert status(BARRED, {"redetention": [taken("2020-04-20")], "log": LOGS}) == "met"


def test_a_stay_that_begins_after_a_release_counts_as_one() -> None:
    found = finding(case(order(BARRED), {"stay": STAYS, "log": LOGS}), "2020-06-30", None)
    assert (found.status, found.value) == ("not_met", 1)
    assert "known only from a stay that began after a release" in found.explanation


def test_a_stay_and_a_redetention_of_one_day_are_one() -> None:
    rows = {"stay": STAYS, "redetention": [taken("2020-06-04")], "log": LOGS}
    assert finding(case(order(BARRED), rows), "2020-06-30", None).value == 1


def test_a_stay_after_a_transfer_is_none() -> None:
    stays = [{**STAYS[0], "exit": "transfer"}, STAYS[1]]
    assert status(BARRED, {"stay": stays, "log": LOGS}) == "met"


def test_one_within_every_limit_meets_it() -> None:
    found = finding(
        case(order(LIMITS), {"redetention": [taken()], "log": LOGS}), "2020-06-30", None
    )
    assert found.status == "met"
    assert "1 within the limits" in found.explanation


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"ground": "old removal order"}, "not_met"),
        ({"ground": ""}, "undetermined"),
        ({"notified": "2020-06-03"}, "not_met"),
        ({"notified": "2020-06-02"}, "met"),
        ({"hearing": "2020-06-06"}, "not_met"),
        ({"hearing": "2020-06-05"}, "undetermined"),
        ({"hearing": ""}, "undetermined"),
        ({"permission": "no"}, "not_met"),
        ({"permission": ""}, "undetermined"),
    ],
)
def test_each_limit_by_itself(change: dict[str, str], answer: str) -> None:
    assert status(LIMITS, {"redetention": [taken(**change)], "log": LOGS}) == answer


def test_notice_is_counted_back_by_the_orders_calendar() -> None:
    # 3 days before Tuesday 9 June is Saturday 6 June, which runs back to Friday (6(a)(5)).
    rows = {"redetention": [taken("2020-06-09", notified="2020-06-06", hearing="2020-06-08")],
            "log": LOGS}  # fmt: skip
    assert status(LIMITS, rows) == "met"
    assert status(LIMITS, rows, calendar="frcp6") == "not_met"
    assert status(LIMITS, rows, calendar=None) == "undetermined"


def test_notice_may_be_an_entry_of_its_own() -> None:
    rows: dict[str, Any] = {"redetention": [taken(notified="")], "log": LOGS}
    assert status(LIMITS, rows) == "not_met"
    assert status(LIMITS, {**rows, "log": LOGS[:1]}) == "undetermined"
    rows["notice"] = [{"person": "P1", "facility": "krome", "date": "2020-06-01",
                       "topic": "re-detention"}]  # fmt: skip
    assert status(LIMITS, rows) == "met"


def test_a_correction_changes_the_past() -> None:
    rows = {
        "redetention": [
            taken(id="r1", recorded="2020-06-05"),
            taken(id="r2", recorded="2020-07-10", supersedes="r1", permission="no"),
        ],
        "log": [{**log, "recorded": "2020-05-01"} for log in LOGS],
    }
    of = case(order(LIMITS), rows)
    assert finding(of, "2020-06-30", None, known="2020-06-30").status == "met"
    assert finding(of, "2020-06-30", None).status == "not_met"


def test_the_day_before_it_happened_it_had_not() -> None:
    of = case(order(BARRED), {"redetention": [taken()], "log": LOGS})
    assert finding(of, "2020-06-04", None).status == "met"
    assert finding(of, "2020-06-05", None).status == "not_met"


def test_before_the_clause_begins_it_is_not_due() -> None:
    of = case(order(BARRED + "\nbegins = 2020-07-01"), {"redetention": [taken()], "log": LOGS})
    assert finding(of, "2020-06-30", None).status == "not_due"


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ('id = "r"\nkind = "redetention"', "expected either barred = true"),
        (BARRED + "\nleave = true", "expected either barred = true"),
        (LIMITS.replace("3 days", "48 hours"), "expected days, weeks or months"),
        (LIMITS.replace("grounds", "ground"), "did you mean 'grounds'"),
    ],
)
def test_bad_parameters_give_one_clear_line(clause: str, expected: str) -> None:
    found = problems(clause)
    assert len(found) == 1
    assert expected in found[0]
