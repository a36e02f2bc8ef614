"""What drives a count from day to day, estimated from the counts themselves.

A count is a level, a pace by which the level changes, and a stretch that is made up for within
weeks (a flight that empties beds which fill again):

    count[t] = level[t] + stretch[t] + weekdays
    level[t] = level[t-1] + pace[t-1] + e1,     pace[t] = lasts * pace[t-1] + e2,
    stretch[t] = pull * stretch[t-1] + e3,      all e in units of the usual daily change.

How far a pace lasts, how strong the pull is and how much of a change stays is not known beforehand
and differs between places. So every combination of a grid is followed side by side by a Kalman
filter, and each counts as much as it foretold the changes so far (Student t, so that one flight
does not decide). The usual daily change is a mean of squares whose older days fade. What this comes
to against real counts is in `docs/reference/plan.md`.

After Harvey (1989), *Forecasting, Structural Time Series Models and the Kalman Filter*, sections
2.3 and 3.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

STAYS = (0.02, 0.25, 0.5)
"""Shares of a day's variance that stay in the level; the rest is stretch."""
PULL = (0.8, 0.88, 0.93, 0.97)
"""How much of a stretch is left after a day."""
PACES = ((0.0, 0.9), (0.01, 0.95), (0.02, 0.98), (0.04, 0.95), (0.08, 0.95))
"""How much the pace changes in a day, and how much of it is left after one."""
GRID = np.array(
    [(s, p, c, k) for s, p, (c, k) in product(STAYS, PULL, PACES)]
    + [(1.0, 0.0, c, k) for c, k in PACES]
)
"""Every combination: shape (65, 4), of stays, pull, change of pace, how much of the pace lasts."""

TAILS = 6.0
"""Degrees of freedom of Student's t, in weighing the grid and in the paths."""
HALF_LIFE = 28.0
"""After so many days a day counts half for the usual daily change."""
WEEKDAY_DAYS, WEEKDAY_SHRINK = 56, 4.0
"""Over how many days weekday effects are taken; with how many weeks of nothing they are mixed."""
PRIOR_VARIANCE, PRIOR_DAYS, PRIOR_FADES = 0.3, 10.0, 30.0
"""Before any count is known: the variance of a daily change per person held, how many days this is
worth, and the days after which it is worth half."""
_EXACT = 1e-6  # a count is taken as it stands


@dataclass(frozen=True)
class Fitted:
    """What is known of a place on its last day, for each member of `GRID`.

    Attributes:
        count: The people held on that day.
        scale: The usual daily change, in people.
        mean: Level, pace and stretch; shape (members, 3). The pace is in people per day.
        cov: Their covariance in units of the scale squared; shape (members, 3, 3).
        weights: How much each member counts; they add up to 1.
        weekdays: What each of the seven days after the last adds to a change; they add up to 0.
    """

    count: float
    scale: float
    mean: Array
    cov: Array
    weights: Array
    weekdays: Array


def fit(people: Array) -> Fitted:
    """Estimate from the counts of consecutive days.

    Args:
        people: Counts by day, NaN where there is none; the first and the last are known.
    """
    weekdays = weekday_effects(people)
    transition, noise = _matrices()
    known = np.isfinite(people)
    mean, cov = _beginning(float(people[0]))
    weights = np.zeros(len(GRID))
    scale = _Scale(float(people[0]))
    count, gap, expected = float(people[0]), 0, 0.0
    for t in range(1, len(people)):
        mean = np.einsum("gij,gj->gi", transition, mean)
        cov = transition @ cov @ transition.transpose(0, 2, 1) + noise
        effect = weekdays[(t - len(people)) % 7]
        mean[:, 0] += effect
        expected += effect
        gap += 1
        if not known[t]:
            continue
        surprise = people[t] - mean[:, 0] - mean[:, 2]
        variance = cov[:, 0, 0] + 2 * cov[:, 0, 2] + cov[:, 2, 2] + _EXACT
        gain = (cov[:, :, 0] + cov[:, :, 2]) / variance[:, None]
        weights += _log_t(surprise, scale.value * np.sqrt(variance))
        mean = mean + surprise[:, None] * gain
        cov = cov - variance[:, None, None] * gain[:, :, None] * gain[:, None, :]
        scale.learn(people[t] - count - expected, gap, float(people[t]))
        count, gap, expected = float(people[t]), 0, 0.0
    weights = np.exp(weights - weights.max())
    return Fitted(count, scale.value, mean, cov, weights / weights.sum(), weekdays)


def weekday_effects(people: Array) -> Array:
    """What each weekday adds to the change of a count, mixed with nothing where days are few.

    Returns:
        Seven numbers that add up to 0, the first for the day after the last one; shape (7,).
    """
    recent = people[-WEEKDAY_DAYS - 1 :]
    change = np.diff(recent)
    of = np.arange(1 - len(recent), 0) % 7  # 0: the weekday of the day after the last
    known = np.isfinite(change)
    if known.sum() < 14:
        return np.zeros(7)
    mean = change[known].mean()
    effects = np.array([
        (change[known & (of == day)] - mean).sum()
        / ((known & (of == day)).sum() + WEEKDAY_SHRINK)
        for day in range(7)
    ])  # fmt: skip
    return np.asarray(effects - effects.mean())


def _matrices() -> tuple[Array, Array]:
    stays, pull, changes, lasts = GRID.T
    transition = np.zeros((len(GRID), 3, 3))
    transition[:, 0, 0] = transition[:, 0, 1] = 1
    transition[:, 1, 1], transition[:, 2, 2] = lasts, pull
    noise = np.zeros((len(GRID), 3, 3))
    noise[:, 0, 0], noise[:, 1, 1], noise[:, 2, 2] = stays, changes**2, 1 - stays
    return transition, noise


def _beginning(count: float) -> tuple[Array, Array]:
    """The count is known; how much of it is a stretch is not, nor the pace."""
    stays, pull, changes, lasts = GRID.T
    stretch = (1 - stays) / (1 - pull**2)
    mean = np.zeros((len(GRID), 3))
    mean[:, 0] = count
    cov = np.zeros((len(GRID), 3, 3))
    cov[:, 0, 0] = cov[:, 2, 2] = stretch
    cov[:, 0, 2] = cov[:, 2, 0] = -stretch
    cov[:, 1, 1] = np.minimum(changes**2 / (1 - lasts**2), 0.04)
    return mean, cov


def _log_t(surprise: Array, deviation: Array) -> Array:
    """The log density of a surprise under Student's t with this deviation, up to a constant."""
    spread = deviation * np.sqrt((TAILS - 2) / TAILS)
    return np.asarray(
        -np.log(spread) - (TAILS + 1) / 2 * np.log1p((surprise / spread) ** 2 / TAILS)
    )


class _Scale:
    """The usual daily change: a fading mean of squares, begun with what is usual elsewhere."""

    def __init__(self, count: float) -> None:
        self.sum = self.days = self.age = 0.0
        self.count = count

    @property
    def value(self) -> float:
        prior = PRIOR_DAYS * 0.5 ** (self.age / PRIOR_FADES)
        variance = PRIOR_VARIANCE * max(1.0, self.count)
        return float(np.sqrt((self.sum + prior * variance) / (self.days + prior)))

    def learn(self, change: float, gap: int, count: float) -> None:
        fades = 0.5 ** (gap / HALF_LIFE)
        self.sum = fades * self.sum + change**2 / gap
        self.days = fades * self.days + 1
        self.age += gap
        self.count = count
