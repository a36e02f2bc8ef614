"""Who is asked otherwise than the order asks is shown, and missed in no window of the order."""

from __future__ import annotations

from typing import Any

import pytest

from .test_check_in import BY, WEEKLY, call, decided, found
from .test_check_in_of_whom_nobody_asked import terms

OTHERWISE = "asked to check in otherwise than the order says"


def test_a_decision_with_another_rhythm_is_what_the_finding_says() -> None:
    answer = found({"decision": [decided(check_in="14 days")]}, "2020-05-27")
    assert (answer.status, answer.value, answer.limit) == ("undetermined", 0, 0)
    assert f"1 released person was {OTHERWISE} (every 14 days)" in answer.explanation
    assert "without an entry" not in answer.explanation
    assert "whether 1 released person may check in otherwise" in answer.missing[0]
    assert list(answer.rows()["person"]) == ["P1"]


@pytest.mark.parametrize("said", ["7 days", "1 week", " 7 Days ", ""])
def test_the_order_s_own_rhythm_is_none(said: str) -> None:
    answer = found({"decision": [decided(check_in=said)]}, "2020-05-27")
    assert OTHERWISE not in answer.explanation
    assert answer.limit == 3


def test_what_cannot_be_read_as_days_is_taken_for_no_window_of_the_order() -> None:
    answer = found({"decision": [decided(check_in="each month")]}, "2020-05-27")
    assert (answer.status, answer.limit) == ("undetermined", 0)
    assert "(“each month”)" in answer.explanation


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"every": "2"}, "(every 2 days)"),
        ({"weekdays": "mon; thu"}, "(on mon, thu)"),
        ({"grace": "1"}, "(every 7 days in other windows)"),
        ({"first": "2020-05-20"}, "(every 7 days in other windows)"),
    ],
)
def test_terms_count_until_their_day_and_not_from_it_on(more: dict[str, str], says: str) -> None:
    rows = {"check_in_terms": [terms("2020-05-18", **more)], "check_in": [call("2020-05-10")]}
    assert found(rows, "2020-05-17").status == "met"
    answer = found(rows, "2020-06-20")
    assert (answer.status, answer.value, answer.limit) == ("undetermined", 1, 1)
    assert says in answer.explanation
    assert "without an entry" not in answer.explanation


def test_terms_that_ask_as_the_order_begin_its_windows_anew() -> None:
    rows = {"check_in_terms": [terms("2020-05-18", zone="America/Chicago")],
            "check_in": [call("2020-05-10"), call("2020-05-24")]}  # fmt: skip
    answer = found(rows, "2020-05-27")
    assert (answer.status, answer.value, answer.limit) == ("met", 2, 2)


def test_a_later_decision_that_asks_for_none_ends_it_and_keeps_what_was() -> None:
    rows = {"decision": [decided(), decided(day="2020-05-15", check_in="none")]}
    answer = found(rows, "2020-06-20")
    assert (answer.status, answer.limit) == ("undetermined", 1)
    assert "1 check-in of which nothing is recorded" in answer.missing[0]
    assert "1 released person needs not check in" in answer.explanation
    by_terms = {"check_in_terms": [terms("2020-05-15", every="0")]}
    assert found(by_terms, "2020-06-20").limit == 1


def test_a_later_decision_ends_terms_too() -> None:
    rows: dict[str, Any] = {
        "decision": [decided(), decided(day="2020-05-20", check_in="none")],
        "check_in_terms": [terms("2020-05-04", every="2")],
    }
    answer = found(rows, "2020-06-20")
    assert "1 released person needs not check in" in answer.explanation
    assert not answer.limit


def test_a_failure_recorded_of_somebody_asked_otherwise_is_shown() -> None:
    rows = {"decision": [decided(check_in="14 days")],
            "check_in": [call("2020-05-21", "failure", **BY)]}  # fmt: skip
    answer = found(rows, "2020-05-27")
    assert answer.status == "undetermined"
    assert "1 failure recorded of that person since is not counted either" in answer.explanation
    assert set(answer.rows()["date"].cast(str)) == {"2020-05-04", "2020-05-21"}


def test_who_is_asked_as_the_order_asks_counts_beside_them() -> None:
    rows = {"exit": [released_on("P1"), released_on("P2")],
            "decision": [decided(check_in="14 days"), decided("P2")],
            "check_in": [call("2020-05-10", person="P2")]}  # fmt: skip
    answer = found(rows, "2020-05-13", WEEKLY)
    assert (answer.value, answer.limit) == (1, 1)
    assert f"1 released person was {OTHERWISE}" in answer.explanation


def released_on(person: str) -> dict[str, Any]:
    return {"person": person, "facility": "krome", "date": "2020-05-04", "how": "release"}
