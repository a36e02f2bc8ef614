"""Which entries answer which period, held against every other way of giving them out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from drawdown.order.calendar import date_certain
from drawdown.order.inquiry.cycle import Period
from drawdown.order.inquiry.filing import answer_periods

START = date(2020, 5, 1)


def day(n: int) -> date:
    return START + timedelta(days=n)


def weekly(number: int) -> list[Period]:
    return [
        Period(day(7 * k), day(7 * k + 6), 1, date_certain(day(7 * k + 6))) for k in range(number)
    ]


def filed(days: list[int]) -> pl.DataFrame:
    rows = [("", day(n), "", True, 1) for n in days]
    schema = {"facility": pl.String, "date": pl.Date, "lacks": pl.String, "clear": pl.Boolean,
              "n": pl.UInt32}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def on_time_at_best(periods: list[Period], days: list[int]) -> int:
    """The most periods that can be answered on time, trying every way."""
    slots = [*days, *([-1] * len(periods))]
    best = 0
    for chosen in set(permutations(slots, len(periods))):
        kept = sum(
            n >= 0 and p.opens <= day(n) <= p.due for p, n in zip(periods, chosen, strict=True)
        )
        best = max(best, kept)
    return best


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 20), max_size=4))
def test_as_many_as_can_be_are_on_time(days: list[int]) -> None:
    periods = weekly(3)
    found = answer_periods(filed(days), periods, day(20))
    assert sum(one.answer == "on time" for one in found) == on_time_at_best(periods, days)


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), max_size=10), st.integers(0, 40))
def test_no_entry_is_used_twice_and_none_answers_what_was_not_yet_due(
    days: list[int], on: int
) -> None:
    known = [n for n in days if n <= on]
    found = answer_periods(filed(known), weekly(6), day(on))
    used = [one for answered in found for one in answered.days]
    assert len(used) <= len(known)
    for one in used:
        assert used.count(one) <= known.count((one - START).days)
    for answered in found:
        assert all(one >= answered.period.opens for one in answered.days)
        assert (answered.late > 0) == (answered.answer == "late")


def test_unclear_entries_answer_only_what_clear_ones_leave_open() -> None:
    frame = filed([2]).with_columns(clear=pl.lit(value=False))
    both = pl.concat([frame, filed([9])])
    assert [one.answer for one in answer_periods(both, weekly(2), day(13))] == [
        "unclear", "on time"
    ]  # fmt: skip
