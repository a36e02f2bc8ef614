"""The day on which a limit is met: against closed forms, and properties that must always hold."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil, erf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.plan.met import first_days, met_on, straight
from drawdown.plan.model import GRID, Fitted, fit
from drawdown.plan.paths import draw
from drawdown.plan.scenarios import with_more

ON = date(2020, 5, 1)


def certain(count: float, pace: float, scale: float = 0.0, member: int = 60) -> Fitted:
    """A state known exactly, of one member of the grid; 60 keeps all of a change in the level."""
    weights = np.zeros(len(GRID))
    weights[member] = 1
    mean = np.tile([count, pace, 0.0], (len(GRID), 1))
    return Fitted(count, scale, mean, np.zeros((len(GRID), 3, 3)), weights, np.zeros(7))


@given(st.integers(1, 2000), st.integers(1, 50))
def test_a_steady_pace_takes_the_excess_divided_by_it(excess: int, pace: int) -> None:
    assert straight(excess, pace, ON) == ON + timedelta(days=ceil(excess / pace))


@given(st.integers(1, 60), st.integers(1, 20))
def test_paths_without_chance_take_as_long(excess: int, pace: int) -> None:
    """The simulation itself, with a pace that never changes, against the closed form."""
    start = certain(500, 0)
    rng = np.random.default_rng(0)
    flat = draw(start, 80, rng, paths=3)
    assert (flat == 500).all()
    days = first_days(with_more(flat, pace), 500 - excess)
    assert set(days) == {ceil(excess / pace)}


def test_a_known_pace_that_fades_is_the_sum_of_a_geometric_series() -> None:
    """Member 60 of the grid keeps 0.9 of its pace each day."""
    assert GRID[60].tolist() == [1.0, 0.0, 0.0, 0.9]
    path = draw(certain(500, -10), 40, np.random.default_rng(0), paths=2)[:, 0]
    expected = [500 - 10 * (1 - 0.9**t) / 0.1 for t in range(41)]
    assert path.tolist() == [float(np.rint(value)) for value in expected]


def test_a_random_walk_meets_a_limit_when_the_reflection_principle_says() -> None:
    """P(met by t) = P(|T| > a / (s sqrt t)) under Student's t, for a walk watched without pause.

    A walk that is looked at once a day comes through a barrier later, as if it stood 0.5826 daily
    deviations further (Broadie, Glasserman, Kou 1997); a count is met half a person early, by
    rounding. Student's t comes from the scale of each path, integrated here by its own draws.
    """
    scale, excess, days = 12.0, 40, 60
    rng = np.random.default_rng(3)
    found = first_days(draw(certain(5000, 0, scale), days, rng, paths=20_000), 5000 - excess)
    tails = np.sqrt(4 / np.random.default_rng(4).chisquare(6, 50_000))
    for day in (5, 15, 30, 60):
        barrier = excess - 0.5 + 0.5826 * scale * tails
        z = barrier / (scale * tails * sqrt(day))
        expected = float(np.mean([1 - erf(value / sqrt(2)) for value in z[:5000]]))
        assert (found <= day).mean() == pytest.approx(expected, abs=0.015)


@given(st.lists(st.integers(0, 900), min_size=20, max_size=60), st.integers(0, 900))
def test_ranges_nest_and_what_is_met_is_met_now(counts: list[int], limit: int) -> None:
    fitted = fit(np.array(counts, dtype=float))
    met = met_on(first_days(draw(fitted, 30, np.random.default_rng(1), paths=80), limit), ON)
    far = date.max
    order = [day or far for day in (met.p025, met.p10, met.median, met.p90, met.p975)]
    assert order == sorted(order)
    assert order[0] >= ON
    if counts[-1] <= limit:
        assert set(order) == {ON}


@given(
    st.lists(st.integers(0, 900), min_size=20, max_size=60),
    st.integers(0, 900), st.floats(0, 20), st.floats(0, 20),
)  # fmt: skip
def test_more_exits_never_make_it_later(
    counts: list[int], limit: int, some: float, others: float
) -> None:
    paths = draw(fit(np.array(counts, dtype=float)), 30, np.random.default_rng(1), paths=60)
    fewer, more = sorted((some, others))
    early, late = (first_days(with_more(paths, each), limit) for each in (more, fewer))
    assert (early <= late).all()
    assert (late <= first_days(paths, limit)).all()


@given(st.lists(st.one_of(st.none(), st.integers(0, 900)), min_size=20, max_size=60))
def test_the_same_seed_gives_the_same_paths_and_gaps_do_no_harm(counts: list[int | None]) -> None:
    row = np.array([np.nan if count is None else count for count in counts], dtype=float)
    row[0], row[-1] = 300, 310
    one, two = (draw(fit(row), 20, np.random.default_rng(5), paths=40) for _ in range(2))
    assert (one == two).all()
    assert np.isfinite(one).all()
    assert (one >= 0).all()
    assert (one[0] == 310).all()
    assert (one == np.rint(one)).all()


def test_never_is_an_answer() -> None:
    met = met_on(np.array([3.0, np.inf, np.inf, np.inf]), ON)
    assert (met.p10, met.median, met.p90) == (date(2020, 5, 4), None, None)
    assert straight(10, 0.0, ON) is None
    assert straight(10, -2.0, ON) is None
    assert straight(0, -2.0, ON) == ON
