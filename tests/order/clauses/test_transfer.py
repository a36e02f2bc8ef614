"""Transfers: barred, or only after what must come first; order on one day is three-valued."""

from __future__ import annotations

from typing import Any

import pytest

from .build import case, finding, order, problems

BARRED = 'id = "stay-put"\nkind = "transfer"\nbarred = true'
AFTER = """\
id = "first"
kind = "transfer"
requires = ["evaluation", "screening", "notice", "mask"]
at_most_before = { screening = "24 hours" }
obligations_follow = true
"""
EVALUATED = 'id = "first"\nkind = "transfer"\nrequires = ["evaluation"]'
KINDS = ("transfer", "evaluation", "screening", "notice", "handout")
LOGS = [{"date": "2020-12-31", "of": kind} for kind in KINDS]


def of_p1(day: str, **more: Any) -> dict[str, Any]:
    return {"person": "P1", "facility": "krome", "date": day, **more}


def test_with_no_transfer_and_a_complete_log_it_is_met() -> None:
    found = finding(case(order(BARRED), {"log": LOGS}), "2020-05-14")
    assert (found.status, found.value, found.limit) == ("met", 0, 0)


def test_with_no_transfer_and_no_log_nobody_can_say() -> None:
    found = finding(case(order(BARRED), {}), "2020-05-14")
    assert found.status == "undetermined"
    assert found.missing == (
        "a statement that the transfer log for Krome is complete through 2020-05-14",
    )


def test_one_transfer_breaks_a_bar_log_or_not() -> None:
    found = finding(case(order(BARRED), {"transfer": [of_p1("2020-05-04")]}), "2020-05-14")
    assert (found.status, found.value) == ("not_met", 1)


def test_one_before_the_order_does_not() -> None:
    rows = {"transfer": [of_p1("2020-04-29")], "log": LOGS}
    assert finding(case(order(BARRED), rows), "2020-05-14").status == "met"


def test_one_under_an_exception_is_counted_and_shown() -> None:
    rows = {"transfer": [of_p1("2020-05-04", excepted="yes")], "log": LOGS}
    found = finding(case(order(BARRED), rows), "2020-05-14")
    assert found.status == "met"
    assert "1 under an exception, not counted" in found.explanation


def test_one_that_may_be_under_an_exception_leaves_it_open() -> None:
    rows = {"transfer": [of_p1("2020-05-04", excepted="unknown")], "log": LOGS}
    found = finding(case(order(BARRED), rows), "2020-05-14")
    assert found.status == "undetermined"
    assert found.missing == ("whether an exception covers 1 transfer",)


def test_transfers_stays_and_exits_count_each_once() -> None:
    rows = {
        "transfer": [of_p1("2020-05-04")],
        "stay": [
            of_p1("2020-04-01", book_out="2020-05-05", exit="transfer"),
            {**of_p1("2020-04-01", book_out="2020-05-06", exit="transfer"), "person": "P2"},
        ],
        "exit": [
            of_p1("2020-05-05", how="transfer"),
            {**of_p1("2020-05-06", how="transfer"), "person": "P2"},
            {**of_p1("2020-05-06", how="release"), "person": "P3"},
        ],
    }
    found = finding(case(order(BARRED), rows), "2020-05-14")
    assert found.value == 2
    assert "2 transfers since" in found.explanation
    assert "1 known only from stays and exits" in found.explanation


def test_everything_that_must_come_first_came_first() -> None:
    rows = {
        "transfer": [of_p1("2020-05-04T09:00")],
        "evaluation": [of_p1("2020-05-01")],
        "screening": [of_p1("2020-05-03T10:00", what="verbal")],
        "notice": [of_p1("2020-05-03", topic="transfer")],
        "handout": [of_p1("2020-05-04T08:00", item="mask")],
        "log": LOGS,
    }
    found = finding(case(order(AFTER), rows), "2020-05-14")
    assert found.status == "met"
    assert "1 with everything that must come first" in found.explanation


def test_the_transfer_itself_may_say_so() -> None:
    rows = {
        "transfer": [of_p1("2020-05-04T09:00", evaluated="2020-05-01", notified="2020-05-02",
                           screened="2020-05-04T08:00", mask="yes")],
        "log": LOGS,
    }  # fmt: skip
    assert finding(case(order(AFTER), rows), "2020-05-14").status == "met"


def test_what_is_not_recorded_is_missing_only_where_the_log_is_complete() -> None:
    rows: dict[str, Any] = {"transfer": [of_p1("2020-05-04")]}
    found = finding(case(order(EVALUATED), rows), "2020-05-14")
    assert found.status == "undetermined"
    assert "evaluation log" in found.missing[0]
    found = finding(case(order(EVALUATED), {**rows, "log": LOGS}), "2020-05-14")
    assert found.status == "not_met"
    assert "1 without an evaluation first" in found.explanation


