"""Quiet hours are those of the person's own clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.quiet import Quiet, Throttle

from .years import ZONES

EASTERN = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("now", "until"),
    [("2020-06-01T20:59", None), ("2020-06-01T21:00", "2020-06-02T08:00"),
     ("2020-06-02T07:59", "2020-06-02T08:00"), ("2020-06-02T08:00", None),
     ("2020-12-31T22:00", "2021-01-01T08:00"), ("2020-03-08T01:59", "2020-03-08T08:00")],
)  # fmt: skip
def test_by_hand(now: str, until: str | None) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=EASTERN)
    expected = datetime.fromisoformat(until).replace(tzinfo=EASTERN) if until else None
    assert Quiet().until(at, EASTERN) == expected


def test_in_the_middle_of_a_day_or_never() -> None:
    noon = datetime(2020, 6, 1, 12, tzinfo=EASTERN)
    assert Quiet(time(11), time(14)).until(noon, EASTERN) == noon.replace(hour=14)
    assert Quiet(time(11), time(11)).until(noon, EASTERN) is None


@given(st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1), timezones=st.just(EASTERN)),  # noqa: DTZ001
       st.sampled_from(ZONES), st.times(), st.times())  # fmt: skip
def test_when_it_ends_it_is_quiet_no_more(
    now: datetime, zone: str, begins: time, ends: time
) -> None:
    quiet = Quiet(begins, ends)
    until = quiet.until(now, ZoneInfo(zone))
    if until is not None:
        assert now < until <= now + timedelta(hours=26)
        assert quiet.until(until, ZoneInfo(zone)) is None


@given(st.lists(st.integers(0, 5000), max_size=12), st.integers(1, 4), st.integers(0, 300))
def test_a_throttle_is_kept_by_waiting(minutes: list[int], most: int, apart: int) -> None:
    start = datetime(2020, 6, 1, tzinfo=EASTERN)
    throttle = Throttle(most, timedelta(days=1), timedelta(minutes=apart))
    done: list[datetime] = []
    for minute in sorted(minutes):
        now = start + timedelta(minutes=minute)
        until = throttle.until(now, done)
        if until is None:
            done.append(now)
        else:
            assert until > now
    for at in done:
        assert sum(at - timedelta(days=1) < other <= at for other in done) <= most
