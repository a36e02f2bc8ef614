"""Screening: each person has a date of their own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .build import case, finding, order, problems

LATER = (
    'due = { later_of = [{ within = "10 days" }, { within = "5 days", of = "arrival" }] }'
)  # fmt: skip
CLAUSE = f'id = "screening"\nkind = "screening"\n{LATER}\n'


def stay(person: str, arrived: str = "2020-03-01", out: str = "", **more: Any) -> dict[str, Any]:
    return {"person": person, "facility": "krome", "date": arrived, "book_out": out, **more}


def screened(person: str, on: str, **more: Any) -> dict[str, Any]:
    return {"person": person, "facility": "krome", "date": on, **more}


def log(until: str = "2020-06-30") -> list[dict[str, Any]]:
    return [{"of": "screening", "date": until}]


def test_it_is_met_when_everybody_was_screened_in_time() -> None:
    entries = {"stay": [stay("A"), stay("B")],
               "screening": [screened("A", "2020-05-02"), screened("B", "2020-05-10")]}  # fmt: skip
    found = finding(case(order(CLAUSE), entries), "2020-05-10")
    assert (found.status, found.value, found.limit) == ("met", 2, 2)
    assert found.due == date(2020, 5, 10)


def test_somebody_unscreened_fails_it_only_where_the_log_is_complete() -> None:
    entries = {"stay": [stay("A"), stay("B")], "screening": [screened("A", "2020-05-02")]}
    unknown = finding(case(order(CLAUSE), entries), "2020-05-10")
    assert unknown.status == "undetermined"
    assert "complete from 2020-03-01 through 2020-05-10" in unknown.missing[0]
    failed = finding(case(order(CLAUSE), entries | {"log": log()}), "2020-05-10")
    assert (failed.status, failed.value, failed.limit) == ("not_met", 1, 2)
    assert "1 still held was not" in failed.explanation


def test_a_late_screening_heals_it_and_is_called_late() -> None:
    entries = {"stay": [stay("A")], "screening": [screened("A", "2020-05-12")], "log": log()}
    of = case(order(CLAUSE), entries)
    assert finding(of, "2020-05-11").status == "not_met"
    found = finding(of, "2020-05-12")
    assert found.status == "met"
    assert "1 of them late" in found.explanation


def test_the_later_of_two_dates_is_each_persons_own() -> None:
    entries = {"stay": [stay("A"), stay("N", "2020-05-08")], "log": log(),
               "screening": [screened("A", "2020-05-01")]}  # fmt: skip
    of = case(order(CLAUSE), entries)
    assert finding(of, "2020-05-12").status == "met"
    assert "1 is not due yet" in finding(of, "2020-05-12").explanation
    assert finding(of, "2020-05-13").status == "not_met"


def test_before_anybodys_date_it_is_not_due() -> None:
    found = finding(case(order(CLAUSE), {"stay": [stay("A")]}), "2020-05-05")
    assert found.status == "not_due"
    assert found.due == date(2020, 5, 10)


def test_who_left_before_their_date_need_not_have_been_screened() -> None:
    entries = {"stay": [stay("A", out="2020-05-09"), stay("B")], "log": log(),
               "screening": [screened("B", "2020-05-01")]}  # fmt: skip
    found = finding(case(order(CLAUSE), entries), "2020-05-20")
    assert found.status == "met"
    assert "1 left before their date" in found.explanation


def test_who_left_after_their_date_unscreened_stays_on_the_list() -> None:
    entries = {"stay": [stay("A", out="2020-05-11")], "log": log()}
    found = finding(case(order(CLAUSE), entries), "2020-06-20")
    assert found.status == "not_met"
    assert "1 who left after it was not" in found.explanation


def test_an_exit_entry_ends_a_stay_as_a_book_out_does() -> None:
    entries = {"stay": [stay("A")], "log": log(),
               "exit": [{"person": "A", "facility": "krome", "date": "2020-05-05",
                         "how": "release"}]}  # fmt: skip
    assert finding(case(order(CLAUSE), entries), "2020-05-20").status == "met"


def test_a_screening_at_the_facility_before_the_transfer_counts() -> None:
    of = order(CLAUSE, facilities=("krome", "glades"))
    moved = {**stay("A", "2020-05-06"), "facility": "glades"}
    entries = {"stay": [stay("A", out="2020-05-06"), moved], "log": log(),
               "screening": [screened("A", "2020-05-02")]}  # fmt: skip
    assert finding(case(of, entries), "2020-05-20", "glades").status == "met"
    apart = {**moved, "date": "2020-05-10"}
    entries["stay"] = [stay("A", out="2020-05-06"), apart]
    assert finding(case(of, entries), "2020-05-20", "glades").status == "not_met"


def test_every_kind_of_screening_that_is_asked_for_is_needed() -> None:
    both = CLAUSE + 'what = ["Verbal", "temperature"]'
    entries = {"stay": [stay("A")], "log": log(),
               "screening": [screened("A", "2020-05-02", what="verbal")]}  # fmt: skip
    assert finding(case(order(both), entries), "2020-05-10").status == "not_met"
    entries["screening"].append(screened("A", "2020-05-03", what="Temperature"))
    assert finding(case(order(both), entries), "2020-05-10").status == "met"


def test_without_stays_it_is_undetermined() -> None:
    found = finding(case(order(CLAUSE), {"screening": [screened("A", "2020-05-02")]}), "2020-05-10")
    assert found.status == "undetermined"
    assert "the stays at Krome" in found.missing[0]


def test_a_withdrawn_screening_changes_the_past_but_not_what_was_known() -> None:
    entries = {
        "stay": [stay("A")], "log": log(),
        "screening": [screened("A", "2020-05-02", id="s1", recorded="2020-05-02")],
        "withdrawal": [{"supersedes": "s1", "date": "2020-06-01"}],
    }  # fmt: skip
    of = case(order(CLAUSE), entries | {"log": [{**log()[0], "recorded": "2020-05-10"}]})
    assert finding(of, "2020-05-10", known="2020-05-31").status == "met"
    assert finding(of, "2020-05-10").status == "not_met"


def test_dates_that_cannot_be_computed_are_named() -> None:
    pending = 'id = "x"\nkind = "screening"\ndue = { within = "5 days", of = "plan approved" }'
    found = finding(case(order(pending), {"stay": [stay("A")]}), "2020-05-10")
    assert found.status == "undetermined"
    assert "plan approved" in found.missing[0]


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        ('id = "x"\nkind = "screening"', "the key 'due' is missing"),
        (CLAUSE + "what = []", "'what' is empty"),
        (CLAUSE + 'waht = ["verbal"]', "did you mean 'what'"),
    ],
)
def test_bad_parameters_are_one_clear_line(clause: str, message: str) -> None:
    found = problems(clause)
    assert len(found) == 1
    assert message in found[0]


DAYS = st.integers(0, 40).map(lambda n: date(2020, 4, 10) + timedelta(days=n))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(DAYS, st.none() | DAYS, st.none() | DAYS), min_size=1, max_size=8), DAYS)
def test_every_person_is_in_one_state_and_screening_never_exceeds_them(
    people: list[tuple[date, date | None, date | None]], on: date
) -> None:
    stays = [
        stay(f"P{i}", str(arrived), str(max(left, arrived)) if left else "")
        for i, (arrived, left, _) in enumerate(people)
    ]
    made = [screened(f"P{i}", str(done)) for i, (_, _, done) in enumerate(people) if done]
    of = case(order(CLAUSE), {"stay": stays, "screening": made, "log": log()})
    found = [f for f in [finding(of, max(on.isoformat(), "2020-04-30"))] if f.value is not None]
    for each in found:
        assert each.limit is not None
        assert each.value is not None
        assert 0 <= each.value <= each.limit <= len(people)
        assert (each.status == "not_met") == (each.value < each.limit)
