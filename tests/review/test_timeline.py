"""A person's timeline: every entry about the person in order, and what was corrected in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from drawdown.record.entry import KINDS
from drawdown.record.form import forms
from drawdown.review.timeline import Event, timeline

from ..order.clauses.build import Rows, case, order  # noqa: TID252

ORDER = order('id = "r"\nkind = "custody_review"\npeople = ["P1"]', facilities=["krome", "glades"])
NAMES = ORDER.header.names()
ROWS: dict[str, Rows] = {
    "stay": [{"person": "P1", "facility": "krome", "unit": "Dorm 1", "date": "2020-03-01T09:00",
              "book_out": "2020-05-09", "exit": "release", "authority": "bond 236(a)"},
             {"person": "P2", "facility": "krome", "date": "2020-03-01"}],
    "fact": [{"id": "f1", "person": "P1", "name": "diabetes", "value": "no",
              "date": "2020-05-01", "recorded": "2020-05-01T10:00"},
             {"id": "f2", "person": "P1", "name": "diabetes", "value": "yes", "by": "clinic",
              "date": "2020-05-01", "recorded": "2020-05-04T10:00", "supersedes": "f1"}],
    "decision": [{"id": "d1", "person": "P1", "outcome": "released", "decider": "A",
                  "date": "2020-05-06", "reason": "an underlying condition", "second": "B",
                  "authority": "bond 236(a)", "check_in": "7 days"}],
    "check_in": [{"person": "P1", "date": "2020-05-16T10:00", "outcome": "not_reached",
                  "side": "carrier"}],
    "withdrawal": [{"id": "w1", "date": "2020-05-08", "supersedes": "d1", "reason": "wrong file"}],
}  # fmt: skip


def told(known: date | None = None, **how: Any) -> tuple[Event, ...]:
    view = case(ORDER, ROWS).record.as_known(known)
    return timeline(view, "P1", names=NAMES, **how)


def test_everything_in_order_in_plain_sentences() -> None:
    assert [event.says for event in told()] == [
        "Arrived at Krome (Dorm 1).",
        "Fact 'diabetes': no.",
        "Fact 'diabetes': yes.",
        "A decided to release under bond 236(a), reporting in every 7 days, B confirming: "
        "an underlying condition.",
        "An entry was taken back: wrong file.",
        "Released under bond 236(a) from Krome (Dorm 1).",
        "A check-in did not go through, on the carrier's side.",
    ]


def test_what_no_longer_stands_says_what_took_its_place() -> None:
    by_id = {event.entry: event for event in told()}
    assert (by_id["f1"].replaced_by, by_id["f2"].replaces) == ("f2", "f1")
    assert (by_id["d1"].replaced_by, by_id["w1"].replaces) == ("w1", "d1")
    assert (by_id["f2"].stands, by_id["f1"].stands) == (True, False)
    assert by_id["f2"].by == "clinic"


def test_as_known_before_nothing_was_corrected() -> None:
    by_id = {event.entry: event for event in told(date(2020, 5, 3))}
    assert by_id["f1"].stands
    assert "f2" not in by_id
    assert "d1" not in by_id


def test_as_of_a_day_leaves_out_what_came_after() -> None:
    assert max(event.date for event in told(on=date(2020, 5, 6))) == date(2020, 5, 6)


def test_a_withdrawal_taken_back_is_told_and_its_entry_stands_again() -> None:
    again = {"id": "w2", "date": "2020-05-10", "supersedes": "w1", "reason": "it was right"}
    rows = ROWS | {"withdrawal": [*ROWS["withdrawal"], again]}
    view = case(ORDER, rows).record.as_known()
    by_id = {event.entry: event for event in timeline(view, "P1")}
    assert by_id["d1"].stands
    assert by_id["w1"].replaced_by == "w2"


@pytest.mark.parametrize(
    "kind", [kind for kind in sorted(KINDS) if "person" in forms(KINDS[kind])]
)  # fmt: skip
def test_every_kind_of_entry_about_a_person_is_told(kind: str) -> None:
    row = {name: "krome" if value == "F" else value for name, value in KINDS[kind].example.items()}
    view = case(ORDER, {kind: [row | {"person": "P1"}]}).record.as_known()
    event = timeline(view, "P1", names=NAMES)[0]
    assert event.kind == kind
    assert event.says.endswith(".")
    assert event.says[0].isupper()


def test_a_decision_that_defers_names_what_is_missing_and_until_when() -> None:
    row = {"person": "P1", "date": "2020-05-06", "outcome": "deferred", "decider": "A",
           "missing": "medical records", "until": "2020-05-20", "reason": "no file"}  # fmt: skip
    view = case(ORDER, {"decision": [row]}).record.as_known()
    assert timeline(view, "P1")[0].says == (
        "A decided to defer until Wednesday 20 May 2020, medical records missing: no file."
    )
