"""Check-ins of released people: people decide, and our failure is never the person's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .build import case, finding, order, problems

WEEKLY = 'id = "calls"\nkind = "check_in"\nevery = "7 days"\ngrace = "2 days"'
BY = {"decider": "A. Officer (synthetic)", "reason": "moved without notice"}


def released(person: str = "P1", day: str = "2020-05-04") -> dict[str, Any]:
    return {"person": person, "facility": "krome", "date": day, "how": "release"}


def decided(person: str = "P1", day: str = "2020-05-04", **more: str) -> dict[str, Any]:
    """Who decided the release, which asks the person to check in."""
    return {"person": person, "date": day, "outcome": "released", **BY, **more}


def call(day: str, outcome: str = "made", person: str = "P1", **more: Any) -> dict[str, Any]:
    return {"person": person, "date": day, "outcome": outcome, **more}


def found(rows: dict[str, Any], on: str, clause: str = WEEKLY) -> Any:
    return finding(
        case(order(clause), {"exit": [released()], "decision": [decided()], **rows}), on, None
    )


def test_a_call_in_the_window_is_made() -> None:
    answer = found({"check_in": [call("2020-05-10")]}, "2020-05-13")
    assert (answer.status, answer.value, answer.limit) == ("met", 1, 1)
    assert "Only a person records a failure" in answer.explanation


def test_a_call_within_the_grace_is_made() -> None:
    assert found({"check_in": [call("2020-05-13")]}, "2020-05-13").status == "met"


def test_until_the_window_closes_it_is_not_due() -> None:
    answer = found({}, "2020-05-12")
    assert answer.status == "not_due"
    assert str(answer.due) == "2020-05-13"


def test_nobody_released_means_that_nothing_is_due() -> None:
    answer = found({"exit": [], "decision": []}, "2020-05-13")
    assert answer.status == "not_due"
    assert "nobody released" in answer.explanation


def test_silence_is_never_a_failure() -> None:
    rows = {"log": [{"date": "2020-12-31", "of": "check_in"}]}
    answer = found(rows, "2020-05-13")
    assert answer.status == "undetermined"
    assert "1 check-in of which nothing is recorded" in answer.missing[0]


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        (call("2020-05-11", "not_reached", side="carrier"), "met"),
        (call("2020-05-11", "not_reached", side="ours"), "met"),
        (call("2020-05-11", "not_reached", side="person"), "undetermined"),
        (call("2020-05-11", "not_reached"), "undetermined"),
        (call("2020-05-14", "failure"), "undetermined"),
        (call("2020-05-14", "failure", decider="A. Officer (synthetic)"), "undetermined"),
        (call("2020-05-14", "failure", **BY), "not_met"),
        (call("2020-05-11", "failure", **BY), "not_met"),
    ],
)
def test_only_a_named_person_with_a_reason_records_a_failure(
    entry: dict[str, Any], status: str
) -> None:
    assert found({"check_in": [entry]}, "2020-05-14").status == status


def test_a_call_that_was_made_outweighs_every_failed_attempt() -> None:
    rows = {"check_in": [call("2020-05-09", "not_reached", side="person"), call("2020-05-10")]}
    assert found(rows, "2020-05-13").status == "met"


def test_an_outage_excuses_every_window_that_it_touches() -> None:
    rows = {"outage": [{"date": "2020-05-13", "until": "2020-05-13"}]}
    answer = found(rows, "2020-05-13")
    assert answer.status == "met"
    assert "1 excused since the line failed (1 by an outage)" in answer.explanation
    assert found({"outage": [{"date": "2020-05-14"}]}, "2020-05-14").status == "undetermined"


def test_an_outage_that_lasts_goes_on_excusing() -> None:
    answer = found({"outage": [{"date": "2020-05-06"}]}, "2020-06-03")
    assert (answer.status, answer.limit) == ("met", 4)


def test_a_failure_recorded_of_an_excused_window_is_shown_and_not_counted() -> None:
    rows = {"check_in": [call("2020-05-12", "failure", **BY)],
            "outage": [{"date": "2020-05-11", "until": "2020-05-11"}]}  # fmt: skip
    answer = found(rows, "2020-05-13")
    assert answer.status == "met"
    assert "1 failure recorded of excused check-ins is not counted" in answer.explanation


def test_a_call_outside_every_window_is_shown() -> None:
    clause = WEEKLY + '\nopens = "2 days"'
    answer = found({"check_in": [call("2020-05-07")]}, "2020-05-13", clause)
    assert answer.status == "undetermined"
    assert "1 call came outside any window" in answer.explanation


def test_each_person_counts_from_their_own_release() -> None:
    rows = {"exit": [released(), released("P2", "2020-05-06")],
            "decision": [decided(), decided("P2", "2020-05-05")],
            "check_in": [call("2020-05-10"), call("2020-05-10", person="P2")]}  # fmt: skip
    assert found(rows, "2020-05-14").limit == 1
    assert found(rows, "2020-05-15").limit == 2
    assert found(rows, "2020-05-15").status == "met"


def test_someone_taken_back_no_longer_reports() -> None:
    rows: dict[str, Any] = {"check_in": [call("2020-05-10")]}
    rows["redetention"] = [{"person": "P1", "facility": "krome", "date": "2020-05-18"}]
    assert found(rows, "2020-06-30").limit == 1


def test_someone_released_before_the_clause_counts_from_its_first_day() -> None:
    answer = found(
        {"exit": [released(day="2020-03-01")], "decision": [decided(day="2020-03-01")]},
        "2020-05-09",
    )
    assert answer.limit == 1


def test_a_release_told_by_stay_exit_and_decision_is_one() -> None:
    rows = {
        "stay": [{"person": "P1", "facility": "krome", "date": "2020-04-01",
                  "book_out": "2020-05-04", "exit": "release"}],
        "decision": [{"person": "P1", "date": "2020-05-03", "outcome": "released",
                      "decider": "A. Officer (synthetic)"}],
    }  # fmt: skip
    assert found(rows, "2020-05-13").limit == 1


def test_a_decision_to_release_counts_where_nothing_else_is_known() -> None:
    decision = {"person": "P1", "date": "2020-05-04", "outcome": "released",
                "decider": "A. Officer (synthetic)"}  # fmt: skip
    assert found({"exit": [], "decision": [decision]}, "2020-05-13").limit == 1
    held = [{"person": "P1", "facility": "krome", "date": "2020-04-01"}]
    assert found({"exit": [], "decision": [decision], "stay": held}, "2020-05-13").limit is None


def test_a_due_day_moves_only_where_the_clause_names_a_calendar_that_moves_it() -> None:
    # 7 days after Saturday 2 May 2020 is Saturday 9 May, which Rule 6(a) moves to Monday 11 May.
    rows = {"exit": [released(day="2020-05-02")], "decision": [decided(day="2020-05-01")]}
    plain = 'id = "calls"\nkind = "check_in"\nevery = "7 days"'
    assert found(rows, "2020-05-09", plain).status == "undetermined"
    rolling = plain + '\ncalendar = "frcp6"'
    assert found(rows, "2020-05-10", rolling).status == "not_due"
    assert found(rows, "2020-05-11", rolling).status == "undetermined"


def test_the_first_may_be_sooner_and_the_last_may_come() -> None:
    clause = WEEKLY + '\nfirst = "1 day"\nlasts = "10 days"'
    assert found({}, "2020-05-06", clause).limit is None
    assert found({}, "2020-05-07", clause).limit == 1
    assert found({}, "2020-12-31", clause).limit == 2


def test_a_correction_changes_the_past() -> None:
    rows = {
        "exit": [{**released(), "recorded": "2020-05-04"}],
        "check_in": [
            call("2020-05-12", "failure", id="c1", recorded="2020-05-12", **BY),
            call("2020-05-12", "not_reached", id="c2", recorded="2020-05-20", side="ours",
                 supersedes="c1"),
        ],
    }  # fmt: skip
    of = case(order(WEEKLY), rows)
    assert finding(of, "2020-05-13", None, known="2020-05-13").status == "not_met"
    assert finding(of, "2020-05-13", None).status == "met"


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ('id = "c"\nkind = "check_in"', "the key 'every' is missing"),
        ('id = "c"\nkind = "check_in"\nevery = "1 month"', "expected days or weeks"),
        (WEEKLY.replace("2 days", "7 days"), "the windows overlap"),
        (WEEKLY + '\ncalendar = "business days"', "cannot be counted in business days"),
    ],
)
def test_bad_parameters_give_one_clear_line(clause: str, expected: str) -> None:
    found = problems(clause)
    assert len(found) == 1
    assert expected in found[0]


entries = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(1, 31),
        st.sampled_from(["made", "not_reached", "failure"]),
        st.sampled_from(["person", "carrier", "ours", "unknown"]),
        st.booleans(),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(entries, st.integers(1, 31))
def test_every_window_becomes_exactly_one_thing_and_nothing_unnamed_is_a_failure(
    given_entries: list[tuple[int, int, str, str, bool]], on: int
) -> None:
    rows = [
        call(f"2020-05-{day:02}", outcome, f"P{who}", side=side, **(BY if named else {}))
        for who, day, outcome, side, named in given_entries
    ]
    people = [released(f"P{n}", "2020-04-30") for n in range(3)]
    asked = [decided(f"P{n}", "2020-04-29") for n in range(3)]
    of = case(order(WEEKLY), {"exit": people, "check_in": rows, "decision": asked})
    answer = finding(of, f"2020-05-{on:02}", None)
    if answer.status == "not_due":
        assert on < 9
        return
    windows = 3 * len([n for n in (1, 2, 3, 4) if 30 + 7 * n + 2 <= 30 + on])
    assert answer.limit == windows
    assert 0 <= (answer.value or 0) <= windows
    if answer.status == "not_met":
        assert any(outcome == "failure" and named for _, _, outcome, _, named in given_entries)
