"""Shortages foreseen from stock, cadence and the people held; or what is missing for that."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.supply.forecast import Forecast, forecast

from ..order.clauses.build import Rows, case, order  # noqa: TID252

WEEKLY = """\
id = "masks"
kind = "supply"
items = ["mask"]
first = { within = "4 days" }
every = "7 days"
"""
ONCE = 'id = "soap"\nkind = "supply"\nitems = ["soap"]\nfirst = { within = "4 days" }'
UNITS = (
    'id = "clean"\nkind = "supply"\nitems = ["cleaning supplies"]\nper = "unit"\nevery = "7 days"'
)
FREE = 'id = "free"\nkind = "supply"\nitems = ["soap"]\nunrestricted = true'
ON = date(2020, 5, 12)
COUNT = [{"date": "2020-05-12", "facility": "krome", "count": 100}]
LOG = [{"date": "2020-05-31", "of": "handout"}]


def stock(
    quantity: int, day: str = "2020-05-11", item: str = "masks", **more: Any
) -> dict[str, Any]:
    return {"date": day, "facility": "krome", "item": item, "quantity": quantity, **more}


def handout(quantity: int, day: str, item: str = "mask", **more: Any) -> dict[str, Any]:
    return {"date": day, "facility": "krome", "item": item, "quantity": quantity, **more}


def foreseen(clause: str, rows: dict[str, Rows], on: date = ON) -> Forecast:
    (found,) = forecast(case(order(clause), {"log": LOG, "count": COUNT, **rows}), on)
    return found


def test_it_runs_out_on_a_day_and_is_short_by_so_many() -> None:
    found = foreseen(WEEKLY, {"stock": [stock(250)]})
    assert (found.foreseen, found.on_hand, found.need) == ("short", 250, 100)
    assert found.next_due == date(2020, 5, 18)
    assert (found.short_on, found.short) == (date(2020, 6, 1), 50)
    assert found.runs_out == date(2020, 6, 1)
    assert "50 too few on Monday 1 June 2020" in found.says


def test_exactly_enough_runs_out_a_period_before_it_is_short() -> None:
    found = foreseen(WEEKLY, {"stock": [stock(200)]})
    assert (found.runs_out, found.short_on, found.short) == (
        date(2020, 5, 25), date(2020, 6, 1), 100,
    )  # fmt: skip


def test_enough_for_as_far_as_is_looked() -> None:
    found = foreseen(WEEKLY, {"stock": [stock(400)]})
    assert (found.foreseen, found.short_on) == ("enough", None)
    assert "enough through Tuesday 9 June 2020" in found.says


def test_what_was_handed_out_since_the_count_is_gone() -> None:
    rows: dict[str, Rows] = {
        "stock": [stock(250, "2020-05-05")],
        "handout": [handout(90, "2020-05-05"), handout(100, "2020-05-11")],
    }
    found = foreseen(WEEKLY, rows)
    assert found.on_hand == 150
    timed: dict[str, Rows] = {
        "stock": [stock(250, "2020-05-11T08:00")],
        "handout": [handout(100, "2020-05-11T10:00")],
    }
    assert foreseen(WEEKLY, timed).on_hand == 150


def test_what_was_handed_out_for_the_next_day_already_is_not_needed_again() -> None:
    rows: dict[str, Rows] = {
        "stock": [stock(60, "2020-05-12")],
        "handout": [handout(80, "2020-05-12")],
    }
    found = foreseen(WEEKLY, rows)
    assert (found.short_on, found.short) == (date(2020, 5, 25), 60)


def test_the_store_and_the_units_stocks_are_added() -> None:
    rows: dict[str, Rows] = {
        "stock": [stock(100), stock(50, unit="Dorm 1"), stock(70, "2020-05-09", unit="Dorm 1")],
        "handout": [handout(20, "2020-05-12", unit="Dorm 1"), handout(5, "2020-05-12", unit="B")],
    }  # fmt: skip
    assert foreseen(WEEKLY, rows).on_hand == 125


def test_without_a_count_of_the_stock_nobody_can_say() -> None:
    found = foreseen(WEEKLY, {})
    assert (found.foreseen, found.on_hand) == ("undetermined", None)
    assert found.missing == ("a count of the stock of mask at Krome",)


def test_two_counts_of_one_day_that_differ_leave_it_open() -> None:
    found = foreseen(WEEKLY, {"stock": [stock(100), stock(120)]})
    assert found.foreseen == "undetermined"
    assert "which count of the stock" in found.missing[0]


def test_more_handed_out_than_there_was_asks_for_a_new_count() -> None:
    rows: dict[str, Rows] = {
        "stock": [stock(50, "2020-05-09")],
        "handout": [handout(80, "2020-05-11")],
    }
    found = foreseen(WEEKLY, rows)
    assert (found.foreseen, found.on_hand) == ("undetermined", None)
    assert "more was handed out (80) than there was (50)" in found.missing[0]


def test_without_a_log_there_may_be_less_so_only_a_shortage_is_certain() -> None:
    plenty = foreseen(WEEKLY, {"stock": [stock(900, "2020-05-09")], "log": []})
    assert (plenty.foreseen, plenty.at_most) == ("undetermined", True)
    assert "handout log" in plenty.missing[0]
    little = foreseen(WEEKLY, {"stock": [stock(50, "2020-05-09")], "log": []})
    assert (little.foreseen, little.short) == ("short", 50)
    assert little.missing == ()


def test_counts_of_people_that_differ_leave_open_what_turns_on_them() -> None:
    both = [*COUNT, {"date": "2020-05-12", "facility": "krome", "count": 120, "source": "other"}]
    assert foreseen(WEEKLY, {"count": both, "stock": [stock(440)]}).foreseen == "undetermined"
    assert foreseen(WEEKLY, {"count": both, "stock": [stock(480)]}).foreseen == "enough"
    assert foreseen(WEEKLY, {"count": both, "stock": [stock(300)]}).foreseen == "short"


def test_what_is_due_once_is_needed_until_everybody_has_it() -> None:
    stays = [{"person": f"P{n}", "facility": "krome", "date": "2020-04-01"} for n in range(10)]
    given_ = [handout(1, "2020-05-04", "soap", person=f"P{n}") for n in range(7)]
    rows: dict[str, Rows] = {
        "stay": stays,
        "handout": given_,
        "stock": [stock(2, "2020-05-11", "soap")],
    }
    found = foreseen(ONCE, rows)
    assert (found.foreseen, found.short, found.short_on) == ("short", 1, ON)
    had = [handout(10, "2020-05-04", "soap")]
    done = foreseen(ONCE, {"stay": stays, "handout": had})
    assert (done.foreseen, done.missing) == ("enough", ())
    assert "nothing more is due" in done.says


def test_by_unit_a_unit_that_had_two_leaves_another_with_none() -> None:
    rows: dict[str, Rows] = {
        "handout": [handout(2, "2020-05-12", "cleaning supplies", unit="A")],
        "count": [{"date": "2020-05-12", "facility": "krome", "count": 5, "unit": unit}
                  for unit in ("A", "B")],
        "stock": [stock(0, "2020-05-12", "cleaning supplies")],
    }  # fmt: skip
    found = foreseen(UNITS, rows)
    assert (found.foreseen, found.short, found.people) == ("short", 1, 2)


def test_what_is_there_for_the_taking_has_no_pace() -> None:
    found = foreseen(FREE, {"stock": [stock(100, item="soap")]})
    assert found.foreseen == "undetermined"
    assert found.missing == ("how much soap is used a day, since it is there for the taking",)


def test_a_first_day_that_has_not_come_about_is_named() -> None:
    pending = WEEKLY.replace('4 days"', '4 days", of = "plan approved"')
    found = foreseen(pending, {"stock": [stock(100)]})
    assert (found.foreseen, found.next_due) == ("undetermined", None)
    assert "plan approved" in found.missing[0]


def test_clauses_that_share_a_stock_name_each_other() -> None:
    staff = WEEKLY.replace('id = "masks"', 'id = "masks-staff"') + 'to = "staff"\n'
    of = case(order([WEEKLY, staff]), {"stock": [stock(100)], "count": COUNT})
    held, at_work = forecast(of, ON)
    assert held.shared_with == ("masks-staff",)
    assert at_work.shared_with == ("masks",)
    assert "a count of the staff on duty at Krome" in " ".join(at_work.missing)


@pytest.mark.parametrize("on", [date(2020, 5, 3), date(2020, 5, 4), date(2020, 5, 5)])
def test_the_next_due_date_is_on_or_after_the_day(on: date) -> None:
    counts = [{"date": str(on), "facility": "krome", "count": 100}]
    found = foreseen(WEEKLY, {"stock": [stock(1, "2020-05-01")], "count": counts}, on)
    expected = date(2020, 5, 4) if on <= date(2020, 5, 4) else date(2020, 5, 11)
    assert found.next_due == expected


@given(st.integers(0, 600), st.integers(1, 150), st.integers(1, 56))
def test_counting_down_gives_the_same(quantity: int, people: int, ahead: int) -> None:
    counts = [{"date": "2020-05-12", "facility": "krome", "count": people}]
    of = case(order(WEEKLY), {"stock": [stock(quantity)], "count": counts, "log": LOG})
    (found,) = forecast(of, ON, ahead=timedelta(days=ahead))
    left, due = quantity, date(2020, 5, 18)
    while due <= ON + timedelta(days=ahead):
        left -= people
        if left < 0:
            break
        due += timedelta(days=7)
    expected = ("short", due, -left) if left < 0 else ("enough", None, None)
    assert (found.foreseen, found.short_on, found.short) == expected
