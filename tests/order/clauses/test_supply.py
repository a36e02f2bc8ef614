"""Supplies: who had them, by name or in numbers, and what people say of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .build import case, finding, order, problems

MASKS = """id = "masks"
kind = "supply"
items = ["mask"]
first = { within = "4 days" }
every = "7 days"
"""
ON = "2020-05-14"


def people(number: int, arrived: str = "2020-03-01") -> list[dict[str, Any]]:
    return [{"person": f"P{i}", "facility": "krome", "date": arrived} for i in range(1, number + 1)]


def masks(number: int, on: str = "2020-05-11", **more: Any) -> list[dict[str, Any]]:
    return [
        {"facility": "krome", "item": "Masks", "date": on, "person": f"P{i}", **more}
        for i in range(1, number + 1)
    ]


def log(until: str = ON, about: str = "", of: str = "handout") -> list[dict[str, Any]]:
    return [{"of": of, "date": until, "about": about}]


def test_it_is_met_when_each_person_held_had_one_in_the_last_period() -> None:
    found = finding(case(order(MASKS), {"stay": people(3), "handout": masks(3)}), ON)
    assert (found.status, found.value, found.limit) == ("met", 3, 3)
    assert found.due is not None
    assert "3 people held on Thursday 14 May 2020" in found.explanation


def test_lacking_masks_are_a_failure_only_where_the_log_is_complete() -> None:
    entries = {"stay": people(3), "handout": masks(2)}
    silent = finding(case(order(MASKS), entries), ON)
    assert silent.status == "undetermined"
    assert "handout log of mask for Krome is complete through 2020-05-14" in silent.missing[0]
    assert finding(case(order(MASKS), entries | {"log": log(about="masks")}), ON).status == (
        "not_met"
    )
    assert finding(case(order(MASKS), entries | {"log": log(about="soap")}), ON).status == (
        "undetermined"
    )


def test_a_mask_older_than_the_period_no_longer_counts() -> None:
    entries = {"stay": people(1), "handout": masks(1, "2020-05-07"), "log": log()}
    assert finding(case(order(MASKS), entries), "2020-05-13").status == "met"
    late = finding(case(order(MASKS), entries), ON)
    assert late.status == "not_met"


def test_earlier_periods_without_any_stay_visible() -> None:
    entries = {"stay": people(1), "handout": masks(1, "2020-05-20")}
    found = finding(case(order(MASKS), entries), "2020-05-21")
    assert found.status == "met"
    assert "recorded in 0 of the 3 periods of 7 days" in found.explanation


def test_somebody_who_arrived_less_than_a_period_ago_is_not_late() -> None:
    entries = {
        "stay": [*people(1), {"person": "N", "facility": "krome", "date": "2020-05-10"}],
        "handout": masks(1),
        "log": log("2020-05-17"),
    }
    found = finding(case(order(MASKS), entries), ON)
    assert (found.status, found.value, found.limit) == ("met", 1, 1)
    assert "1 more arrived less than 7 days before" in found.explanation
    assert finding(case(order(MASKS), entries), "2020-05-17").status == "not_met"


def test_before_it_is_due_it_says_where_things_stand() -> None:
    found = finding(case(order(MASKS), {"stay": people(2), "log": log()}), "2020-05-03")
    assert found.status == "not_due"
    assert "So far: Krome: of 2 people held" in found.explanation


def test_a_correction_changes_the_past_but_not_what_was_known() -> None:
    entries = {
        "stay": people(1),
        "handout": [
            {"id": "h1", "facility": "krome", "item": "mask", "person": "P1", "date": "2020-05-11",
             "recorded": "2020-05-11"},
            {"id": "h2", "facility": "krome", "item": "mask", "person": "P1", "date": "2020-05-01",
             "recorded": "2020-05-20", "supersedes": "h1"},
        ],
        "log": [{"of": "handout", "date": ON, "recorded": "2020-05-14"}],
    }  # fmt: skip
    of = case(order(MASKS), entries)
    assert finding(of, ON, known="2020-05-19").status == "met"
    assert finding(of, ON).status == "not_met"


def test_without_stays_numbers_are_held_against_the_count() -> None:
    count = [{"facility": "krome", "date": ON, "count": 400}]
    bulk = [{"facility": "krome", "item": "mask", "date": "2020-05-12", "quantity": 400}]
    met = finding(case(order(MASKS), {"count": count, "handout": bulk}), ON)
    assert (met.status, met.value, met.limit) == ("met", 400, 400)
    assert "in numbers only" in met.explanation
    fewer = [{**bulk[0], "quantity": 399}]
    assert (
        finding(case(order(MASKS), {"count": count, "handout": fewer}), ON).status == "undetermined"
    )
    short = finding(case(order(MASKS), {"count": count, "handout": fewer, "log": log()}), ON)
    assert short.status == "not_met"


def test_without_a_count_it_is_undetermined_and_says_which_is_missing() -> None:
    found = finding(case(order(MASKS), {"handout": masks(1), "log": log()}), ON)
    assert found.status == "undetermined"
    assert "a count of the people held at Krome on 2020-05-14" in found.missing


def test_counts_that_lead_to_different_answers_are_a_conflict() -> None:
    counts = [
        {"facility": "krome", "date": ON, "count": 400, "source": "a"},
        {"facility": "krome", "date": ON, "count": 300, "source": "b"},
    ]
    bulk = [{"facility": "krome", "item": "mask", "date": "2020-05-12", "quantity": 350}]
    found = finding(case(order(MASKS), {"count": counts, "handout": bulk, "log": log()}), ON)
    assert found.status == "undetermined"
    assert "which count of Krome" in found.missing[0]


def test_masks_given_to_nobody_named_may_have_reached_the_others() -> None:
    bulk = [{"facility": "krome", "item": "mask", "date": "2020-05-12", "quantity": 2}]
    entries = {"stay": people(4), "handout": [*masks(2), *bulk], "log": log()}
    found = finding(case(order(MASKS), entries), ON)
    assert found.status == "met"
    assert "2 masks more went to people not named, enough for the others" in found.explanation
    entries["handout"] = [*masks(1), *bulk]
    assert finding(case(order(MASKS), entries), ON).status == "not_met"


REPORT = {"facility": "krome", "topic": "mask", "date": "2020-05-13"}


def test_a_report_of_none_against_a_full_log_is_a_conflict() -> None:
    no = [{**REPORT, "kept": "no", "reporter": "held person"}]
    entries = {"stay": people(2), "handout": masks(2), "condition": no}
    found = finding(case(order(MASKS), entries), ON)
    assert found.status == "undetermined"
    assert "whose account of mask at Krome governs" in found.missing[0]
    assert "people held" in found.missing[0]
    governed = order(MASKS + 'governs = "held person"')
    assert finding(case(governed, entries), ON).status == "not_met"
    by_log = finding(case(order(MASKS + 'governs = "log"'), entries), ON)
    assert by_log.status == "met"
    assert "governs" in by_log.explanation


def test_a_report_of_none_is_evidence_where_the_log_is_silent() -> None:
    no = [{**REPORT, "kept": "no", "reporter": "inspector"}]
    assert finding(case(order(MASKS), {"stay": people(2), "condition": no}), ON).status == "not_met"
    yes = [{**REPORT, "kept": "yes", "reporter": "inspector"}]
    found = finding(case(order(MASKS), {"stay": people(2), "condition": yes}), ON)
    assert found.status == "undetermined"


def test_an_excepted_report_is_shown_and_not_held_against_it() -> None:
    no = [{**REPORT, "kept": "no", "reporter": "staff", "excepted": "yes"}]
    entries = {"stay": people(2), "handout": masks(2), "condition": no}
    found = finding(case(order(MASKS), entries), ON)
    assert found.status == "met"
    assert "an exception covers" in found.explanation


def test_a_later_report_by_the_same_writer_replaces_an_earlier_one() -> None:
    both = [
        {**REPORT, "kept": "no", "reporter": "held person", "by": "A", "date": "2020-05-10"},
        {**REPORT, "kept": "yes", "reporter": "held person", "by": "A", "date": "2020-05-13"},
    ]
    entries = {"stay": people(2), "handout": masks(2), "condition": both}
    assert finding(case(order(MASKS), entries), ON).status == "met"
    assert finding(case(order(MASKS), entries), "2020-05-12").status == "undetermined"


CLEANING = """id = "cleaning"
kind = "supply"
items = ["cleaning"]
every = "1 day"
times = 3
per = "unit"
"""


def clean(unit: str, times: int, on: str = ON) -> dict[str, Any]:
    return {"facility": "krome", "item": "cleaning", "unit": unit, "date": on, "quantity": times}


def test_cleaning_three_times_a_day_is_counted_by_unit() -> None:
    named = order(CLEANING + 'units = ["A", "B"]')
    met = finding(case(named, {"handout": [clean("A", 2), clean("A", 1), clean("B", 3)]}), ON)
    assert (met.status, met.value, met.limit) == ("met", 2, 2)
    less = {"handout": [clean("A", 3), clean("B", 2)]}
    assert finding(case(named, less), ON).status == "undetermined"
    failed = finding(case(named, less | {"log": log()}), ON)
    assert failed.status == "not_met"
    assert "B had 2" in failed.explanation


def test_units_are_those_the_record_names_where_the_order_names_none() -> None:
    counts = [{"facility": "krome", "date": ON, "count": 9, "unit": unit} for unit in "AB"]
    found = finding(
        case(order(CLEANING), {"count": counts, "handout": [clean("A", 3)], "log": log()}), ON
    )
    assert (found.status, found.value, found.limit) == ("not_met", 1, 2)
    nothing = finding(case(order(CLEANING), {"log": log()}), ON)
    assert nothing.status == "undetermined"
    assert nothing.missing == ("the housing units of Krome",)


def test_cleaning_of_no_unit_in_particular_may_have_been_of_any() -> None:
    named = order(CLEANING + 'units = ["A", "B"]')
    found = finding(case(named, {"handout": [clean("A", 3), clean("", 3)], "log": log()}), ON)
    assert found.status == "undetermined"
    assert "the housing unit of each cleaning" in found.missing[0]


def test_a_facility_as_a_whole() -> None:
    clause = CLEANING.replace('per = "unit"', 'per = "facility"')
    assert finding(case(order(clause), {"handout": [clean("", 3)]}), ON).status == "met"
    failed = finding(case(order(clause), {"handout": [clean("", 2)], "log": log()}), ON)
    assert (failed.status, failed.value, failed.limit) == ("not_met", 2, 3)


SOAP = 'id = "soap"\nkind = "supply"\nitems = ["soap"]\nunrestricted = true\n'
SOAPY = {"facility": "krome", "topic": "soap", "date": "2020-05-13", "reporter": "held person"}


def test_unrestricted_is_what_people_report_and_what_was_put_out() -> None:
    put_out = [{"facility": "krome", "item": "soap", "date": "2020-05-12", "quantity": 50}]
    assert finding(case(order(SOAP), {"handout": put_out}), ON).status == "met"
    assert finding(case(order(SOAP), {"condition": [{**SOAPY, "kept": "yes"}]}), ON).status == "met"
    none = [{**SOAPY, "kept": "no"}]
    assert finding(case(order(SOAP), {"condition": none}), ON).status == "not_met"
    conflict = finding(case(order(SOAP), {"condition": none, "handout": put_out}), ON)
    assert conflict.status == "undetermined"
    assert finding(case(order(SOAP), {}), ON).status == "undetermined"
    assert finding(case(order(SOAP), {"log": log()}), ON).status == "not_met"


def test_stock_put_out_long_ago_says_nothing_of_today() -> None:
    put_out = [{"facility": "krome", "item": "soap", "date": "2020-05-02", "quantity": 50}]
    assert finding(case(order(SOAP), {"handout": put_out}), ON).status == "undetermined"


STAFF = MASKS.replace('items = ["mask"]', 'items = ["mask"]\nto = "staff"')


def test_staff_are_counted_never_named() -> None:
    count = [{"facility": "krome", "date": ON, "count": 50, "group": "staff"}]
    given_ = [{"facility": "krome", "item": "mask", "date": "2020-05-12", "quantity": 50,
               "to": "staff"}]  # fmt: skip
    entries = {"count": count, "handout": given_, "stay": people(200)}
    assert finding(case(order(STAFF), entries), ON).status == "met"
    to_held = [{**given_[0], "to": "held"}]
    assert finding(case(order(STAFF), entries | {"handout": to_held}), ON).status == "undetermined"
    unknown = finding(case(order(STAFF), {"handout": given_, "stay": people(9)}), ON)
    assert "a count of the staff on duty at Krome" in unknown.missing[0]


NEW_MASK = 'id = "new-mask"\nkind = "supply"\nitems = ["mask"]\nto = "transferred"\n'


def test_each_person_transferred_has_a_new_mask() -> None:
    move = {"person": "P1", "facility": "krome", "to": "Elsewhere", "date": "2020-05-10"}
    moves_logged = log(of="transfer")
    yes = {"transfer": [{**move, "mask": "yes"}], "log": moves_logged}
    assert finding(case(order(NEW_MASK), yes), ON).status == "met"
    assert finding(case(order(NEW_MASK), {"transfer": yes["transfer"]}), ON).status == (
        "undetermined"
    )
    no = {"transfer": [{**move, "mask": "no"}]}
    assert finding(case(order(NEW_MASK), no), ON).status == "not_met"
    silent = {"transfer": [move], "log": moves_logged}
    assert finding(case(order(NEW_MASK), silent), ON).status == "undetermined"
    handed = {"person": "P1", "facility": "krome", "item": "mask", "to": "transferred",
              "date": "2020-05-10"}  # fmt: skip
    assert finding(case(order(NEW_MASK), silent | {"handout": [handed]}), ON).status == "met"
    day_before = {**handed, "date": "2020-05-09"}
    both_logs = {"log": [*moves_logged, *log()], "handout": [day_before]}
    assert finding(case(order(NEW_MASK), silent | both_logs), ON).status == "not_met"
    in_number = {**handed, "person": "", "quantity": 1}
    assert finding(case(order(NEW_MASK), silent | {"handout": [in_number]}), ON).status == "met"


def test_an_excepted_transfer_is_shown_and_not_counted() -> None:
    move = {"person": "P1", "facility": "krome", "date": "2020-05-10", "mask": "no",
            "excepted": "yes"}  # fmt: skip
    found = finding(case(order(NEW_MASK), {"transfer": [move], "log": log(of="transfer")}), ON)
    assert found.status == "met"
    assert "1 transfer under an exception" in found.explanation


def test_several_items_must_all_be_there() -> None:
    both = MASKS.replace('["mask"]', '["mask", "towels"]')
    towels = [{**row, "item": "towel"} for row in masks(1)]
    entries = {"stay": people(1), "handout": masks(1)}
    found = finding(case(order(both), entries), ON)
    assert (found.status, found.value, found.limit) == ("undetermined", 1, 2)
    entries["handout"] = [*masks(1), *towels]
    assert finding(case(order(both), entries), ON).status == "met"


def test_the_rows_it_rests_on_can_be_read() -> None:
    found = finding(case(order(MASKS), {"stay": people(3), "handout": masks(2)}), ON)
    assert found.rows is not None
    assert len(found.rows()) == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("times = 2", "'times' says how often in each period"),
        ('every = "9 hours"', "cannot recur here"),
        ('every = "1 day"\nper = "unit"\nto = "staff"', "'per' is 'unit'"),
        ('unrestricted = true\nper = "unit"', "'unrestricted' means for the taking"),
        ('to = "transferred"\nevery = "1 day"', "which happens once a person"),
        ('units = ["A"]', "expected per = 'unit'"),
        ("quantity = 0", "greater than or equal to 1"),
        ("frist = 1", "did you mean 'first'"),
    ],
)
def test_bad_parameters_are_one_clear_line(change: str, message: str) -> None:
    found = problems(f'id = "x"\nkind = "supply"\nitems = ["mask"]\n{change}')
    assert len(found) == 1
    assert message in found[0]
    assert "\n" not in found[0]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(1, 6), max_size=8),
    st.integers(0, 6),
    st.integers(1, 6),
    st.booleans(),
)
def test_another_handout_never_makes_it_worse(
    named: list[int], bulk: int, more: int, logged: bool
) -> None:
    def handout(person: int) -> dict[str, Any]:
        return {"facility": "krome", "item": "mask", "date": "2020-05-12", "person": f"P{person}"}

    rows = [handout(i) for i in named]
    rows.append({**rows[0], "person": "", "quantity": bulk} if rows else {**handout(1)})
    base = {"stay": people(5), "log": log() if logged else []}
    of = order(MASKS)
    before = finding(case(of, base | {"handout": rows}), ON)
    after = finding(case(of, base | {"handout": [*rows, handout(more)]}), ON)
    assert before.value is not None
    assert before.limit is not None
    assert after.value is not None
    assert before.value <= after.value <= before.limit
    rank = {"not_met": 0, "undetermined": 1, "met": 2}
    assert rank[before.status] <= rank[after.status]