@pytest.mark.parametrize(
    ("transfer", "evaluation", "status"),
    [
        ("2020-05-04", "2020-05-03", "met"),
        ("2020-05-04", "2020-05-04", "undetermined"),
        ("2020-05-04T09:00", "2020-05-04", "undetermined"),
        ("2020-05-04", "2020-05-04T08:00", "undetermined"),
        ("2020-05-04T09:00", "2020-05-04T08:00", "met"),
        ("2020-05-04T09:00", "2020-05-04T10:00", "not_met"),
        ("2020-05-04", "2020-05-05", "not_met"),
    ],
)
def test_the_order_on_one_day_is_three_valued(transfer: str, evaluation: str, status: str) -> None:
    rows = {"transfer": [of_p1(transfer)], "evaluation": [of_p1(evaluation)], "log": LOGS}
    assert finding(case(order(EVALUATED), rows), "2020-05-14").status == status


@pytest.mark.parametrize(
    ("span", "screening", "status"),
    [
        ("24 hours", "2020-05-03T09:00", "met"),
        ("24 hours", "2020-05-03T08:59", "not_met"),
        ("24 hours", "2020-05-03", "undetermined"),
        ("24 hours", "2020-05-01", "not_met"),
        ("72 hours", "2020-05-02", "met"),
        ("1 day", "2020-05-03", "met"),
        ("1 day", "2020-05-02", "not_met"),
        ("1 week", "2020-04-27", "met"),
    ],
)
def test_it_may_have_to_be_fresh(span: str, screening: str, status: str) -> None:
    clause = (
        'id = "first"\nkind = "transfer"\nrequires = ["screening"]\n'
        f'at_most_before = {{ screening = "{span}" }}'
    )
    rows = {"transfer": [of_p1("2020-05-04T09:00")], "screening": [of_p1(screening)], "log": LOGS}
    assert finding(case(order(clause), rows), "2020-05-14").status == status


def test_each_of_several_screenings_is_required() -> None:
    clause = (
        'id = "first"\nkind = "transfer"\nrequires = ["screening"]\n'
        'screenings = ["verbal", "temperature"]'
    )
    rows: dict[str, Any] = {"transfer": [of_p1("2020-05-04")], "log": LOGS,
            "screening": [of_p1("2020-05-03", what="verbal")]}  # fmt: skip
    assert finding(case(order(clause), rows), "2020-05-14").status == "not_met"
    rows["screening"] = [*rows["screening"], of_p1("2020-05-03", what="Temperature")]
    assert finding(case(order(clause), rows), "2020-05-14").status == "met"


def test_a_transfer_that_says_that_no_mask_was_given_needs_no_log() -> None:
    clause = 'id = "first"\nkind = "transfer"\nrequires = ["mask"]'
    rows = {"transfer": [of_p1("2020-05-04", mask="no")]}
    assert finding(case(order(clause), rows), "2020-05-14").status == "not_met"


def test_somebody_elses_evaluation_does_not_count() -> None:
    rows = {"transfer": [of_p1("2020-05-04")], "log": LOGS,
            "evaluation": [{**of_p1("2020-05-01"), "person": "P2"}]}  # fmt: skip
    assert finding(case(order(EVALUATED), rows), "2020-05-14").status == "not_met"


def test_it_may_bind_later_than_the_order() -> None:
    clause = EVALUATED + '\ndue = { within = "10 days" }'
    of = case(order(clause), {"transfer": [of_p1("2020-05-08")], "log": LOGS})
    assert finding(of, "2020-05-09").status == "not_due"
    assert finding(of, "2020-05-11").status == "met"


def test_a_correction_changes_the_past() -> None:
    rows = {
        "transfer": [of_p1("2020-05-04")],
        "evaluation": [
            of_p1("2020-05-01", id="e1", recorded="2020-05-01"),
            of_p1("2020-05-06", id="e2", recorded="2020-06-01", supersedes="e1"),
        ],
        "log": [{**log, "recorded": "2020-05-01"} for log in LOGS],
    }
    of = case(order(EVALUATED), rows)
    assert finding(of, "2020-05-14", known="2020-05-14").status == "met"
    assert finding(of, "2020-05-14").status == "not_met"


def test_the_demand_says_that_obligations_follow() -> None:
    demand = order(AFTER).clauses["first"].first.demand()
    assert demand == (
        "Transfer nobody without an evaluation, a screening at most 24 hours before, notice and a "
        "new mask first. Its obligations follow whoever is transferred."
    )


def test_facilities_are_answered_for_apart() -> None:
    of = case(order(BARRED, facilities=["krome", "glades"]),
              {"transfer": [of_p1("2020-05-04")], "log": LOGS})  # fmt: skip
    assert finding(of, "2020-05-14", "krome").status == "not_met"
    assert finding(of, "2020-05-14", "glades").status == "met"


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ('id = "t"\nkind = "transfer"', "expected either barred = true"),
        (BARRED + '\nrequires = ["mask"]', "expected either barred = true"),
        (EVALUATED.replace("evaluation", "evaluated"), "did you mean 'evaluation'"),
        (EVALUATED + '\nat_most_before = { mask = "1 day" }', "which 'requires' does not"),
        (EVALUATED + '\nat_most_before = { evaluation = "2 months" }', "hours, days or weeks"),
        (EVALUATED + '\nscreenings = ["verbal"]', "'screenings' goes with"),
        (EVALUATED + '\ntopic = "rights"', "'topic' goes with"),
    ],
)
def test_bad_parameters_give_one_clear_line(clause: str, expected: str) -> None:
    found = problems(clause)
    assert len(found) == 1
    assert expected in found[0]
