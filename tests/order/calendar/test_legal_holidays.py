"""Which days are legal holidays, against the statute's own words counted out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from drawdown.order.calendar import CalendarError, Closure, DeclaredHoliday, HolidayList

FEDERAL = HolidayList()


def statutory_days(year: int) -> set[date]:
    """5 U.S.C. 6103(a), with the days observed instead (6103(b)(1); E.O. 11582, section 3(a))."""

    def monday(month: int, number: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(-first.weekday()) % 7 + 7 * (number - 1))

    first_thursday = date(year, 11, 1) + timedelta(days=(3 - date(year, 11, 1).weekday()) % 7)
    last_of_may = date(year, 5, 31)
    floating = {
        monday(1, 3),
        monday(2, 3),
        last_of_may - timedelta(days=last_of_may.weekday()),
        monday(9, 1),
        monday(10, 2),
        first_thursday + timedelta(days=21),
    }
    fixed = {date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)}
    fixed |= {date(year + 1, 1, 1)}
    if year >= 2021:
        fixed.add(date(year, 6, 19))
    observed = {
        day + timedelta(days={5: -1, 6: 1}[day.weekday()]) for day in fixed if day.weekday() >= 5
    }
    return {day for day in floating | fixed | observed if day.year == year}


@pytest.mark.parametrize("year", range(2005, 2036))
def test_federal_holidays_are_exactly_those_of_the_statute(year: int) -> None:
    for forward in (True, False):
        assert set(FEDERAL.holidays(year, forward=forward)) == statutory_days(year)


@pytest.mark.parametrize("year", range(2005, 2036))
def test_they_count_as_set_aside_by_statute(year: int) -> None:
    paragraphs = {holiday.paragraph for holiday in FEDERAL.holidays(year, forward=True).values()}
    assert paragraphs == ({"(A)", "(B)"} if year in (2021, 2022, 2023) else {"(A)"})


def test_juneteenth_is_a_holiday_only_from_when_it_was_created() -> None:
    assert FEDERAL.is_working_day(date(2020, 6, 19))
    assert not FEDERAL.is_working_day(date(2021, 6, 18))


def test_juneteenth_was_declared_by_congress_until_the_rule_named_it() -> None:
    # Pub. L. 117-17; Rule 6(a)(6)(A) names the day since 1 December 2023.
    before = FEDERAL.holiday(date(2023, 6, 19), forward=True)
    since = FEDERAL.holiday(date(2024, 6, 19), forward=True)
    assert before is not None
    assert since is not None
    assert (before.paragraph, since.paragraph) == ("(B)", "(A)")


@pytest.mark.parametrize("year", [2005, 2009, 2017, 2021, 2025, 2029, 2033])
def test_inauguration_day_is_none(year: int) -> None:
    martin_luther_king = year == 2025  # the third Monday of January fell on the 20th
    assert FEDERAL.is_working_day(date(year, 1, 20)) is not (
        martin_luther_king or date(year, 1, 20).weekday() >= 5
    )


@pytest.mark.parametrize(
    "day", [date(2018, 12, 5), date(2018, 12, 24), date(2020, 12, 24), date(2025, 1, 9)]
)
def test_days_on_which_the_executive_branch_was_closed_are_none_until_declared(day: date) -> None:
    assert FEDERAL.is_working_day(day)
    declared = HolidayList(declared=(DeclaredHoliday(day, "Closing", "president"),))
    assert not declared.is_working_day(day, forward=True)
    assert not declared.is_working_day(day, forward=False)
    assert declared.holiday(day, forward=True) == ("Closing", "(B)")


def test_state_holidays_count_only_for_periods_measured_forward() -> None:
    patriots_day = date(2008, 4, 21)
    for massachusetts in (
        HolidayList(state="MA"),
        HolidayList(declared=(DeclaredHoliday(patriots_day, "Patriots' Day", "state"),)),
    ):
        assert massachusetts.holiday(patriots_day, forward=True) == ("Patriots' Day", "(C)")
        assert massachusetts.holiday(patriots_day, forward=False) is None
    assert FEDERAL.is_working_day(patriots_day)


def test_a_federal_holiday_stays_one_where_the_state_does_not_keep_it() -> None:
    assert not HolidayList(state="FL").is_working_day(date(2020, 10, 12))


def test_a_federal_holiday_keeps_its_name_where_the_state_has_another() -> None:
    found = HolidayList(state="PR").holiday(date(2008, 2, 18), forward=True)
    assert found == ("Washington's Birthday", "(A)")


@pytest.mark.parametrize("state", ["Florida", "fl", "", "XX"])
def test_an_unknown_state_is_refused(state: str) -> None:
    with pytest.raises(CalendarError, match="is not a state or territory; expected its two-letter"):
        HolidayList(state=state)


def test_a_year_without_known_holidays_is_refused_rather_than_taken_for_one_with_none() -> None:
    with pytest.raises(CalendarError, match="the legal holidays of 2150 are not known"):
        FEDERAL.is_working_day(date(2150, 7, 6))


def test_a_closure_needs_time_zones_and_order() -> None:
    noon = datetime(2020, 5, 4, 12, tzinfo=UTC)
    with pytest.raises(CalendarError, match="expected two times with their time zone"):
        Closure(noon, noon)
    with pytest.raises(CalendarError, match="expected two times with their time zone"):
        Closure(datetime(2020, 5, 4, 12), datetime(2020, 5, 4, 13))  # noqa: DTZ001


def test_the_days_already_looked_up_are_no_part_of_the_value() -> None:
    asked = HolidayList(state="MA")
    asked.is_working_day(date(2020, 1, 1))
    assert asked == HolidayList(state="MA")
    assert hash(asked) == hash(HolidayList(state="MA"))
