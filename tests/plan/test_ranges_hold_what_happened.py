"""Coverage and scores on the real counts of 2020, and on made-up counts of a known kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from drawdown.plan.backtest import backtest, backtest_dates, crps_normal, crps_of, summary


def real(path: Path) -> dict[str, np.ndarray]:
    counts = pl.read_csv(path, try_parse_dates=True).pivot("facility", index="date", values="count")
    counts = counts.sort("date").drop("date").with_columns(total=pl.sum_horizontal(pl.all()))
    return {name: counts[name].to_numpy().astype(float) for name in counts.columns}


def test_the_ranges_hold_their_share_of_the_real_counts(
    shared_data: Callable[[str], Path],
) -> None:
    rows = real(shared_data("daily_counts_2020.csv"))
    found = pl.concat([backtest(row, paths=400, every=3) for row in rows.values()])
    by = summary(found)
    assert by["inside_80"].is_between(0.76, 0.87).all(), by
    assert by["inside_95"].is_between(0.92, 0.985).all(), by
    assert (by["crps"] < by["crps_line"]).all()
    assert (by["crps"] < 1.02 * by["crps_last"]).all()


def test_the_day_foretold_holds_too(shared_data: Callable[[str], Path]) -> None:
    krome = real(shared_data("daily_counts_2020.csv"))["krome"]
    found = backtest_dates(krome, lambda count: 0.9 * count, paths=200)
    assert found["inside_80"].mean() >= 0.75  # type: ignore[operator]
    assert found["inside_95"].mean() >= 0.9  # type: ignore[operator]


@pytest.mark.parametrize("pull", [1.0, 0.9])
def test_made_up_counts_of_either_kind_are_covered(pull: float) -> None:
    """A walk without end, and one that is pulled back: the grid finds which."""
    rng = np.random.default_rng(8)
    frames = []
    for _ in range(4):
        stretch, row = 0.0, [600.0]
        for _ in range(200):
            stretch = pull * stretch + 9 * rng.standard_normal()
            row.append(round(600 + stretch))
        frames.append(backtest(np.array(row), paths=300, horizons=(7, 28), every=5))
    by = summary(pl.concat(frames))
    assert by["inside_80"].is_between(0.6, 0.97).all(), by
    assert by["inside_95"].is_between(0.8, 1.0).all(), by


def test_the_score_is_the_known_one() -> None:
    """Gneiting and Raftery's closed form for the normal, and one value worked out by hand."""
    drawn = np.random.default_rng(1).normal(3, 2, 200_000)
    for actual in (-1.0, 3.0, 5.5):
        assert crps_of(drawn, actual) == pytest.approx(crps_normal(3, 2, actual), abs=0.01)
    assert crps_of(np.array([0.0, 2.0]), 1.0) == 0.5  # mean |x - 1| = 1, less half of mean |x - x'|
