"""Cohorts: who shares a unit with whom, and who was added to a quarantine."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .build import case, finding, order, problems

APART = 'id = "cohort"\nkind = "cohort"\n'
TWO = APART + 'apart = [["confirmed"], ["suspected", "quarantined", "other"]]\n'
CLOSED = APART + "apart = []\nclosed_quarantine = true\n"
ON = "2020-05-14"
LOG = [{"of": "cohort", "date": "2020-06-30"}]


def put(person: str, unit: str, status: str, on: str = "2020-05-05", **more: Any) -> dict[str, Any]:
    return {"person": person, "facility": "krome", "unit": unit, "status": status, "date": on,
            **more}  # fmt: skip


def stay(person: str, unit: str = "", out: str = "") -> dict[str, Any]:
    return {"person": person, "facility": "krome", "date": "2020-03-01", "unit": unit,
            "book_out": out}  # fmt: skip


def excepted(unit: str, on: str = "2020-05-13") -> dict[str, Any]:
    return {"facility": "krome", "topic": "mixing", "unit": unit, "date": on, "kept": "no",
            "excepted": "yes", "reporter": "staff"}  # fmt: skip


SORTED = [put("A", "North", "confirmed"), put("B", "North", "confirmed"),
          put("C", "South", "other")]  # fmt: skip


def test_units_with_one_group_each_meet_it_where_the_log_is_complete() -> None:
    met = finding(case(order(APART), {"cohort": SORTED, "log": LOG}), ON)
    assert (met.status, met.value, met.limit) == ("met", 0, 0)
    unknown = finding(case(order(APART), {"cohort": SORTED}), ON)
    assert unknown.status == "undetermined"
    assert "cohort log for Krome" in unknown.missing[0]


def test_a_unit_that_mixes_fails_it() -> None:
    mixed = [*SORTED, put("D", "North", "other")]
    found = finding(case(order(APART), {"cohort": mixed}), ON)
    assert (found.status, found.value) == ("not_met", 1)
    assert "North (2 confirmed with 1 other)" in found.explanation


def test_mixing_is_a_state_that_ends() -> None:
    rows = [*SORTED, put("D", "North", "other"), put("D", "South", "other", "2020-05-10")]
    of = case(order(APART), {"cohort": rows, "log": LOG})
    assert finding(of, "2020-05-09").status == "not_met"
    assert finding(of, "2020-05-10").status == "met"


def test_an_order_may_keep_only_some_apart() -> None:
    rows = [put("A", "North", "suspected"), put("B", "North", "other")]
    entries = {"cohort": rows, "log": LOG}
    assert finding(case(order(APART), entries), ON).status == "not_met"
    assert finding(case(order(TWO), entries), ON).status == "met"


def test_an_unknown_status_beside_a_confirmed_case_leaves_it_open() -> None:
    rows = [*SORTED, put("D", "North", "unknown")]
    found = finding(case(order(APART), {"cohort": rows, "log": LOG}), ON)
    assert found.status == "undetermined"
    assert found.missing == ("the status of everybody in North at Krome",)
    harmless = [*SORTED, put("D", "South", "unknown")]
    assert finding(case(order(APART), {"cohort": harmless, "log": LOG}), ON).status == "met"


def test_who_has_left_shares_nothing() -> None:
    mixed = [*SORTED, put("D", "North", "other")]
    gone = {"cohort": [*mixed, put("D", "", "other", "2020-05-08")], "log": LOG}
    assert finding(case(order(APART), gone), ON).status == "met"
    stays = [stay(p) for p in "ABC"] + [stay("D", out="2020-05-08")]
    out = {"cohort": mixed, "stay": stays, "log": LOG}
    assert finding(case(order(APART), out), ON).status == "met"
    assert finding(case(order(APART), out), "2020-05-07").status == "not_met"


def test_people_held_whom_nobody_placed_have_an_unknown_status() -> None:
    stays = [*(stay(p) for p in "ABC"), stay("D", "North")]
    found = finding(case(order(APART), {"cohort": SORTED, "stay": stays, "log": LOG}), ON)
    assert found.status == "undetermined"
    somewhere = [*(stay(p) for p in "ABC"), stay("D")]
    found = finding(case(order(APART), {"cohort": SORTED, "stay": somewhere, "log": LOG}), ON)
    assert found.missing == ("the housing unit of 1 person at Krome",)


def test_two_placements_on_one_day_without_times_leave_it_open() -> None:
    rows = [*SORTED, put("D", "North", "other"), put("D", "South", "other")]
    of = case(order(APART), {"cohort": rows, "log": LOG})
    assert finding(of, ON).status == "undetermined"
    timed = [*SORTED, put("D", "North", "other", "2020-05-05T09:00"),
             put("D", "South", "other", "2020-05-05T10:00")]  # fmt: skip
    assert finding(case(order(APART), {"cohort": timed, "log": LOG}), ON).status == "met"


def test_an_excepted_unit_is_shown_and_not_held_against_it() -> None:
    mixed = [*SORTED, put("D", "North", "other")]
    entries = {"cohort": mixed, "condition": [excepted("North")], "log": LOG}
    found = finding(case(order(APART), entries), ON)
    assert (found.status, found.value) == ("met", 0)
    assert "an exception covers 1 more unit" in found.explanation
    elsewhere = entries | {"condition": [excepted("South")]}
    assert finding(case(order(APART), elsewhere), ON).status == "not_met"


def test_reports_of_mixing_stand_beside_the_placements() -> None:
    report = {"facility": "krome", "topic": "mixing", "kept": "no", "date": "2020-05-13",
              "reporter": "held person"}  # fmt: skip
    entries = {"cohort": SORTED, "log": LOG, "condition": [report]}
    found = finding(case(order(APART), entries), ON)
    assert found.status == "undetermined"
    assert "whose account of mixing" in found.missing[0]
    governed = order(APART + 'governs = "held person"')
    assert finding(case(governed, entries), ON).status == "not_met"


QUARANTINE = [put("Q1", "West", "quarantined"), put("Q2", "West", "quarantined")]


def test_nobody_may_be_added_to_a_quarantine() -> None:
    of = case(order(CLOSED), {"cohort": QUARANTINE, "log": LOG})
    assert finding(of, ON).status == "met"
    added = [*QUARANTINE, put("N", "West", "quarantined", "2020-05-08")]
    of = case(order(CLOSED), {"cohort": added, "log": LOG})
    assert finding(of, "2020-05-07").status == "met"
    found = finding(of, "2020-06-20")
    assert (found.status, found.value) == ("not_met", 1)
    assert "the latest on Friday 8 May 2020 to West" in found.explanation


def test_a_quarantine_that_has_ended_is_open_again() -> None:
    ended = [put(p, "West", "other", "2020-05-10") for p in ("Q1", "Q2")]
    for on, expected in (("2020-05-09", "not_met"), ("2020-05-10", "undetermined"),
                         ("2020-05-11", "met")):  # fmt: skip
        rows = [*QUARANTINE, *ended, put("N", "West", "other", on)]
        assert finding(case(order(CLOSED), {"cohort": rows, "log": LOG}), ON).status == expected


def test_a_quarantine_confirmed_again_goes_on() -> None:
    again = [put(p, "West", "quarantined", "2020-05-08") for p in ("Q1", "Q2")]
    rows = [*QUARANTINE, *again, put("N", "West", "other", "2020-05-08")]
    found = finding(case(order(CLOSED), {"cohort": rows, "log": LOG}), ON)
    assert (found.status, found.value) == ("not_met", 1)


def test_a_quarantine_ends_when_the_last_person_leaves() -> None:
    stays = [stay("Q1", out="2020-05-08"), stay("Q2", out="2020-05-09"), stay("N")]
    rows = [*QUARANTINE, put("N", "West", "other", "2020-05-12")]
    entries = {"cohort": rows, "stay": stays, "log": LOG}
    assert finding(case(order(CLOSED), entries), ON).status == "met"


def test_an_excepted_addition_is_shown_and_not_counted() -> None:
    rows = [*QUARANTINE, put("N", "West", "other", "2020-05-08")]
    entries = {"cohort": rows, "log": LOG, "condition": [excepted("West", "2020-05-08")]}
    found = finding(case(order(CLOSED), entries), ON)
    assert found.status == "met"
    assert "1 addition under an exception" in found.explanation


def test_both_rules_are_answered_together() -> None:
    both = order(APART + "closed_quarantine = true")
    rows = [*QUARANTINE, put("N", "West", "quarantined", "2020-05-08")]
    found = finding(case(both, {"cohort": rows, "log": LOG}), ON)
    assert (found.status, found.value, found.limit) == ("not_met", 1, 2)


def test_it_is_not_due_before_its_date() -> None:
    of = case(order(APART + "due = { on = 2020-06-01 }"), {"cohort": SORTED, "log": LOG})
    assert finding(of, ON).status == "not_due"


def test_a_correction_changes_the_past_but_not_what_was_known() -> None:
    rows = [
        *SORTED,
        put("D", "North", "other", id="d1", recorded="2020-05-05"),
        put("D", "South", "other", id="d2", supersedes="d1", recorded="2020-05-20"),
    ]
    of = case(order(APART), {"cohort": rows, "log": [{**LOG[0], "recorded": "2020-05-05"}]})
    assert finding(of, ON, known="2020-05-19").status == "not_met"
    assert finding(of, ON).status == "met"


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        (APART + 'apart = [["confirmed"]]', "at least two groups"),
        (APART + 'apart = [["confirmed"], ["confirmed"]]', "'apart' has 'confirmed' twice"),
        (APART + "apart = []", "nothing is demanded"),
        (APART + 'apart = [["confirmd"], ["other"]]', "did you mean 'confirmed'"),
    ],
)
def test_bad_parameters_are_one_clear_line(clause: str, message: str) -> None:
    found = problems(clause)
    assert len(found) == 1
    assert message in found[0]


STATUS = st.sampled_from(["confirmed", "suspected", "quarantined", "other"])


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.tuples(st.sampled_from("XYZ"), STATUS)))
def test_it_is_met_exactly_where_no_unit_holds_two_groups(
    where: dict[str, tuple[str, str]],
) -> None:
    rows = [put(person, unit, status) for person, (unit, status) in where.items()]
    found = finding(case(order(APART), {"cohort": rows, "log": LOG}), ON)
    mixed = [u for u in "XYZ" if len({s for unit, s in where.values() if unit == u}) > 1]
    assert (found.status, found.value) == ("not_met" if mixed else "met", len(mixed))
