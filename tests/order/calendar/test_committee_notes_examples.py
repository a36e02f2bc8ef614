"""The worked examples of the advisory committees' notes on counting time.

The 2009 notes to Fed. R. Civ. P. 6, Fed. R. App. P. 26, Fed. R. Crim. P. 45 and Fed. R. Bankr. P.
9006 give the same examples but for the lengths of time; where they differ, each is tried.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from drawdown.order.calendar import (
    Calendar,
    Closure,
    Computed,
    DeclaredHoliday,
    HolidayList,
    Span,
    calendar,
    date_certain,
)

EASTERN = ZoneInfo("America/New_York")
LABOR_DAY_SATURDAY = date(2007, 9, 1)
PATRIOTS_DAY = date(2008, 4, 21)


def rule_6(holidays: HolidayList | None = None) -> Calendar:
    return calendar(
        "frcp6", time_zone="America/New_York", holidays=holidays or HolidayList(state="MA")
    )


def ending_on(day: date, days: int, court: Calendar, *, forward: bool = True) -> Computed:
    """The period of so many days whose last day, before any rolling, is the day given."""
    span = Span.parse(f"{days} days")
    if forward:
        return court.after(day - timedelta(days=days), span)
    return court.before(day + timedelta(days=days), span)


def test_no_later_than_a_fixed_date_is_not_computed() -> None:
    # Civil 6, 2009, subdivision (a): "no later than November 1, 2007".
    fixed = date_certain(date(2007, 11, 1))
    assert fixed.date == date(2007, 11, 1)
    assert "does not apply to a fixed date" in fixed.how


@pytest.mark.parametrize("day", [date(2007, 9, 1), date(2007, 9, 3), date(2020, 12, 25)])
def test_a_fixed_date_stays_on_a_day_that_would_roll(day: date) -> None:
    # Civil 6, 2009, subdivision (a), after Violette v. P.A. Days, 427 F.3d 1015 (6th Cir. 2005).
    fixed = date_certain(day)
    assert (fixed.date, fixed.rolled_from, fixed.span) == (day, None, None)


def test_72_hours_through_the_end_of_daylight_saving() -> None:
    # Civil 6, 2009, subdivision (a)(2): from 10:23 a.m. Friday 2 November 2007.
    found = rule_6().after(datetime(2007, 11, 2, 10, 23, tzinfo=EASTERN), Span.parse("72 hours"))
    assert found.at == datetime(2007, 11, 5, 9, 23, tzinfo=EASTERN)
    assert (found.rule, found.rolled_from) == ("Fed. R. Civ. P. 6(a)(2)", None)


def test_hours_that_expire_on_a_saturday_run_to_the_same_time() -> None:
    # Civil 6, 2009, subdivision (a)(2): 2:17 p.m. stays 2:17 p.m. on the next working day, and is
    # not rounded up to a whole hour.
    friday = datetime(2007, 8, 31, 14, 17, tzinfo=EASTERN)
    found = rule_6().after(friday, Span.parse("24 hours"))
    assert found.at == datetime(2007, 9, 4, 14, 17, tzinfo=EASTERN)
    assert found.rule == "Fed. R. Civ. P. 6(a)(2)(C)"


def test_an_inaccessible_office_in_the_last_hour_extends_to_the_same_time() -> None:
    # Civil 6, 2009, subdivision (a)(3), second part.
    start = datetime(2020, 5, 6, 14, 17, tzinfo=EASTERN)
    last_hour = Closure(
        datetime(2020, 5, 7, 13, 30, tzinfo=EASTERN), datetime(2020, 5, 7, 18, tzinfo=EASTERN)
    )
    court = rule_6(HolidayList(closures=(last_hour,)))
    found = court.after(start, Span.parse("24 hours"))
    assert found.at == datetime(2020, 5, 8, 14, 17, tzinfo=EASTERN)
    assert found.rule == "Fed. R. Civ. P. 6(a)(2) and 6(a)(3)(B)"
    assert "the clerk's office is inaccessible in its last hour" in found.how


def test_an_office_that_was_reached_again_before_the_last_hour_extends_nothing() -> None:
    morning = Closure(
        datetime(2020, 5, 7, 8, tzinfo=EASTERN), datetime(2020, 5, 7, 13, 17, tzinfo=EASTERN)
    )
    start = datetime(2020, 5, 6, 14, 17, tzinfo=EASTERN)
    found = rule_6(HolidayList(closures=(morning,))).after(start, Span.parse("24 hours"))
    assert found.at == datetime(2020, 5, 7, 14, 17, tzinfo=EASTERN)


def test_an_inaccessible_last_day_is_treated_like_a_saturday() -> None:
    # Civil 6, 2009, subdivision (a)(3), first part: Thursday and Friday inaccessible.
    court = rule_6(HolidayList(inaccessible=(date(2020, 5, 7), date(2020, 5, 8))))
    found = court.after(date(2020, 4, 30), Span.parse("7 days"))
    assert (found.date, found.rolled_from) == (date(2020, 5, 11), date(2020, 5, 7))
    assert found.rule == "Fed. R. Civ. P. 6(a)(1) and 6(a)(3)(A)"


def test_an_inaccessible_office_does_not_extend_what_is_no_filing() -> None:
    court = rule_6(HolidayList(inaccessible=(date(2020, 5, 7),)))
    found = court.after(date(2020, 4, 30), Span.parse("7 days"), filing=False)
    assert found.date == date(2020, 5, 7)


@pytest.mark.parametrize("days", [30, 10])
def test_a_period_after_an_event_runs_on_over_labor_day(days: int) -> None:
    # Civil 6, 2009, subdivision (a)(5): 30 days; Appellate 26, 2009: 10 days.
    found = ending_on(LABOR_DAY_SATURDAY, days, rule_6())
    assert (found.date, found.rolled_from) == (date(2007, 9, 4), LABOR_DAY_SATURDAY)
    assert "a Saturday and Monday 3 September 2007 is Labor Day, so it runs to" in found.how


@pytest.mark.parametrize("days", [21, 10])
def test_a_period_before_an_event_runs_back(days: int) -> None:
    # Civil 6, 2009, subdivision (a)(5): 21 days; Appellate 26, 2009: 10 days.
    found = ending_on(LABOR_DAY_SATURDAY, days, rule_6(), forward=False)
    assert found.date == date(2007, 8, 31)
    assert found.rule == "Fed. R. Civ. P. 6(a)(1)(C) and 6(a)(5)"


@pytest.mark.parametrize("days", [21, 10])
def test_an_inaccessible_office_extends_forward_even_what_was_counted_back(days: int) -> None:
    # Civil 6, 2009, subdivision (a)(5): to Tuesday 4 September 2007.
    court = rule_6(HolidayList(inaccessible=(date(2007, 8, 31),)))
    found = ending_on(LABOR_DAY_SATURDAY, days, court, forward=False)
    assert found.date == date(2007, 9, 4)
    assert found.rule == "Fed. R. Civ. P. 6(a)(1)(C), 6(a)(5) and 6(a)(3)(A)"


def test_a_state_holiday_is_one_for_a_period_after_an_event() -> None:
    # Civil 6, 2009, subdivision (a)(6): 14 days, Patriots' Day, Monday 21 April 2008.
    found = ending_on(PATRIOTS_DAY, 14, rule_6())
    assert found.date == date(2008, 4, 22)
    assert found.rule == "Fed. R. Civ. P. 6(a)(1)(C) and 6(a)(6)(C)"


def test_a_state_holiday_is_none_for_a_period_before_an_event() -> None:
    # Civil 6, 2009, subdivision (a)(6): the same day, counted back, is the last day.
    found = ending_on(PATRIOTS_DAY, 14, rule_6(), forward=False)
    assert (found.date, found.rolled_from) == (PATRIOTS_DAY, None)


@pytest.mark.parametrize(
    "state_holidays",
    [
        HolidayList(state="MA", inaccessible=(PATRIOTS_DAY,)),
        HolidayList(
            declared=(DeclaredHoliday(PATRIOTS_DAY, "Patriots' Day", "state"),),
            inaccessible=(PATRIOTS_DAY,),
        ),
    ],
)
def test_an_office_inaccessible_on_the_state_holiday_extends_forward(
    state_holidays: HolidayList,
) -> None:
    # Civil 6, 2009, subdivision (a)(6): no earlier than Tuesday 22 April 2008.
    found = ending_on(PATRIOTS_DAY, 14, rule_6(state_holidays), forward=False)
    assert found.date == date(2008, 4, 22)


def test_14_days_end_on_the_weekday_of_the_event() -> None:
    # Civil 6, 2009: the fourteenth day after a Monday is a Monday.
    monday = date(2020, 6, 1)
    assert rule_6().after(monday, Span.parse("14 days")).date.weekday() == monday.weekday()
