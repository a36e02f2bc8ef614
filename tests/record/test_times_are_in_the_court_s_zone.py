"""A day is a day in the court's zone; clocks that change make no hour appear or vanish."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.record.moments import end_of, midnight, read_moment, read_moments

from .making import EASTERN

ZONES = st.sampled_from(
    ["America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "America/Havana",
     "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "America/Phoenix", "UTC"]
).map(ZoneInfo)  # fmt: skip


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    frame = pl.DataFrame({"day": [day]}).select(midnight(pl.col("day"), zone))
    found: datetime = frame.item()
    return found


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2020-03-08T01:59", "2020-03-08T06:59"),  # the last minute before the clocks go forward
        ("2020-03-08T02:30", "2020-03-08T07:30"),  # an hour that the clocks leave out
        ("2020-03-08T03:00", "2020-03-08T07:00"),
        ("2020-11-01T01:30", "2020-11-01T05:30"),  # an hour that comes twice: the first of them
        ("2020-11-01T01:30-05:00", "2020-11-01T06:30"),
        ("2020-05-14T17:30Z", "2020-05-14T17:30"),
        ("2020-05-14 23:59:59.999999", "2020-05-15T03:59:59.999999"),
    ],
)
def test_a_time_without_a_zone_is_in_the_court_s(text: str, utc: str) -> None:
    read = read_moment(text, EASTERN)
    assert read is not None
    assert read[1] == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_the_day_of_a_time_is_the_court_s_day() -> None:
    assert read_moment("2020-05-15T02:00Z", EASTERN) == (
        date(2020, 5, 14), datetime(2020, 5, 15, 2, tzinfo=UTC)
    )  # fmt: skip


TEXTS = st.one_of(
    st.dates(date(1890, 1, 1), date(2110, 1, 1)).map(str),
    st.datetimes(datetime(1890, 1, 1), datetime(2110, 1, 1)).map(  # noqa: DTZ001
        lambda time: time.isoformat(timespec="minutes")
    ),
    st.from_regex(r"\A[+ ]?[0-9]{3,5}-[0-9]{1,2}-[0-9]{1,2}(T[0-9]{1,2}:[0-9]{2}Z?)?\Z"),
    st.text(max_size=12),
)


@given(st.lists(TEXTS, max_size=12), ZONES)
def test_a_column_of_moments_is_read_as_each_one_alone(texts: list[str], zone: ZoneInfo) -> None:
    days, times = read_moments(pl.Series(texts, dtype=pl.String), zone)
    alone = [read_moment(text, zone) for text in texts]
    assert days.to_list() == [read[0] if read else None for read in alone]
    assert times.to_list() == [read[1] if read else None for read in alone]


@given(st.dates(date(1900, 1, 1), date(2037, 12, 30)), ZONES)
def test_a_day_begins_where_the_day_before_it_ends(day: date, zone: ZoneInfo) -> None:
    begins = _midnight(day, zone)
    assert begins is not None
    assert begins <= end_of(day, zone) or day == date(2011, 12, 30)
    assert begins == end_of(day - timedelta(days=1), zone) + timedelta(microseconds=1) or (
        day - timedelta(days=1) == date(2011, 12, 30)  # the day that Apia left out
    )


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_have_an_end_too(day: date) -> None:
    for zone in ("America/New_York", "Pacific/Kiritimati", "UTC"):
        assert end_of(day, ZoneInfo(zone)).tzinfo is not None
