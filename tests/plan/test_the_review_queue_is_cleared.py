"""The queue: against the exact Poisson distribution, and what each deadline asks for."""

from __future__ import annotations

from datetime import date
from math import exp, factorial

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.plan.met import first_days
from drawdown.plan.reviews import (
    Deadline,
    _deadlines,
    daily_numbers,
    queue_paths,
    weekday_factors,
)

ON = date(2020, 5, 8)


def test_decisions_known_to_be_poisson_clear_it_as_the_exact_distribution_says() -> None:
    """P(cleared by t) = P(Poisson(t times the mean) >= those who wait)."""
    waiting, seen = 20, np.full(10, 3)
    out = daily_numbers(seen, np.ones(7), (20, 20_000), np.random.default_rng(1), certain=True)
    when = first_days(queue_paths(waiting, out, np.zeros_like(out)), 0)
    for day in (4, 6, 7, 9, 12):
        mean = 3.0 * day
        fewer = sum(exp(-mean) * mean**k / factorial(k) for k in range(waiting))
        assert (when <= day).mean() == pytest.approx(1 - fewer, abs=0.01)


@given(st.integers(0, 200), st.lists(st.integers(0, 9), min_size=5, max_size=28))
def test_twice_the_decisions_never_make_it_later(waiting: int, seen: list[int]) -> None:
    out = daily_numbers(np.array(seen), np.ones(7), (40, 50), np.random.default_rng(2))
    into = daily_numbers(np.array(seen[::2]), np.ones(7), (40, 50), np.random.default_rng(3))
    today = first_days(queue_paths(waiting, out, into), 0)
    doubled = first_days(queue_paths(waiting, 2 * out, into), 0)
    closed = first_days(queue_paths(waiting, out, 0 * into), 0)
    assert (doubled <= today).all()
    assert (closed <= today).all()


def test_none_decided_never_clears_it() -> None:
    out = daily_numbers(np.zeros(28, int), np.ones(7), (40, 5), np.random.default_rng(2))
    assert np.isinf(first_days(queue_paths(3, out, out), 0)).all()


def test_few_days_leave_the_pace_less_certain_than_many() -> None:
    spread = [
        daily_numbers(np.tile([2, 4], days), np.ones(7), (60, 4000), np.random.default_rng(7))
        .sum(axis=0).std()
        for days in (2, 14)
    ]  # fmt: skip
    assert spread[0] > 1.5 * spread[1]


def test_who_decides_on_weekdays_only_is_not_expected_on_a_sunday() -> None:
    """28 days up to a Friday: the first factor is for Saturday."""
    daily = np.tile([0, 0, 5, 5, 5, 5, 5], 4)
    factors = weekday_factors(daily, ON)
    assert factors[:2].max() < 0.5
    assert factors[2:].min() > 1.1
    assert factors.mean() == pytest.approx(1)


def test_each_deadline_counts_those_before_it() -> None:
    due = [date(2020, 5, 1), date(2020, 5, 8), date(2020, 5, 10), date(2020, 5, 18), None]
    waiting = pl.DataFrame({"due": due}, schema={"due": pl.Date})
    assert _deadlines(waiting, ON) == (
        Deadline(ON, 2, 2.0), Deadline(date(2020, 5, 10), 3, 1.5),
        Deadline(date(2020, 5, 18), 4, 0.4),
    )  # fmt: skip
