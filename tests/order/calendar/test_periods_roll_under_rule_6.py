from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from drawdown.order.calendar import (
    CalendarError,
    DeclaredHoliday,
    HolidayList,
    Span,
    calendar,
    date_certain,
    ends_at,
)

EASTERN = "America/New_York"
FRCP6 = calendar("frcp6", time_zone=EASTERN, holidays=HolidayList())
ORDERED = date(2020, 4, 30)


@pytest.mark.parametrize(
    ("span", "ends"),
    [
        ("2 days", date(2020, 5, 4)),
        ("3 days", date(2020, 5, 4)),
        ("7 days", date(2020, 5, 7)),
        ("10 days", date(2020, 5, 11)),
        ("14 days", date(2020, 5, 14)),
        ("2 weeks", date(2020, 5, 14)),
        ("25 days", date(2020, 5, 26)),  # Memorial Day, 25 May 2020
        ("50 days", date(2020, 6, 19)),  # no holiday in 2020
        ("64 days", date(2020, 7, 6)),  # Independence Day observed on Friday 3 July 2020
        ("1 month", date(2020, 6, 1)),
        ("1 year", date(2021, 4, 30)),
    ],
)
def test_from_thursday_30_april_2020(span: str, ends: date) -> None:
    assert FRCP6.after(ORDERED, Span.parse(span)).date == ends


def test_a_period_that_ends_on_the_first_juneteenth_observed_rolls() -> None:
    found = FRCP6.after(date(2021, 6, 4), Span.parse("14 days"))
    assert found.date == date(2021, 6, 21)
    assert found.rule == "Fed. R. Civ. P. 6(a)(1)(C) and 6(a)(6)(B)"


def test_how_says_why_it_rolled() -> None:
    found = FRCP6.after(ORDERED, Span.parse("2 days"))
    assert found.how == (
        "2 days after Thursday 30 April 2020 ends on Saturday 2 May 2020; a Saturday, so it runs "
        "to Monday 4 May 2020 (Fed. R. Civ. P. 6(a)(1)(C))."
    )
    assert (found.rule, found.rolled_from) == ("Fed. R. Civ. P. 6(a)(1)(C)", date(2020, 5, 2))
    assert (found.start, found.span, found.at) == (ORDERED, Span.parse("2 days"), None)


def test_how_names_the_holiday() -> None:
    found = FRCP6.after(ORDERED, Span.parse("25 days"))
    assert "; Memorial Day, a legal holiday, so it runs to Tuesday 26 May 2020" in found.how
    assert found.rule == "Fed. R. Civ. P. 6(a)(1)(C) and 6(a)(6)(A)"


def test_how_of_a_period_that_did_not_roll() -> None:
    found = FRCP6.after(ORDERED, Span.parse("14 days"))
    assert found.how == (
        "14 days after Thursday 30 April 2020 ends on Thursday 14 May 2020 "
        "(Fed. R. Civ. P. 6(a)(1))."
    )
    assert found.rolled_from is None


@pytest.mark.parametrize(
    ("start", "span", "ends"),
    [
        (date(2021, 1, 31), "1 month", date(2021, 3, 1)),  # Sunday 28 February 2021
        (date(2020, 1, 31), "3 months", date(2020, 4, 30)),
        (date(2020, 2, 29), "1 year", date(2021, 3, 1)),  # Sunday 28 February 2021
        (date(2020, 2, 29), "4 years", date(2024, 2, 29)),
    ],
)
def test_a_month_without_the_day_ends_on_its_last(start: date, span: str, ends: date) -> None:
    assert FRCP6.after(start, Span.parse(span)).date == ends


def test_how_says_that_the_month_is_too_short() -> None:
    how = FRCP6.after(date(2020, 1, 31), Span.parse("3 months")).how
    assert "the last day of a month that has no day 31" in how


def test_business_days_that_the_order_itself_states_are_counted_as_such() -> None:
    found = FRCP6.after(date(2020, 5, 21), Span.parse("3 business days"))
    assert found.date == date(2020, 5, 27)  # over the weekend and Memorial Day
    assert found.rule == "business days as the order states, Fed. R. Civ. P. 6(a)(6)"


def test_a_day_declared_by_the_president_counts() -> None:
    closing = DeclaredHoliday(date(2018, 12, 5), "National Day of Mourning", "president")
    court = calendar("frcp6", time_zone=EASTERN, holidays=HolidayList(declared=(closing,)))
    found = court.after(date(2018, 11, 28), Span.parse("7 days"))
    assert found.date == date(2018, 12, 6)
    assert found.rule == "Fed. R. Civ. P. 6(a)(1)(C) and 6(a)(6)(B)"


def test_the_last_day_ends_at_midnight_in_the_courts_time_zone() -> None:
    found = FRCP6.after(ORDERED, Span.parse("2 days"))
    assert FRCP6.ends_at(found) == datetime(2020, 5, 5, 4, tzinfo=UTC)
    assert ends_at(found, "America/Los_Angeles") == datetime(2020, 5, 5, 7, tzinfo=UTC)


def test_a_fixed_date_ends_at_midnight_too() -> None:
    assert FRCP6.ends_at(date_certain(date(2020, 5, 2))) == datetime(2020, 5, 3, 4, tzinfo=UTC)


def test_a_fixed_hour_is_kept() -> None:
    noon = datetime(2020, 5, 2, 16, tzinfo=UTC)
    fixed = date_certain(noon)
    assert (fixed.date, fixed.at, FRCP6.ends_at(fixed)) == (date(2020, 5, 2), noon, noon)
    with pytest.raises(CalendarError, match="has no time zone"):
        date_certain(datetime(2020, 5, 2, 16))  # noqa: DTZ001


def test_the_day_of_an_event_is_the_day_in_the_courts_time_zone() -> None:
    late_evening_in_new_york = datetime(2020, 5, 1, 2, tzinfo=UTC)
    found = FRCP6.after(late_evening_in_new_york, Span.parse("14 days"))
    assert found.date == date(2020, 5, 14)
    with pytest.raises(CalendarError, match="has no time zone; expected one"):
        FRCP6.after(datetime(2020, 5, 1, 2), Span.parse("14 days"))  # noqa: DTZ001


def test_the_next_working_day_is_the_day_itself_where_it_is_one() -> None:
    assert FRCP6.next_working_day(date(2020, 5, 22)) == date(2020, 5, 22)
    assert FRCP6.next_working_day(date(2020, 5, 23)) == date(2020, 5, 26)


@pytest.mark.parametrize("span", ["99999 years", "99999 months", "99999 weeks", "99999 days"])
def test_a_span_too_long_to_write_is_refused(span: str) -> None:
    with pytest.raises(CalendarError, match=r"is no date that can be written|are not known"):
        FRCP6.after(date(9990, 1, 1), Span.parse(span))
