"""Nobody is counted as not checking in whom nobody asked to; the finding says who and why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.recorded import history_of, schedule_of, usual
from drawdown.check_in.standing import standing
from drawdown.order.clauses.check_in import CheckIn as Clause

from .build import case, finding, order
from .test_check_in import WEEKLY, call, decided, found, released

NOBODY: dict[str, Any] = {"decision": []}


def terms(day: str, **more: str) -> dict[str, Any]:
    return {"person": "P1", "date": day, "decider": "A. Officer (synthetic)", **more}


def test_a_release_alone_asks_nothing() -> None:
    answer = found(NOBODY, "2020-05-13")
    assert (answer.status, answer.value, answer.limit) == ("undetermined", 0, 0)
    assert "1 released person has no schedule, since no decision released" in answer.explanation
    assert "without an entry" not in answer.explanation
    assert "how 1 released person checks in, or need not" in answer.missing[0]
    assert list(answer.rows()["person"]) == ["P1"]


def test_before_a_window_would_be_over_nothing_is_missing() -> None:
    answer = found(NOBODY, "2020-05-12")
    assert (answer.status, str(answer.due)) == ("not_due", "2020-05-13")


def test_terms_ask_from_their_day_on() -> None:
    rows = NOBODY | {"check_in_terms": [terms("2020-05-18")]}
    assert found(rows, "2020-05-26").status == "not_due"
    answer = found(rows, "2020-05-27")
    assert (answer.status, answer.limit) == ("undetermined", 1)
    assert "1 check-in of which nothing is recorded" in answer.missing[0]


def test_whoever_checks_in_was_told_to() -> None:
    rows = NOBODY | {"check_in": [call("2020-05-10")]}
    assert found(rows, "2020-05-13").status == "met"


def test_a_decision_that_asks_for_none_is_no_schedule_that_lacks() -> None:
    answer = found({"decision": [decided(check_in="none")]}, "2020-05-13")
    assert answer.status == "not_due"
    assert "1 released person needs not check in, as a decision says" in answer.explanation


def test_whoever_is_taken_back_is_asked_anew_by_what_comes_after() -> None:
    rows: dict[str, Any] = {
        "exit": [released(), released(day="2020-06-01")],
        "decision": [decided()],
        "redetention": [{"person": "P1", "date": "2020-05-20", "facility": "krome"}],
        "check_in": [call("2020-05-10"), call("2020-05-18")],
    }
    answer = found(rows, "2020-06-20")
    assert (answer.status, answer.value, answer.limit) == ("undetermined", 1, 1)
    assert "1 released person has no schedule" in answer.explanation
    again = found(rows | {"decision": [decided(), decided(day="2020-05-31")]}, "2020-06-20")
    assert "no schedule" not in again.explanation
    assert again.limit == 3
    by_terms = found(rows | {"check_in_terms": [terms("2020-06-02")]}, "2020-06-20")
    assert (by_terms.limit, "no schedule" in by_terms.explanation) == (3, False)


OF_KIND = {"none": "decision", "fortnight": "decision", "no_more": "check_in_terms",
           "thrice": "check_in_terms"}  # fmt: skip
HAPPENS = ["exit", "decision", "none", "fortnight", "check_in_terms", "no_more", "thrice",
           "redetention"]  # fmt: skip
events = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(HAPPENS)), max_size=6)


@given(events, st.integers(0, 60))
def test_the_clause_misses_nobody_whom_the_line_does_not_ask(
    happened: list[tuple[int, str]], on: int
) -> None:
    begin = date(2020, 5, 1)
    rows: dict[str, list[dict[str, Any]]] = {}
    seen = set()
    for after, kind in sorted(happened):
        day = (begin + timedelta(days=after)).isoformat()
        if (day, kind) in seen:
            continue
        seen.add((day, kind))
        made = {
            "exit": released(day=day), "decision": decided(day=day), "check_in_terms": terms(day),
            "none": decided(day=day, check_in="none"), "no_more": terms(day, every="0"),
            "fortnight": decided(day=day, check_in="14 days"), "thrice": terms(day, every="3"),
            "redetention": {"person": "P1", "date": day, "facility": "krome"},
        }[kind]  # fmt: skip
        rows.setdefault(OF_KIND.get(kind, kind), []).append(made)
    of = case(order(WEEKLY), rows)
    today = begin + timedelta(days=on)
    answer = finding(of, today.isoformat(), None)
    view, zone = of.record.as_known(), of.order.header.zone
    clause = Clause.model_validate(
        {"id": "calls", "kind": "check_in", "every": "7 days", "grace": "2 days"}
    )
    schedule = schedule_of(view, "P1", usual(clause, zone))
    if schedule is None:
        assert not answer.limit
        return
    history = history_of(view, "P1")
    asked = 0
    for window in schedule.windows(schedule.terms[0].beginning()):
        if window.local(window.closes - timedelta(minutes=1)).date() > today:
            break
        asked += standing(window, history, window.closes).state != "paused"
    if asked == 0:
        assert not answer.limit, answer.explanation
