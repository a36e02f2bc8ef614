"""A window is told as people speak of it: whole days by their names, and never by midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.schedule import Schedule
from drawdown.check_in.terms import Terms

from .years import schedules

MIAMI = ZoneInfo("America/New_York")


def test_whole_days() -> None:
    terms = Terms(date(2020, 5, 6), MIAMI, every=7, opens=timedelta(2), grace=timedelta(1))
    window = next(Schedule("A-1042", (terms,)).windows(datetime(2020, 5, 6, tzinfo=UTC)))
    assert (window.opening, window.closing) == (date(2020, 5, 11), date(2020, 5, 14))


def test_hours() -> None:
    terms = Terms(date(2020, 5, 6), MIAMI, every=7, at=time(17), grace=timedelta(hours=3))
    window = next(Schedule("A-1042", (terms,)).windows(datetime(2020, 5, 6, tzinfo=UTC)))
    assert window.closing == datetime(2020, 5, 13, 20, tzinfo=MIAMI)


@given(schedules(), st.integers(0, 700))
def test_whoever_calls_by_the_last_moment_told_is_in_time(schedule: Schedule, day: int) -> None:
    since = schedule.terms[0].beginning() + timedelta(days=day)
    window = next(iter(schedule.windows(since)), None)
    if window is None:
        return
    told = window.closing
    if isinstance(told, datetime):
        assert told == window.closes
        return
    last = datetime.combine(told, time(23, 59, 59), window.zone)
    assert window.opens <= last.astimezone(UTC) < window.closes
