"""Whose count a population cap goes by: sources that disagree, rules, corrections, stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.finding.check import check

from .population_case import CAP_75, LISTED, case, counts, found, order


def test_counts_that_lead_to_one_answer_need_no_choice() -> None:
    made = case(order(CAP_75, LISTED), count=counts("krome 05-14 411"),
                count_2=counts("krome 05-14 420"))  # fmt: skip
    finding = found(made, "05-14")
    assert (finding.status, finding.value, finding.limit) == ("met", 420, 458.25)
    assert "411 people" in finding.explanation
    assert "420 people" in finding.explanation


def test_counts_that_do_not_are_undetermined() -> None:
    made = case(order(CAP_75, LISTED), count=counts("krome 05-14 411"),
                count_2=counts("krome 05-14 470"))  # fmt: skip
    finding = found(made, "05-14")
    assert finding.status == "undetermined"
    assert finding.missing == ("which count of Krome on 2020-05-14 is right",)
    assert {"count.csv, row 2", "count_2.csv, row 2"} <= set(finding.sources)


RULED = """facility,date,count,rule,source
    krome,2020-05-14,411,midnight,ICE
    krome,2020-05-14,470,any part,ICE
    krome,2020-05-14,480,midnight,counsel"""


@pytest.mark.parametrize(
    ("more", "status", "value"),
    [
        ("", "undetermined", 480),
        ('counting_rule = "any_part"', "not_met", 470),
        ('counting_rule = "midnight"\ncount_source = "ICE"', "met", 411),
        ('count_source = "counsel"', "not_met", 480),
        ('counting_rule = "interval"', "undetermined", None),
        ('count_source = "nobody"', "undetermined", None),
    ],
)
def test_the_order_may_say_whose_count_and_by_which_rule(
    more: str, status: str, value: float | None
) -> None:
    finding = found(case(order(f"{CAP_75}\n{more}", LISTED), count=RULED), "05-14")
    assert (finding.status, finding.value) == (status, value)
    if value is None:
        assert finding.missing


def test_of_two_counts_in_a_day_the_last_says_what_stood_at_its_end() -> None:
    made = case(
        order(CAP_75, LISTED),
        count="""facility,date,count
        krome,2020-05-14T08:00,470
        krome,2020-05-14T23:00,411""",
    )
    assert (found(made, "05-14").status, found(made, "05-14").value) == ("met", 411)


def test_staff_and_single_units_are_not_the_population() -> None:
    made = case(
        order(CAP_75, LISTED),
        count="""facility,date,count,unit,group
        krome,2020-05-14,411,,held
        krome,2020-05-14,60,B,held
        krome,2020-05-14,999,,staff""",
    )
    assert found(made, "05-14").value == 411


def test_a_correction_changes_the_past_from_the_day_it_was_made() -> None:
    made = case(
        order(CAP_75, LISTED),
        count="""id,facility,date,count,recorded,supersedes
        a,krome,2020-05-14,411,2020-05-15,
        b,krome,2020-05-14,471,2020-06-01,a""",
    )
    assert found(made, "05-14", known="05-14").status == "undetermined"
    assert found(made, "05-14", known="05-31").status == "met"
    assert found(made, "05-14", known="06-01").status == "not_met"
    assert found(made, "05-14").value == 471


STAYS = """person,facility,date,book_out
    P1,krome,2020-05-01,
    P2,krome,2020-05-01,2020-05-14
    P3,krome,2020-05-14,2020-05-14
    P4,krome,2020-05-14,2020-05-15
    P5,krome,2020-05-15,"""


def test_stays_are_counted_where_there_is_no_count() -> None:
    made = case(order("limit = { count = 2 }", LISTED), stay=STAYS)
    finding = found(made, "05-14")
    assert (finding.status, finding.value) == ("met", 2)
    assert "2 stays open at the end of that day" in finding.explanation
    with_count = case(order("limit = { count = 2 }", LISTED), stay=STAYS,
                      count=counts("krome 05-14 3"))  # fmt: skip
    assert found(with_count, "05-14").value == 3


def test_stays_are_no_count_of_anyone_held_in_the_day_nor_of_a_named_source() -> None:
    for more in ('counting_rule = "any_part"', 'count_source = "ICE"'):
        made = case(order(f"limit = {{ count = 2 }}\n{more}", LISTED), stay=STAYS)
        assert found(made, "05-14").status == "undetermined"
    made = case(order('limit = { count = 2 }\ncounting_rule = "midnight"', LISTED), stay=STAYS)
    assert found(made, "05-14").value == 2


def test_an_exit_closes_a_stay_and_a_later_stay_is_a_new_one() -> None:
    made = case(
        order("limit = { count = 2 }", LISTED),
        stay="person,facility,date,book_out\nP1,krome,2020-05-01,\nP1,krome,2020-05-20,",
        exit="person,facility,date,how\nP1,krome,2020-05-10,release",
    )
    assert [found(made, on).value for on in ("05-09", "05-10", "05-19", "05-20")] == [1, 0, 0, 1]


FIRST = date(2020, 5, 1)
STAY = st.tuples(st.integers(0, 12), st.integers(0, 8) | st.none())


@given(st.lists(STAY, min_size=1, max_size=12))
def test_counts_made_of_stays_are_those_of_a_count_of_them(
    stays: list[tuple[int, int | None]],
) -> None:
    rows, held = ["person,facility,date,book_out"], [0] * 15
    for number, (start, length) in enumerate(stays):
        end = 15 if length is None else min(15, start + length)
        out = "" if length is None else FIRST + timedelta(start + length)
        rows.append(f"P{number},krome,{FIRST + timedelta(start)},{out}")
        for offset in range(start, end):
            held[offset] += 1
    counted = "\n".join(["facility,date,count", *[
        f"krome,{FIRST + timedelta(offset)},{people}" for offset, people in enumerate(held)
    ]])  # fmt: skip
    clause = "limit = { count = 3 }"
    by_stays = case(order(clause, LISTED), stay="\n".join(rows))
    by_counts = case(order(clause, LISTED), count=counted)
    for offset in (0, 5, 11, 14):
        (a,), (b,) = (check(each, FIRST + timedelta(offset)) for each in (by_stays, by_counts))
        assert (a.status, a.value) == (b.status, b.value)
