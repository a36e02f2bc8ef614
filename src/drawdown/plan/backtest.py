"""Forecasts made on days of the past, held against what then happened.

Only what was known on each day goes into its forecast. Beside ours stand two that anyone could
make: the last value goes on, and the straight line through the last four weeks goes on, both with
normal ranges from how the count has changed from day to day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import erf, sqrt

import numpy as np
import polars as pl
from numpy.typing import NDArray

from drawdown.batches import run
from drawdown.plan.counts import LOOK_BACK
from drawdown.plan.met import first_days
from drawdown.plan.model import fit
from drawdown.plan.paths import draw

Array = NDArray[np.float64]
HORIZONS = (1, 3, 7, 14, 28, 56)
LEAST = 28
"""How many days of counts a forecast of the back-test needs, so that a line can be drawn."""
DAYS = 20
"""How many days' forecasts are one piece."""


def backtest(
    people: Array, *, horizons: Iterable[int] = HORIZONS, paths: int = 1000, seed: int = 1,
    every: int = 1, origins: tuple[int, int] | None = None,
) -> pl.DataFrame:  # fmt: skip
    """Forecasts from every day, for each horizon.

    Args:
        people: Counts of consecutive days; a forecast begins where the count is known.
        horizons: How many days ahead.
        paths: How many paths are drawn.
        seed: Of the first forecast; each next one has the next.
        every: Only every nth day.
        origins: Only forecasts from days of these numbers, the last one excluded.

    Returns:
        One row per day and horizon: origin (its number), horizon, actual; inside_80, inside_95
        (Boolean); crps, crps_last, crps_line (continuous ranked probability scores, in people, of
        our forecast, the last value and the straight line); error, error_last, error_line (of the
        medians, in people); last_80, last_95, line_80, line_95 (Boolean: inside their ranges).
    """
    rows = []
    wanted = sorted(horizons)
    low, high = origins or (LEAST, len(people) - 1)
    for origin in range(max(low, LEAST), min(high, len(people) - 1), every):
        ahead = [h for h in wanted if origin + h < len(people)]
        known = people[max(0, origin + 1 - LOOK_BACK) : origin + 1]
        if ahead and np.isfinite(known[-1]):
            known = known[int(np.flatnonzero(np.isfinite(known))[0]) :]
            rng = np.random.default_rng(seed + origin)
            drawn = draw(fit(known), ahead[-1], rng, paths)
            slope, spread = _line(people[origin - LEAST : origin + 1])
            for h in ahead:
                actual = float(people[origin + h])
                if np.isfinite(actual):
                    rows.append({
                        "origin": origin, "horizon": h, "actual": actual,
                        **_ours(drawn[h], actual),
                        **_normal("last", known[-1], spread * sqrt(h), actual),
                        **_normal("line", known[-1] + slope * h, spread * sqrt(h), actual),
                    })  # fmt: skip
    return pl.DataFrame(rows)


@dataclass(frozen=True)
class Piece:
    """Forecasts of one place from some days."""

    place: str
    people: Array
    origins: tuple[int, int]


def run_piece(piece: Piece) -> pl.DataFrame:
    """The back-test of a piece: each forecast has its own seed, however they are cut."""
    found = backtest(piece.people, origins=piece.origins)
    return found.with_columns(place=pl.lit(piece.place)) if len(found) else found


def backtests(
    places: Mapping[str, Array], *, cluster: str | None = None,
    tell: Callable[[int, int], None] = lambda done, whole: None,
) -> pl.DataFrame:  # fmt: skip
    """The back-tests of several places, in pieces that run here or on a cluster.

    Args:
        places: The counts of consecutive days of each place.
        cluster: As `batches.run` takes it.
        tell: Told how many of how many pieces are done.

    Returns:
        The rows of `backtest` with a column `place`; no columns where no forecast could be made.

    Raises:
        BatchError: The cluster cannot be used.
    """
    pieces = [
        Piece(place, people, (low, low + DAYS))
        for place, people in places.items()
        for low in range(LEAST, len(people) - 1, DAYS)
    ]
    found = []
    for number, rows in enumerate(run(run_piece, pieces, cluster=cluster), 1):
        found += [rows] if len(rows) else []
        tell(number, len(pieces))
    return pl.concat(found) if found else pl.DataFrame()


