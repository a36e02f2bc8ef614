"""Recurring periods: counted from one day, each end rolled by itself."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from drawdown.order.calendar import HolidayList, Refusal, Span
from drawdown.order.due import Clock, Due, Pending
from drawdown.order.inquiry.cycle import Pace, Schedule, periods

ORDERED = date(2020, 4, 30)


def clock(name: str | None = "frcp6") -> Clock:
    return Clock("America/New_York", name, HolidayList(), {"first": ORDERED})


def dues(schedule: Schedule, through: date, name: str | None = "frcp6") -> list[date]:
    found = periods(schedule, clock(name), ORDERED, through)
    assert isinstance(found, list)
    return [period.due for period in found if period.due <= through]


def test_rolls_do_not_accumulate() -> None:
    # From Sunday 10 May 2020: the 17th, 24th and 31st are Sundays, the 25th is Memorial Day.
    first = Due(on=date(2020, 5, 10))
    weekly = Schedule(first, Span.parse("7 days"))
    assert dues(weekly, date(2020, 6, 9)) == [
        date(2020, 5, 10), date(2020, 5, 18), date(2020, 5, 26), date(2020, 6, 1),
        date(2020, 6, 8),
    ]  # fmt: skip


def test_the_first_due_rolls_and_the_next_are_counted_from_where_it_would_have_ended() -> None:
    # 3 days after Thursday 30 April is Sunday 3 May, which runs to Monday; weekly from Sunday.
    schedule = Schedule(Due(within=Span.parse("3 days"), ruling="first"), Span.parse("7 days"))
    assert dues(schedule, date(2020, 5, 18)) == [
        date(2020, 5, 4), date(2020, 5, 11), date(2020, 5, 18)
    ]  # fmt: skip


def test_a_refusal_is_passed_on() -> None:
    schedule = Schedule(None, Span.parse("2 days"))
    assert isinstance(periods(schedule, clock(None), ORDERED, date(2020, 6, 1)), Refusal)


def test_a_pace_that_waits_for_a_milestone_does_not_stop_the_one_before() -> None:
    later = Pace(starting=Due(within=Span.parse("1 day"), of="approval"), every=Span.parse("1 day"))
    schedule = Schedule(None, Span.parse("7 days"), paces=(later,))
    assert dues(schedule, date(2020, 5, 14)) == [date(2020, 5, 7), date(2020, 5, 14)]
    alone = periods(Schedule(None, None, paces=(later,)), clock(), ORDERED, date(2020, 5, 14))
    assert isinstance(alone, Pending)


@settings(deadline=None)
@given(
    st.integers(1, 30), st.integers(0, 200), st.sampled_from(["frcp6", "plain days"]),
    st.integers(1, 60), st.integers(1, 10),
)  # fmt: skip
def test_periods_follow_each_other_without_overlap(
    every: int, through: int, name: str, after: int, then: int
) -> None:
    pace = Pace(after=Span.parse(f"{after} days"), every=Span.parse(f"{then} days"), times=2)
    schedule = Schedule(None, Span.parse(f"{every} days"), paces=(pace,))
    last = ORDERED + timedelta(days=through)
    found = periods(schedule, clock(name), ORDERED, last)
    assert isinstance(found, list)
    assert all(period.opens <= period.due for period in found)
    assert all(a.due < b.opens for a, b in pairwise(found))
    assert sum(period.due > last for period in found) <= 1
    assert found[-1].due > last


def test_periods_that_roll_to_one_day_are_one() -> None:
    daily = Schedule(None, Span.parse("1 day"))
    assert dues(daily, date(2020, 5, 6)) == [
        date(2020, 5, 1), date(2020, 5, 4), date(2020, 5, 5), date(2020, 5, 6)
    ]  # fmt: skip
