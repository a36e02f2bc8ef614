"""Windows that were worked out by hand, with a wall calendar and the dates the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.terms import Terms, instant

NEW_YORK = ZoneInfo("America/New_York")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def shown(schedule: Schedule, count: int, since: datetime = LONG_AGO) -> list[tuple[str, ...]]:
    """The windows as the clock on the wall shows them."""
    return [
        tuple(f"{w.local(at):%m-%d %H:%M %Z}" for at in (w.opens, w.due, w.closes))
        for w in islice(schedule.windows(since), count)
    ]


def only(**terms: object) -> Schedule:
    given: dict[str, object] = {"since": date(2020, 5, 6), "zone": NEW_YORK, **terms}
    return Schedule("A-1042", (Terms(**given),))  # type: ignore[arg-type]


def test_every_week_the_windows_follow_one_another() -> None:
    assert shown(only(every=7, grace=timedelta(2)), 2) == [
        ("05-06 00:00 EDT", "05-14 00:00 EDT", "05-16 00:00 EDT"),
        ("05-16 00:00 EDT", "05-21 00:00 EDT", "05-23 00:00 EDT"),
    ]


def test_with_its_own_opening() -> None:
    assert shown(only(every=7, opens=timedelta(2), grace=timedelta(1)), 1) == [
        ("05-11 00:00 EDT", "05-14 00:00 EDT", "05-15 00:00 EDT"),
    ]


def test_on_two_weekdays_at_ten() -> None:
    schedule = only(
        weekdays=(0, 3), at=time(10), opens=timedelta(days=1), grace=timedelta(hours=20)
    )
    assert shown(schedule, 3) == [
        ("05-06 10:00 EDT", "05-07 10:00 EDT", "05-08 06:00 EDT"),
        ("05-10 10:00 EDT", "05-11 10:00 EDT", "05-12 06:00 EDT"),
        ("05-13 10:00 EDT", "05-14 10:00 EDT", "05-15 06:00 EDT"),
    ]


def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_go_back() -> None:
    schedule = only(since=date(2020, 10, 24), every=7, at=time(10), opens=timedelta(1),
                    grace=timedelta(hours=2))  # fmt: skip
    assert shown(schedule, 2) == [
        ("10-30 10:00 EDT", "10-31 10:00 EDT", "10-31 12:00 EDT"),
        ("11-06 10:00 EST", "11-07 10:00 EST", "11-07 12:00 EST"),
    ]


def test_the_night_the_clocks_go_back_lasts_longer() -> None:
    day = date(2020, 11, 1)
    assert instant(day, time(1, 30), NEW_YORK, late=False).hour == 5
    assert instant(day, time(1, 30), NEW_YORK, late=True).hour == 6


def test_a_time_that_the_clocks_leave_out_favours_the_person() -> None:
    day = date(2020, 3, 8)
    assert instant(day, time(2, 30), NEW_YORK, late=False) == datetime(
        2020, 3, 8, 6, 30, tzinfo=UTC
    )
    assert instant(day, time(2, 30), NEW_YORK, late=True) == datetime(2020, 3, 8, 7, 30, tzinfo=UTC)


def test_across_midnight_and_the_end_of_the_year() -> None:
    schedule = only(since=date(2020, 12, 24), every=7, at=time(23), opens=timedelta(hours=3),
                    grace=timedelta(hours=3))  # fmt: skip
    assert shown(schedule, 2) == [
        ("12-31 20:00 EST", "12-31 23:00 EST", "01-01 02:00 EST"),
        ("01-07 20:00 EST", "01-07 23:00 EST", "01-08 02:00 EST"),
    ]


def test_a_change_leaves_what_was_due_before_it() -> None:
    before = Terms(date(2020, 5, 6), NEW_YORK, every=7, grace=timedelta(2))
    after = Terms(date(2020, 5, 21), ZoneInfo("America/Los_Angeles"), weekdays=(0,))
    assert shown(Schedule("A-1042", (before, after)), 4) == [
        ("05-06 00:00 EDT", "05-14 00:00 EDT", "05-16 00:00 EDT"),
        ("05-16 00:00 EDT", "05-21 00:00 EDT", "05-23 00:00 EDT"),
        ("05-22 21:00 PDT", "05-26 00:00 PDT", "05-26 00:00 PDT"),
        ("05-26 00:00 PDT", "06-02 00:00 PDT", "06-02 00:00 PDT"),
    ]


def test_holidays_are_moved_or_skipped_by_the_order_s_calendar() -> None:
    from drawdown.order.calendar import HolidayList, calendar

    court = calendar("frcp6", time_zone="America/New_York", holidays=HolidayList())
    for holidays, days in (
        ("kept", [date(2020, 5, 18), date(2020, 5, 25), date(2020, 6, 1)]),
        ("moved", [date(2020, 5, 18), date(2020, 5, 26), date(2020, 6, 1)]),
        ("skipped", [date(2020, 5, 18), date(2020, 6, 1), date(2020, 6, 8)]),
    ):
        terms = Terms(date(2020, 5, 12), NEW_YORK, weekdays=(0,), holidays=holidays)  # type: ignore[arg-type]
        schedule = Schedule("A-1042", (terms,), calendar=court)
        assert [window.day for window in islice(schedule.windows(LONG_AGO), 3)] == days


def test_what_ends_it_ends_it() -> None:
    schedule = only(every=7, last=date(2020, 5, 26))
    assert [w.day.day for w in schedule.windows(LONG_AGO)] == [13, 20]
    assert schedule.next_deadline(datetime(2020, 7, 1, tzinfo=UTC)) is None
    ended = Schedule("A-1042", schedule.terms, ends=date(2020, 5, 19))
    assert [w.day.day for w in ended.windows(LONG_AGO)] == [13]


def test_the_next_deadline() -> None:
    schedule = only(every=7, grace=timedelta(2), opens=timedelta(1))
    at = datetime(2020, 5, 1, tzinfo=UTC)
    found = []
    for _ in range(4):
        at = schedule.next_deadline(at)  # type: ignore[assignment]
        found.append(f"{at.astimezone(NEW_YORK):%m-%d}")
    assert found == ["05-12", "05-14", "05-16", "05-19"]


@pytest.mark.parametrize(
    "terms",
    [{"every": 7, "opens": timedelta(4), "grace": timedelta(3)}, {"every": 7, "weekdays": (1,)},
     {"weekdays": (3, 1)}, {"weekdays": (7,)}, {"every": -1},
     {"weekdays": (0, 1), "opens": timedelta(1)}, {"every": 7, "first": date(2020, 5, 1)},
     {"every": 7, "grace": timedelta(-1)},
     {"every": 7, "at": time(9), "opens": timedelta()}],
)  # fmt: skip
def test_terms_that_cannot_be_are_refused(terms: dict[str, object]) -> None:
    with pytest.raises(CheckInError, match="2020-05-06"):
        only(**terms)
