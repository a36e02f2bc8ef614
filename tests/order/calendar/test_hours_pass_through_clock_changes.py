from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from drawdown.order.calendar import CalendarError, HolidayList, Span, calendar

EASTERN = ZoneInfo("America/New_York")
FRCP6 = calendar("frcp6", time_zone="America/New_York", holidays=HolidayList())
PLAIN = calendar("plain days", time_zone="America/New_York", holidays=HolidayList())


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=EASTERN)


@pytest.mark.parametrize(
    ("start", "hours", "ends"),
    [
        (at(2020, 3, 6, 10, 23), 72, at(2020, 3, 9, 11, 23)),  # clocks go forward on 8 March
        (at(2020, 10, 30, 10, 23), 72, at(2020, 11, 2, 9, 23)),  # and back on 1 November
        (at(2020, 5, 5, 9), 48, at(2020, 5, 7, 9)),
        (at(2020, 5, 1, 9), 24, at(2020, 5, 4, 9)),  # Saturday
        (at(2020, 5, 1, 9), 48, at(2020, 5, 4, 9)),  # Sunday
        (at(2020, 5, 1, 9), 72, at(2020, 5, 4, 9)),
        (at(2020, 5, 22, 16, 30), 72, at(2020, 5, 26, 16, 30)),  # Memorial Day
        (at(2020, 3, 7, 9), 24, at(2020, 3, 9, 10)),  # an hour lost, then the same time on Monday
    ],
)
def test_every_hour_that_passes_is_counted(start: datetime, hours: int, ends: datetime) -> None:
    found = FRCP6.after(start, Span.parse(f"{hours} hours"))
    assert (found.at, found.date) == (ends, ends.date())
    assert FRCP6.ends_at(found) == ends


def test_plain_hours_end_where_they_end() -> None:
    found = PLAIN.after(at(2020, 5, 1, 9), Span.parse("24 hours"))
    assert (found.at, found.rolled_from) == (at(2020, 5, 2, 9), None)


def test_hours_counted_back_run_back() -> None:
    found = FRCP6.before(at(2020, 5, 5, 9), Span.parse("48 hours"))
    assert (found.at, found.rolled_from) == (at(2020, 5, 1, 9), date(2020, 5, 3))
    assert found.rule == "Fed. R. Civ. P. 6(a)(2)(C) and 6(a)(5)"


def test_how_says_that_the_clocks_changed() -> None:
    found = FRCP6.after(at(2007, 11, 2, 10, 23), Span.parse("72 hours"))
    assert found.how == (
        "72 hours after 10:23 a.m. on Friday 2 November 2007 ends at 9:23 a.m. on Monday "
        "5 November 2007 (Fed. R. Civ. P. 6(a)(2)). The clocks change in between, and every hour "
        "that passes is counted."
    )


def test_a_time_given_elsewhere_is_read_by_the_courts_clock() -> None:
    found = FRCP6.after(
        datetime(2020, 5, 5, 6, tzinfo=ZoneInfo("America/Los_Angeles")), Span.parse("48 hours")
    )
    assert found.at is not None
    assert found.at.isoformat() == "2020-05-07T09:00:00-04:00"


def test_an_inaccessible_day_holds_the_last_hour_up_to_midnight() -> None:
    court = calendar(
        "frcp6",
        time_zone="America/New_York",
        holidays=HolidayList(inaccessible=(date(2020, 5, 5),)),
    )
    midnight = court.after(at(2020, 5, 5, 0), Span.parse("24 hours"))
    assert midnight.at == at(2020, 5, 7, 0)
    later = court.after(at(2020, 5, 5, 1), Span.parse("24 hours"))
    assert later.at == at(2020, 5, 6, 1)
    just_before = court.after(at(2020, 5, 4, 0), Span.parse("24 hours"))
    assert just_before.at == at(2020, 5, 5, 0)


def test_hours_need_the_hour_they_begin_at() -> None:
    with pytest.raises(CalendarError, match=r"48 hours cannot be counted from Friday 1 May 2020"):
        FRCP6.after(date(2020, 5, 1), Span.parse("48 hours"))
    with pytest.raises(CalendarError, match="has no time zone"):
        FRCP6.after(datetime(2020, 5, 1, 9), Span.parse("48 hours"))  # noqa: DTZ001


@pytest.mark.parametrize("days", range(0, 365, 30))
def test_a_day_of_hours_is_24_hours_whatever_the_clock_says(days: int) -> None:
    start = at(2020, 1, 1, 12) + timedelta(days=days)
    found = PLAIN.after(start, Span.parse("24 hours"))
    assert found.at is not None
    assert found.at.timestamp() - start.timestamp() == 24 * 3600
