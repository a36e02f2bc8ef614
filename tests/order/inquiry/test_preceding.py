"""What came first, three-valued, held against every hour that the days leave open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from drawdown.order.calendar import Span
from drawdown.order.inquiry.preceding import NO, UNKNOWN, YES, preceded

START = datetime(2020, 5, 1, tzinfo=UTC)
SCHEMA = {"n": pl.UInt32, "person": pl.String, "date": pl.Date,
          "date_at": pl.Datetime("us", "UTC")}  # fmt: skip

moments = st.tuples(st.integers(0, 4), st.one_of(st.none(), st.integers(0, 23)))


def frame(day: int, hour: int | None) -> pl.DataFrame:
    on = START + timedelta(days=day)
    at = None if hour is None else on + timedelta(hours=hour)
    return pl.DataFrame([(0, "P1", on.date(), at)], schema=SCHEMA, orient="row")


def hours(day: int, hour: int | None) -> list[float]:
    """The hours that a moment may be: that one, or close to both ends of the day and between."""
    return [24 * day + h for h in ([hour] if hour is not None else [0, 0.01, 12, 23.98, 23.99])]


@settings(max_examples=200, deadline=None)
@given(moments, moments, st.one_of(st.none(), st.integers(1, 80)))
def test_it_is_sure_only_where_every_hour_agrees(
    event: tuple[int, int | None], before: tuple[int, int | None], at_most: int | None
) -> None:
    span = Span.parse(f"{at_most} hours") if at_most else None
    answer = preceded(frame(*event), frame(*before).drop("n"), span)[0]
    possible = {
        b <= e and (at_most is None or e - b <= at_most)
        for e in hours(*event)
        for b in hours(*before)
    }
    if answer == YES:
        assert possible == {True}
    if answer == NO:
        assert possible == {False}
    if event[1] is not None and before[1] is not None:
        assert answer != UNKNOWN


def test_days_are_counted_as_days() -> None:
    two = Span.parse("2 days")
    assert preceded(frame(4, None), frame(2, None).drop("n"), two)[0] == YES
    assert preceded(frame(4, None), frame(1, None).drop("n"), two)[0] == NO


def test_nobody_elses_counts() -> None:
    other = frame(0, None).drop("n").with_columns(person=pl.lit("P2"))
    assert preceded(frame(4, None), other)[0] == NO


def test_no_events_have_no_answers() -> None:
    assert preceded(frame(0, 0).clear(), frame(0, 0).drop("n")).to_list() == []
