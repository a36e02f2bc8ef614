"""Numbers keyed by counter are uniform and independent, and binomial draws are exact."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from drawdown.outbreak.streams import binomial, key_of, of_parameter, uniform


def numbers(size: int, seed: int = 5) -> np.ndarray:
    key = np.uint64(key_of(np.uint64(seed), np.uint64(0)))
    return np.array([uniform(key, 3, step, 17) for step in range(size)])


def test_numbers_of_one_stream_are_uniform_and_do_not_follow_one_another() -> None:
    found = numbers(20_000)
    assert stats.kstest(found, "uniform").pvalue > 1e-3
    for lag in (1, 2, 7):
        assert abs(np.corrcoef(found[:-lag], found[lag:])[0, 1]) < 0.03


def test_neighbouring_seeds_replicates_processes_and_cells_are_strangers() -> None:
    def series(seed=5, replicate=0, process=3, cell=17):
        key = np.uint64(key_of(np.uint64(seed), np.uint64(replicate)))
        return np.array([uniform(key, process, step, cell) for step in range(5_000)])

    base = series()
    for changed in ({"seed": 6}, {"replicate": 1}, {"process": 4}, {"cell": 18}):
        assert abs(np.corrcoef(base, series(**changed))[0, 1]) < 0.06, changed


def test_a_parameter_s_draw_depends_on_its_name_the_seed_and_the_replicate_alone() -> None:
    one = of_parameter(1, "r0", np.arange(10))
    assert (one[3:7] == of_parameter(1, "r0", np.arange(3, 7))).all()
    assert (one != of_parameter(1, "density", np.arange(10))).all()
    assert (one != of_parameter(2, "r0", np.arange(10))).all()


@given(n=st.integers(0, 400), p=st.floats(0, 1), u=st.floats(1e-12, 1 - 1e-12, exclude_max=True))
def test_up_to_thirty_expected_it_is_the_quantile_function(n: int, p: float, u: float) -> None:
    if min(n * p, n * (1 - p)) >= 30:
        return
    found, right = int(binomial(n, p, u)), stats.binom.ppf(u, n, p)
    near = abs(stats.binom.cdf([found, right, found - 1, right - 1], n, p) - u).min()
    assert found == right or near < 1e-9  # SciPy and we may round a tie apart


@pytest.mark.parametrize(("n", "p"), [(200, 0.3), (200, 0.7), (5_000, 0.02), (100_000, 0.5)])
def test_beyond_it_draws_from_the_same_distribution(n: int, p: float) -> None:
    us = (np.arange(20_000) + 0.5) / 20_000  # evenly spaced, so this is close to exact
    found = np.array([binomial(n, p, u) for u in us])
    values, counts = np.unique(found, return_counts=True)
    assert np.abs(counts / us.size - stats.binom.pmf(values, n, p)).max() < 1e-4
    assert found.mean() == pytest.approx(n * p, rel=1e-3)
