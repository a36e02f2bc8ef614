"""What holds for every day and every span."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.order.calendar import (
    DeclaredHoliday,
    HolidayList,
    Span,
    Unit,
    after_each,
    calendar,
    calendar_names,
)

EASTERN = "America/New_York"
HOLIDAYS = HolidayList(
    state="MA",
    declared=(DeclaredHoliday(date(2018, 12, 5), "National Day of Mourning", "president"),),
    inaccessible=(date(2020, 3, 16), date(2020, 3, 17)),
)
COURTS = {name: calendar(name, time_zone=EASTERN, holidays=HOLIDAYS) for name in calendar_names()}
FRCP6, PLAIN = COURTS["frcp6"], COURTS["plain days"]
NO_STATE = {
    name: calendar(name, time_zone=EASTERN, holidays=HolidayList()) for name in calendar_names()
}

DAYS = st.dates(date(2009, 12, 1), date(2034, 12, 31))
LONG_UNITS = st.sampled_from([unit for unit in Unit if unit is not Unit.HOURS])
SPANS = st.builds(Span, st.integers(1, 40), LONG_UNITS)
MOMENTS = st.datetimes(
    datetime(2009, 12, 1),  # noqa: DTZ001
    datetime(2034, 12, 31),  # noqa: DTZ001
    timezones=st.just(ZoneInfo(EASTERN)),
)


@given(DAYS, SPANS)
def test_a_period_never_ends_on_a_day_that_is_no_working_day(start: date, span: Span) -> None:
    found = FRCP6.after(start, span)
    assert FRCP6.is_working_day(found.date)
    assert found.date not in HOLIDAYS.inaccessible


@given(DAYS, SPANS)
def test_what_is_counted_back_ends_on_no_weekend_and_no_federal_holiday(
    start: date, span: Span
) -> None:
    found = FRCP6.before(start, span).date
    assert HOLIDAYS.is_working_day(found, forward=False)


@pytest.mark.parametrize("name", COURTS)
@given(start=DAYS, amount=st.integers(1, 40), more=st.integers(0, 20), unit=LONG_UNITS)
def test_a_longer_span_never_ends_earlier(
    name: str, start: date, amount: int, more: int, unit: Unit
) -> None:
    shorter, longer = Span(amount, unit), Span(amount + more, unit)
    assert COURTS[name].last_day(start, shorter) <= COURTS[name].last_day(start, longer)


@given(DAYS, st.integers(0, 30), SPANS)
def test_a_later_event_never_ends_a_period_earlier(start: date, later: int, span: Span) -> None:
    assert FRCP6.last_day(start, span) <= FRCP6.last_day(start + timedelta(days=later), span)


@given(DAYS, SPANS)
def test_plain_days_never_end_after_rule_6(start: date, span: Span) -> None:
    assert PLAIN.after(start, span).date <= FRCP6.after(start, span).date


@given(DAYS, st.integers(1, 60))
def test_rule_6_never_ends_after_business_days(start: date, amount: int) -> None:
    span = Span(amount, Unit.DAYS)
    found = COURTS["business days"].after(start, span, filing=False)
    assert FRCP6.after(start, span, filing=False).date <= found.date


@given(DAYS)
def test_rolling_twice_is_rolling_once(day: date) -> None:
    rolled = FRCP6.next_working_day(day)
    assert FRCP6.next_working_day(rolled) == rolled
    assert rolled >= day
    assert not any(
        FRCP6.is_working_day(day + timedelta(days=passed)) for passed in range((rolled - day).days)
    )


@given(DAYS, st.integers(1, 400), st.sampled_from([Unit.DAYS, Unit.WEEKS]))
def test_plain_days_back_undo_plain_days_forward(start: date, amount: int, unit: Unit) -> None:
    there = PLAIN.after(start, Span(amount, unit)).date
    assert PLAIN.before(there, Span(amount, unit)).date == start


@given(DAYS, st.integers(1, 400))
def test_business_days_back_undo_business_days_forward(start: date, amount: int) -> None:
    court = NO_STATE["business days"]
    start = court.next_working_day(start)
    there = court.after(start, Span(amount, Unit.DAYS)).date
    assert court.before(there, Span(amount, Unit.DAYS)).date == start


@given(DAYS, st.integers(1, 60))
def test_business_days_are_those_that_a_walk_counts(start: date, amount: int) -> None:
    day, left = start, amount
    while left:
        day += timedelta(days=1)
        left -= FRCP6.is_working_day(day)
    assert FRCP6.after(start, Span(amount, Unit.BUSINESS_DAYS), filing=False).date == day


@given(DAYS, SPANS)
def test_rolling_is_told(start: date, span: Span) -> None:
    found = FRCP6.after(start, span)
    assert (found.rolled_from is None) == ("runs" not in found.how and "extended" not in found.how)
    assert found.rule in found.how


@given(MOMENTS, st.integers(1, 400))
def test_plain_hours_are_hours(start: datetime, amount: int) -> None:
    found = PLAIN.after(start, Span(amount, Unit.HOURS))
    assert found.at is not None
    assert found.at.timestamp() - start.timestamp() == amount * 3600


@given(MOMENTS, st.integers(1, 400))
def test_hours_under_rule_6_end_on_a_working_day_and_never_early(
    start: datetime, amount: int
) -> None:
    found = FRCP6.after(start, Span(amount, Unit.HOURS))
    assert found.at is not None
    assert FRCP6.is_working_day(found.date)
    assert found.at.timestamp() - start.timestamp() >= amount * 3600


@pytest.mark.parametrize("name", COURTS)
@given(starts=st.lists(DAYS, max_size=20), span=SPANS)
def test_many_dates_at_once_are_the_same_as_one_by_one(
    name: str, starts: list[date], span: Span
) -> None:
    found = after_each(COURTS[name], starts, span)
    assert found == {start: COURTS[name].after(start, span).date for start in starts}
