"""The sweep counts what a slow count of each day, written apart from it, counts."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.roster.census.daily import EXIT_COLUMNS, count_daily
from drawdown.roster.census.population import daily_population, population
from drawdown.roster.census.rules import Rule
from drawdown.roster.census.sweep import OPEN, _compiled, _plain
from drawdown.roster.stays.reasons import EXIT_KINDS

ZERO = dt.date(2020, 2, 20)
SCHEMA = {
    "person": pl.String,
    "facility": pl.String,
    "book_in": pl.Date,
    "book_out": pl.Date,
    "exit": pl.String,
}
Stay = tuple[str | None, str, dt.date, dt.date | None, str | None]


@st.composite
def stays(draw: st.DrawFn) -> list[Stay]:
    """Stays of a few people in a few places, with open ones, same-day exits and re-entries."""
    made: list[Stay] = []
    for _ in range(draw(st.integers(1, 14))):
        begin = ZERO + dt.timedelta(draw(st.integers(0, 20)))
        length = draw(st.none() | st.integers(0, 12))
        end = None if length is None else begin + dt.timedelta(length)
        kind = None if end is None else draw(st.sampled_from(EXIT_KINDS))
        person = draw(st.none() | st.sampled_from(["P1", "P2", "P3", "P4"]))
        made.append((person, draw(st.sampled_from("ABC")), begin, end, kind))
    return made


def frame(rows: list[Stay]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def is_there(stay: Stay, day: dt.date, rule: Rule) -> bool:
    """Decide by hours, not by dates: somebody booked in at noon leaves at noon."""
    _, _, begin, end, _ = stay
    came = begin.toordinal() * 24 + 12
    left = 10**9 if end is None else max(end.toordinal() * 24 + 12, came)
    if rule is Rule.ANY_PART:
        return came < (day.toordinal() + 1) * 24 and left >= day.toordinal() * 24
    midnight = (day.toordinal() + 1) * 24
    return came < midnight < left


def brute_force(rows: list[Stay], where: set[str], day: dt.date, rule: Rule) -> int:
    there = [s for s in rows if s[1] in where and is_there(s, day, rule)]
    return len({s[0] for s in there if s[0] is not None}) + sum(s[0] is None for s in there)


@pytest.mark.parametrize("rule", list(Rule))
@given(rows=stays())
def test_every_facility_and_day_is_the_brute_force_count(rule: Rule, rows: list[Stay]) -> None:
    census = count_daily(frame(rows), rule)
    for facility, day, count in census.by_group.select("facility", "date", "count").iter_rows():
        assert count == brute_force(rows, {facility}, day, rule), (facility, day)
    assert census.by_group.height == len({s[1] for s in rows}) * census.total.height


@pytest.mark.parametrize("rule", list(Rule))
@given(rows=stays())
def test_the_total_counts_each_person_once(rule: Rule, rows: list[Stay]) -> None:
    census = count_daily(frame(rows), rule)
    for day, count in census.total.select("date", "count").iter_rows():
        assert count == brute_force(rows, set("ABC"), day, rule), day


@pytest.mark.parametrize("rule", list(Rule))
@given(rows=stays(), where=st.sets(st.sampled_from("ABC"), min_size=1))
def test_one_day_and_many_days_agree(rule: Rule, rows: list[Stay], where: set[str]) -> None:
    first, last = ZERO - dt.timedelta(3), ZERO + dt.timedelta(40)
    series = daily_population(frame(rows), where, first, last, rule)
    for day, count in series.iter_rows():
        assert count == population(frame(rows), where, day, rule)
        assert count == brute_force(rows, where, day, rule)


@given(rows=stays())
def test_the_account_of_each_facility_closes_every_day(rows: list[Stay]) -> None:
    census = count_daily(frame(rows), Rule.INTERVAL)
    for _, part in census.by_group.group_by("facility"):
        before = 0
        for row in part.sort("date").iter_rows(named=True):
            left = sum(row[c] for c in EXIT_COLUMNS)
            assert row["count"] == before + row["arrivals"] - left
            before = row["count"]


@given(rows=stays())
def test_midnight_and_interval_agree_on_local_dates(rows: list[Stay]) -> None:
    midnight, interval = (count_daily(frame(rows), r) for r in (Rule.MIDNIGHT, Rule.INTERVAL))
    assert midnight.by_group.equals(interval.by_group)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-9, 30), st.integers(-9, 30)), min_size=1))
def test_the_compiled_sweep_is_the_plain_one(cells: list[tuple[int, int, int]]) -> None:
    group = np.array([c[0] for c in cells], dtype=np.uint32)
    begin = np.array([c[1] for c in cells], dtype=np.int32)
    end = np.array([OPEN if c[2] == 30 else c[2] for c in cells], dtype=np.int32)
    zero = np.int32(0)
    plain = _plain(group, begin, end, 5, 20, zero, zero)
    held = np.zeros((5, 20), np.int32)
    middle, last = np.uint32(held.shape[0] // 2), np.uint32(held.shape[0])
    for low, high in ((np.uint32(0), middle), (middle, last)):  # as two threads share the groups
        _compiled()(group, begin, end, held, zero, zero, low, high)
    assert (plain == held).all()


def test_counts_are_as_worked_out_by_hand() -> None:
    day = dt.date
    rows: list[Stay] = [
        ("P1", "A", day(2020, 5, 1), day(2020, 5, 3), "release"),
        ("P2", "A", day(2020, 5, 2), day(2020, 5, 2), "removal"),  # in and out the same day
        ("P3", "A", day(2020, 5, 2), None, None),
        ("P1", "A", day(2020, 5, 3), None, None),  # back the day of the release
    ]
    expected = {Rule.INTERVAL: [1, 2, 2], Rule.MIDNIGHT: [1, 2, 2], Rule.ANY_PART: [1, 3, 2]}
    for rule, counts in expected.items():
        assert count_daily(frame(rows), rule).by_group["count"].to_list() == counts
