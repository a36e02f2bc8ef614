"""Check-in windows counted at once, held against counting them one person at a time."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from drawdown.order.calendar import HolidayList, calendar
from drawdown.order.inquiry.call_windows import Rhythm, call_windows, touched
from drawdown.order.inquiry.calls import count_calls, spells
from drawdown.record.entry import KINDS
from drawdown.record.record import Record

START = date(2020, 5, 1)
PLAIN = calendar("plain days", time_zone="America/New_York", holidays=HolidayList())
NOBODY = pl.DataFrame(schema={"person": pl.String})
NO_CALLS = Record({}, ZoneInfo("America/New_York")).as_known().entries("check_in")
assert "check_in" in KINDS


def day(n: int) -> date:
    return START + timedelta(days=n)


def one_by_one(
    people: list[tuple[int, int | None]], rhythm: Rhythm, outages: list[tuple[int, int]], on: int
) -> tuple[int, int]:
    """How many windows were over, and how many of them an outage touched."""
    over = hit = 0
    for start, until in people:
        last_close = start - 1
        for number in range(1, 100):
            due = start + rhythm.first + (number - 1) * rhythm.every
            if rhythm.lasts is not None and due - start > rhythm.lasts:
                break
            closes = due + rhythm.grace
            opens = last_close + 1
            if rhythm.opens is not None:
                opens = max(opens, due - rhythm.opens)
            last_close = closes
            if closes > (on if until is None else min(on, until - 1)):
                break
            over += 1
            hit += any(began <= closes and ended >= opens for began, ended in outages)
    return over, hit


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.one_of(st.none(), st.integers(1, 30))), max_size=6),
    st.integers(1, 9),
    st.integers(0, 9),
    st.one_of(st.none(), st.integers(0, 3)),
    st.integers(0, 3),
    st.one_of(st.none(), st.integers(0, 25)),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5)), max_size=3),
    st.integers(0, 45),
)
def test_all_at_once_is_one_by_one(
    released: list[tuple[int, int | None]], every: int, first: int, opens: int | None, grace: int,
    lasts: int | None, lines: list[tuple[int, int]], on: int,
) -> None:  # fmt: skip
    if (opens or 0) + grace >= every:
        return
    people = [(s, None if u is None else s + u) for s, u in released if s <= on]
    rhythm = Rhythm(first, every, opens, grace, lasts)
    outages = [(began, began + length) for began, length in lines]
    frame = pl.DataFrame(
        [(f"P{n}", day(s), None if u is None else day(u)) for n, (s, u) in enumerate(people)],
        schema={"person": pl.String, "released": pl.Date, "until": pl.Date}, orient="row",
    ).with_columns(asked="released")  # fmt: skip
    down = pl.DataFrame(
        [(day(began), day(ended)) for began, ended in outages],
        schema={"date": pl.Date, "until": pl.Date}, orient="row",
    )  # fmt: skip
    at_large = spells(frame, START, day(on))
    windows = touched(call_windows(at_large["start"], rhythm, PLAIN, day(on)), down)
    calls = count_calls(at_large, windows, NO_CALLS, NOBODY, 0)
    assert (calls.due, calls.excused) == one_by_one(people, rhythm, outages, on)
    assert calls.nothing == calls.due - calls.excused
