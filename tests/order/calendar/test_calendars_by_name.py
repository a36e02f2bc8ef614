from __future__ import annotations

from datetime import date

import pytest
from pydantic import BaseModel, ValidationError

from drawdown.order.calendar import (
    CalendarError,
    CalendarName,
    HolidayList,
    Span,
    calendar,
    calendar_names,
    register,
)
from drawdown.order.calendar.named.plain_days import PlainDays

EASTERN = "America/New_York"
NONE = HolidayList()


@pytest.mark.parametrize("name", calendar_names())
def test_each_calendar_says_what_it_is(name: str) -> None:
    found = calendar(name, time_zone=EASTERN, holidays=NONE)
    assert found.name == name
    assert found.title
    assert found.citation


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(CalendarError) as refused:
        calendar("bussiness days", time_zone=EASTERN, holidays=NONE)
    assert str(refused.value) == (
        "'bussiness days' is not a calendar; expected one of 'frcp6', 'business days', "
        "'plain days'; did you mean 'business days'?"
    )


@pytest.mark.parametrize("zone", ["America/New_Yrok", "", "../etc/passwd", "America", "EDT!"])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(CalendarError, match="is not a time zone; expected a name such as"):
        calendar("frcp6", time_zone=zone, holidays=NONE)


def test_the_nearest_time_zone_is_suggested() -> None:
    with pytest.raises(CalendarError, match=r"did you mean 'America/New_York'\?"):
        calendar("frcp6", time_zone="America/New_Yrok", holidays=NONE)


@pytest.mark.usefixtures("restored_registry")
def test_two_calendars_cannot_share_a_name() -> None:
    with pytest.raises(CalendarError, match="two calendars are named 'plain days'"):
        register(PlainDays)


@pytest.mark.parametrize(
    ("span", "ends"),
    [
        ("2 days", date(2020, 5, 26)),
        ("2 business days", date(2020, 5, 26)),
        ("1 week", date(2020, 5, 28)),
        ("2 weeks", date(2020, 6, 4)),
        ("1 month", date(2020, 6, 22)),  # Sunday 21 June runs on
    ],
)
def test_business_days_leave_out_weekends_and_memorial_day(span: str, ends: date) -> None:
    found = calendar("business days", time_zone=EASTERN, holidays=NONE)
    assert found.after(date(2020, 5, 21), Span.parse(span)).date == ends


def test_business_days_say_how_they_were_counted() -> None:
    found = calendar("business days", time_zone=EASTERN, holidays=NONE)
    assert found.after(date(2020, 4, 30), Span.parse("2 days")).how == (
        "2 days after Thursday 30 April 2020 ends on Monday 4 May 2020, Saturdays, Sundays and "
        "legal holidays not counted (business days as the order states, "
        "Fed. R. Civ. P. 6(a)(6))."
    )
    week = found.after(date(2020, 4, 30), Span.parse("1 week"))
    assert week.rule == "business days as the order states"


def test_plain_days_never_roll() -> None:
    found = calendar(
        "plain days", time_zone=EASTERN, holidays=HolidayList(inaccessible=(date(2020, 5, 2),))
    )
    computed = found.after(date(2020, 4, 30), Span.parse("2 days"))
    assert (computed.date, computed.rolled_from) == (date(2020, 5, 2), None)
    assert computed.rule == "plain calendar days as the order states"
    assert found.is_working_day(date(2020, 5, 2))
    assert found.next_working_day(date(2020, 5, 2)) == date(2020, 5, 2)


class Header(BaseModel):
    calendar: CalendarName | None = None


def test_a_name_is_a_pydantic_field() -> None:
    assert Header.model_validate({"calendar": "plain days"}).calendar == "plain days"
    assert Header.model_validate({}).calendar is None
    with pytest.raises(ValidationError, match=r"did you mean 'plain days'\?"):
        Header.model_validate({"calendar": "plian days"})
    schema = Header.model_json_schema()["properties"]["calendar"]
    assert schema["anyOf"][0] == {"type": "string", "enum": list(calendar_names())}