def backtest_dates(
    people: Array, limit: Callable[[float], float], *, days: int = 56, paths: int = 1000,
    seed: int = 1,
) -> pl.DataFrame:  # fmt: skip
    """The day on which a limit would be met, foretold from every day on which it was not.

    Args:
        people: Counts of consecutive days, without gaps.
        limit: The limit, given the count of the day.
        days: How far each forecast looks; a limit not met in that time counts as that answer.
        paths: How many paths are drawn.
        seed: Of the first forecast.

    Returns:
        One row per day: origin, actual (days; infinite where not met in time), line (days by the
        straight line), median, inside_80, inside_95 (Boolean).
    """
    rows = []
    for origin in range(LEAST, len(people) - days):
        most = limit(float(people[origin]))
        if people[origin] <= most:
            continue
        known = people[max(0, origin + 1 - LOOK_BACK) : origin + 1]
        rng = np.random.default_rng(seed + origin)
        when = np.sort(first_days(draw(fit(known), days, rng, paths), most))
        actual = float(first_days(people[origin : origin + days + 1, None], most)[0])
        slope, _ = _line(people[origin - LEAST : origin + 1])
        line = (people[origin] - most) / -slope if slope < 0 else np.inf
        p025, p10, median, p90, p975 = (
            when[max(0, int(np.ceil(level * paths)) - 1)] for level in (0.025, 0.1, 0.5, 0.9, 0.975)
        )
        rows.append({
            "origin": origin, "actual": actual, "median": median,
            "line": float(np.ceil(line)) if line <= days else np.inf,
            "inside_80": bool(p10 <= actual <= p90), "inside_95": bool(p025 <= actual <= p975),
        })  # fmt: skip
    return pl.DataFrame(rows)


def summary(found: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Coverage and mean scores of a back-test, by horizon and whatever else."""
    numbers = [pl.col(name).cast(pl.Float64).mean() for name in found.columns
               if name.startswith(("inside", "crps", "error", "last_", "line_"))]  # fmt: skip
    return (
        found.group_by(*by, "horizon")
        .agg(pl.len().alias("forecasts"), *numbers)
        .sort(*by, "horizon")
    )


def crps_of(drawn: Array, actual: float) -> float:
    """The continuous ranked probability score of a sample.

    Gneiting and Raftery (2007), *Strictly Proper Scoring Rules*, equation 21.
    """
    ordered, number = np.sort(drawn), len(drawn)
    weight = 2 * np.arange(1, number + 1) - number - 1
    return float(np.abs(ordered - actual).mean() - (weight * ordered).sum() / number**2)


def crps_normal(mean: float, deviation: float, actual: float) -> float:
    """The same score of a normal distribution, in closed form; same source, section 4.2."""
    z = (actual - mean) / deviation
    below = (1 + erf(z / sqrt(2))) / 2
    density = np.exp(-z * z / 2) / sqrt(2 * np.pi)
    return float(deviation * (z * (2 * below - 1) + 2 * density - 1 / sqrt(np.pi)))


def _ours(drawn: Array, actual: float) -> dict[str, float | bool]:
    p025, p10, median, p90, p975 = np.quantile(
        drawn, (0.025, 0.1, 0.5, 0.9, 0.975), method="inverted_cdf"
    )
    return {
        "inside_80": bool(p10 <= actual <= p90), "inside_95": bool(p025 <= actual <= p975),
        "crps": crps_of(drawn, actual), "error": abs(float(median) - actual),
    }  # fmt: skip


def _normal(name: str, mean: float, deviation: float, actual: float) -> dict[str, float | bool]:
    off = abs(actual - mean)
    return {
        f"{name}_80": off <= 1.2816 * deviation, f"{name}_95": off <= 1.96 * deviation,
        f"crps_{name}": crps_normal(mean, deviation, actual), f"error_{name}": off,
    }  # fmt: skip


def _line(people: Array) -> tuple[float, float]:
    """The change per day from the first to the last count, and the spread of daily changes."""
    known = people[np.isfinite(people)]
    change = np.diff(known)
    slope = float(known[-1] - known[0]) / max(1, len(known) - 1)
    return slope, max(1.0, float(change.std()) if len(change) > 1 else 1.0)
