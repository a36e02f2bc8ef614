from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from drawdown.order.calendar import (
    Computed,
    HolidayList,
    Refusal,
    Span,
    agreed,
    calendar_names,
    compute_all,
)

EASTERN = "America/New_York"
NONE = HolidayList()
ORDERED = date(2020, 4, 30)


def test_all_calendars_are_asked() -> None:
    answers = compute_all(ORDERED, Span.parse("3 days"), EASTERN, NONE)
    assert tuple(answers) == calendar_names()
    assert {name: found.date for name, found in answers.items()} == {
        "frcp6": date(2020, 5, 4),
        "business days": date(2020, 5, 5),
        "plain days": date(2020, 5, 3),
    }


def test_where_they_agree_the_date_is_given() -> None:
    found = agreed(ORDERED, Span.parse("1 week"), EASTERN, NONE)
    assert isinstance(found, Computed)
    assert (found.date, found.rule) == (date(2020, 5, 7), "Fed. R. Civ. P. 6(a)(1)")
    assert found.how.endswith("Every way of counting gives the same answer.")


def test_where_they_differ_the_refusal_lists_what_each_gives() -> None:
    found = agreed(ORDERED, Span.parse("2 days"), EASTERN, NONE)
    assert isinstance(found, Refusal)
    assert found.reason == (
        "the order does not say how days are counted, and the answers differ: "
        "Rule 6(a) gives Monday 4 May 2020, business days Monday 4 May 2020, "
        "plain days Saturday 2 May 2020"
    )
    assert found.answers == compute_all(ORDERED, Span.parse("2 days"), EASTERN, NONE)


def test_only_the_calendars_in_question_need_agree() -> None:
    among = ("frcp6", "plain days")
    found = agreed(ORDERED, Span.parse("14 days"), EASTERN, NONE, among=among)
    assert isinstance(found, Computed)
    one = agreed(ORDERED, Span.parse("14 days"), EASTERN, NONE, among=("frcp6",))
    assert isinstance(one, Computed)
    assert "Every way" not in one.how


def test_hours_are_compared_to_the_minute() -> None:
    friday = datetime(2020, 5, 1, 9, tzinfo=ZoneInfo(EASTERN))
    found = agreed(friday, Span.parse("24 hours"), EASTERN, NONE)
    assert isinstance(found, Refusal)
    assert "plain days 9:00 a.m. on Saturday 2 May 2020" in found.reason
    assert isinstance(agreed(friday, Span.parse("72 hours"), EASTERN, NONE), Computed)


def test_hours_from_a_day_without_its_hour_are_refused() -> None:
    found = agreed(ORDERED, Span.parse("48 hours"), EASTERN, NONE)
    assert isinstance(found, Refusal)
    assert found.reason == (
        "the order gives 48 hours from Thursday 30 April 2020 but not the hour they run from"
    )
    assert found.answers == {}


def test_a_refusal_is_a_value() -> None:
    assert hash(Refusal("because")) == hash(Refusal("because"))
