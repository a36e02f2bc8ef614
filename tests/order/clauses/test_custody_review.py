"""Custody reviews: of named people, by a criterion, of everyone held, of a class, at a pace."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .build import case, finding, order, problems

NAMED = """\
id = "petitioners"
kind = "custody_review"
people = ["P1", "P2"]
due = { within = "7 days" }
"""
CRITERIA = """
[[criteria]]
id = "conditions"
starting = 2020-03-01
any_of = ["age_65", "diabetes"]
source = "CDC, March 2020"

[[criteria]]
id = "conditions"
starting = 2020-06-25
any_of = ["diabetes", "bmi_30"]
source = "CDC, June 2020"
"""
AT_RISK = (
    'id = "risk"\nkind = "custody_review"\ncriteria = "conditions"\ndue = { within = "7 days" }'
)
HELD = 'id = "all"\nkind = "custody_review"\ngroup = "everyone held"\ndue = { within = "7 days" }'
PACE = """\
id = "bail"
kind = "custody_review"
group = "everyone held"
pace = { decisions = 2, per = "business day" }
"""
CLASS = """\
id = "class"
kind = "custody_review"
group = "class"
class_since = 2020-04-13
due = { within = "7 days" }
"""
LOG = [{"date": "2020-12-31", "of": "decision"}]


def decided(person: str, day: str, outcome: str = "not_released", **more: Any) -> dict[str, Any]:
    return {"person": person, "date": day, "outcome": outcome,
            "decider": "A. Officer (synthetic)", **more}  # fmt: skip


def stay(person: str, day: str = "2020-04-01", **more: Any) -> dict[str, Any]:
    return {"person": person, "facility": "krome", "date": day, **more}


def fact(person: str, name: str, value: str, day: str = "2020-05-01") -> dict[str, Any]:
    return {"person": person, "name": name, "value": value, "date": day}


def test_named_people_are_answered_for_together() -> None:
    of = order(NAMED, facilities=["krome", "glades"])
    rows = {"decision": [decided("P1", "2020-05-04", "released"), decided("P2", "2020-05-07")]}
    found = finding(case(of, rows), "2020-05-07", None)
    assert (found.status, found.value, found.limit) == ("met", 2, 2)
    assert "2 (100%) have a decision" in found.explanation
    assert "1 released, 1 not" in found.explanation


def test_before_the_day_it_is_not_due() -> None:
    found = finding(case(order(NAMED), {}), "2020-05-06", None)
    assert (found.status, found.due) == ("not_due", date(2020, 5, 7))


def test_a_deferred_decision_decides_nothing() -> None:
    rows = {"decision": [decided("P1", "2020-05-04"), decided("P2", "2020-05-06", "deferred")],
            "log": LOG}  # fmt: skip
    found = finding(case(order(NAMED), rows), "2020-05-07", None)
    assert found.status == "not_met"
    assert "1 person waits, 1 of them deferred" in found.explanation


def test_without_a_log_nobody_can_say_that_there_is_no_decision() -> None:
    found = finding(case(order(NAMED), {}), "2020-05-07", None)
    assert found.status == "undetermined"
    assert "decision log" in found.missing[0]


def test_a_decision_of_before_the_order_is_not_one_under_it() -> None:
    rows = {"decision": [decided("P1", "2020-04-20"), decided("P2", "2020-05-04")], "log": LOG}
    assert finding(case(order(NAMED), rows), "2020-05-07", None).status == "not_met"


def test_somebody_who_left_no_longer_waits() -> None:
    rows = {
        "stay": [stay("P2", book_out="2020-05-03", exit="removal")],
        "decision": [decided("P1", "2020-05-04")],
        "log": LOG,
    }
    found = finding(case(order(NAMED), rows), "2020-05-07", None)
    assert found.status == "met"
    assert "1 left custody without one" in found.explanation


def test_a_transfer_ends_nothing() -> None:
    rows = {
        "stay": [stay("P2", book_out="2020-05-03", exit="transfer")],
        "decision": [decided("P1", "2020-05-04")],
        "log": LOG,
    }
    assert finding(case(order(NAMED), rows), "2020-05-07", None).status == "not_met"


def test_a_missing_fact_leaves_it_open_and_says_what_would_settle_it() -> None:
    rows = {
        "stay": [stay("P1"), stay("P2"), stay("P3")],
        "fact": [fact("P1", "diabetes", "yes"), fact("P2", "age_65", "no"),
                 fact("P3", "age_65", "no"), fact("P3", "diabetes", "no")],
        "decision": [decided("P1", "2020-05-04")],
        "log": LOG,
    }  # fmt: skip
    of = order(AT_RISK, header=CRITERIA)
    found = finding(case(of, rows), "2020-05-07")
    assert (found.status, found.value, found.limit) == ("undetermined", 1, 1)
    assert "1 person's facts are incomplete; at most 1 of them is unreviewed" in found.explanation
    assert "for 1 of them a single fact settles it" in found.missing[0]
    settled = {**rows, "fact": [*rows["fact"], fact("P2", "diabetes", "no")]}
    assert finding(case(of, settled), "2020-05-07").status == "met"
    covered = {**rows, "fact": [*rows["fact"], fact("P2", "diabetes", "yes")]}
    assert finding(case(of, covered), "2020-05-07").status == "not_met"


def test_someone_already_decided_on_settles_nothing_more() -> None:
    rows = {"stay": [stay("P1")], "decision": [decided("P1", "2020-05-04")]}
    found = finding(case(order(AT_RISK, header=CRITERIA), rows), "2020-05-07")
    assert found.status == "met"
    assert "all of them have a decision" in found.explanation


def test_the_criterion_is_the_one_in_force_that_day() -> None:
    facts = [("age_65", "yes"), ("diabetes", "no"), ("bmi_30", "no")]
    rows = {"stay": [stay("P1")], "fact": [fact("P1", *f) for f in facts], "log": LOG}
    of = case(order(AT_RISK, header=CRITERIA), rows)
    assert finding(of, "2020-06-24").status == "not_met"
    assert finding(of, "2020-06-25").status == "met"


def test_a_later_fact_replaces_an_earlier_one() -> None:
    rows = {"stay": [stay("P1")], "log": LOG,
            "fact": [fact("P1", "diabetes", "yes"), fact("P1", "diabetes", "no", "2020-05-03"),
                     fact("P1", "age_65", "no")]}  # fmt: skip
    assert finding(case(order(AT_RISK, header=CRITERIA), rows), "2020-05-07").status == "met"


def test_the_day_may_be_each_persons_own() -> None:
    clause = HELD.replace(
        'due = { within = "7 days" }',
        'due = { later_of = [{ within = "7 days" }, { within = "5 days", of = "arrival" }] }',
    )
    rows = {"stay": [stay("P1"), stay("P2", "2020-05-06")], "log": LOG,
            "decision": [decided("P1", "2020-05-02")]}  # fmt: skip
    of = case(order(clause), rows)
    found = finding(of, "2020-05-10")
    assert (found.status, found.limit) == ("met", 1)
    assert "1 more are due later, the next on Monday 11 May 2020" in found.explanation
    assert finding(of, "2020-05-11").status == "not_met"


def test_where_only_numbers_are_known_numbers_are_compared() -> None:
    rows: dict[str, Any] = {
        "count": [{"date": "2020-05-07", "facility": "krome", "count": 3}],
        "decision": [decided("P1", "2020-05-02")],
    }
    found = finding(case(order(HELD), rows), "2020-05-07")
    assert found.status == "undetermined"
    assert "By numbers alone" in found.explanation
    assert "at least 2 of them wait" in found.explanation
    assert finding(case(order(HELD), {**rows, "log": LOG}), "2020-05-07").status == "not_met"
    many = {**rows, "decision": [decided(f"P{n}", "2020-05-02") for n in range(5)], "log": LOG}
    enough = finding(case(order(HELD), many), "2020-05-07")
    assert enough.status == "undetermined"
    assert "the stays at Krome" in enough.missing[0]


def test_where_nobody_knows_who_is_held_nobody_can_say() -> None:
    found = finding(case(order(AT_RISK, header=CRITERIA), {}), "2020-05-07")
    assert found.status == "undetermined"
    assert "the stays at Krome" in found.missing[0]


def test_the_pace_counts_business_days() -> None:
    people = [stay(f"P{n}") for n in range(9)]
    rows = {"stay": people, "log": LOG,
            "decision": [decided("P0", "2020-05-01"), decided("P1", "2020-05-01"),
                         decided("P2", "2020-05-04")]}  # fmt: skip
    of = case(order(PACE), rows)
    assert finding(of, "2020-05-03").status == "met"
    found = finding(of, "2020-05-04")
    assert (found.status, found.value, found.limit) == ("not_met", 3, 4)
    assert "asks for 4 over 2 business days; 3 were made" in found.explanation


def test_the_pace_asks_for_no_more_than_there_are_people() -> None:
    rows = {"stay": [stay("P0")], "log": LOG, "decision": [decided("P0", "2020-05-01")]}
    found = finding(case(order(PACE), rows), "2020-05-29")
    assert found.status == "met"
    assert "there was only 1 person" in found.explanation


def test_a_class_follows_people_who_were_transferred() -> None:
    rows = {
        "stay": [
            stay("P1", book_out="2020-05-01", exit="transfer"),
            stay("P2", book_out="2020-05-01", exit="release"),
            stay("P3", book_out="2020-04-10", exit="transfer"),
            stay("P4", "2020-05-05"),
        ],
        "log": LOG,
        "decision": [decided("P4", "2020-05-06")],
    }
    of = case(order(CLASS), rows)
    found = finding(of, "2020-05-07")
    assert (found.status, found.value, found.limit) == ("not_met", 1, 2)
    assert "1 left custody without one" in found.explanation


def test_an_exit_entry_closes_a_stay() -> None:
    rows = {
        "stay": [stay("P1"), stay("P2")],
        "exit": [{"person": "P2", "facility": "krome", "date": "2020-05-02", "how": "death"}],
        "decision": [decided("P1", "2020-05-02")], "log": LOG,
    }  # fmt: skip
    for clause in (HELD, CLASS):
        found = finding(case(order(clause), rows), "2020-05-07")
        assert (found.status, found.limit) == ("met", 1), clause


def test_releases_under_another_authority_are_shown() -> None:
    clause = NAMED + 'authority = ["parole 212(d)(5)"]'
    rows = {"decision": [decided("P1", "2020-05-04", "released", authority="Parole 212(d)(5)"),
                         decided("P2", "2020-05-07", "released")]}  # fmt: skip
    found = finding(case(order(clause), rows), "2020-05-07", None)
    assert "1 under parole 212(d)(5) and 1 without an authority stated" in found.explanation


def test_a_correction_changes_the_past() -> None:
    rows = {
        "decision": [
            decided("P1", "2020-05-04", id="d1", recorded="2020-05-04"),
            decided("P2", "2020-05-05", id="d2", recorded="2020-05-05"),
            decided("P2", "2020-05-05", "deferred", id="d3", recorded="2020-05-20",
                    supersedes="d2"),
        ],
        "log": LOG,
    }  # fmt: skip
    of = case(order(NAMED), rows)
    assert finding(of, "2020-05-07", None, known="2020-05-10").status == "met"
    assert finding(of, "2020-05-07", None).status == "not_met"


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ('id = "r"\nkind = "custody_review"', "whose custody is reviewed"),
        (NAMED + 'group = "class"', "does not go with"),
        (HELD + "\nclass_since = 2020-04-13", "'class_since' goes with"),
        (AT_RISK, "there is no criterion 'conditions'; the header has none"),
        (HELD.replace('"7 days"', '"7 days", of = "release"'), "expected 'arrival'"),
        (PACE.replace("2,", "0,"), "greater than or equal to 1"),
        (HELD.replace("everyone held", "everybody"), "expected 'everyone held'"),
    ],
)
def test_bad_parameters_give_one_clear_line(clause: str, expected: str) -> None:
    found = problems(clause)
    assert len(found) == 1
    assert expected in found[0]


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 8)), st.integers(0, 8))
def test_decisions_never_exceed_the_people_and_one_more_never_hurts(
    already: set[int], more: int
) -> None:
    of = order(HELD)
    people = [stay(f"P{n}") for n in range(6)]

    def answer(who: set[int]) -> tuple[str, float, float]:
        rows = {"stay": people, "log": LOG,
                "decision": [decided(f"P{n}", "2020-05-02") for n in sorted(who)]}  # fmt: skip
        found = finding(case(of, rows), "2020-05-07")
        return found.status, found.value or 0, found.limit or 0

    before, after = answer(already), answer(already | {more})
    assert before[1] <= before[2] == 6
    assert after[1] >= before[1]
    assert not (before[0] == "met" and after[0] != "met")


def test_a_deferral_holds_until_its_day_and_then_the_person_waits_like_anybody() -> None:
    put_off = decided("P2", "2020-05-04", "deferred", until="2020-05-09", missing="records")
    of = case(order(NAMED), {"decision": [decided("P1", "2020-05-04"), put_off], "log": LOG})
    assert "1 person waits, 1 of them deferred" in finding(of, "2020-05-08", None).explanation
    assert "1 person waits." in finding(of, "2020-05-09", None).explanation
    assert finding(of, "2020-05-08", None).due == date(2020, 5, 7)


def test_a_second_person_must_confirm_where_the_order_says_so() -> None:
    of = order(f"{NAMED}second_person = true\n")
    rows = {"decision": [decided("P1", "2020-05-04", second="B. Officer (synthetic)"),
                         decided("P2", "2020-05-05", second=" a. officer (Synthetic)")],
            "log": LOG}  # fmt: skip
    found = finding(case(of, rows), "2020-05-07", None)
    assert (found.status, found.value, found.limit) == ("not_met", 1, 2)
    assert "1 of them has a decision that no second person confirmed" in found.explanation
    assert "confirmed by a second person" in found.rule
    assert finding(case(order(NAMED), rows), "2020-05-07", None).status == "met"
