"""Transmission that fits reported cases, and how badly it is determined.

Paths are drawn from the assumptions as they stand. Each is weighed, for each day on which the first
infection may have come in and each share that may have been reported, by how likely it makes the
cases reported (importance sampling, exact as paths grow many). What comes out are ranges, each
beside the range assumed before: where they hardly differ, the cases say hardly anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from drawdown.outbreak import states
from drawdown.outbreak.cases import Cases
from drawdown.outbreak.ensemble import paths
from drawdown.outbreak.errors import OutbreakError
from drawdown.outbreak.layout import numbers_of
from drawdown.outbreak.parameters import Floats, Parameters
from drawdown.outbreak.setting import Scenario

EARLIEST = 45
"""The most days by which the first infection came before the first day of cases."""
SHARES = 12
"""Shares reported that are tried: the middles of so many equal parts of what is assumed."""
DISPERSION = 3.0
"""Of the negative binomial distribution of reports about what is expected: they come in batches."""
DELAY = 4
"""Days from becoming infectious until a case is reported; to it the latent days are added."""
FEWEST = 8.0
"""Fewer paths than this, counted by their weight, are too few to tell anything."""
FLOOR = 0.02
"""Reports a day that come whatever the model says, so that no day is impossible."""
PREDICTED = 4000


@dataclass(frozen=True)
class Known:
    """What is known of one number: before the cases, and with them."""

    name: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]

    @property
    def narrowed(self) -> float:
        """By what share the range of 95% became narrower; below 0 where it widened."""
        before, after = self.before[2] - self.before[0], self.after[2] - self.after[0]
        return 1 - after / before if before > 0 else 0.0

    @property
    def verdict(self) -> str:
        """How well the cases determine it, in words."""
        if self.narrowed < 0.25:
            return "hardly determined"
        return "partly determined" if self.narrowed < 0.6 else "determined"


@dataclass(frozen=True)
class BackTest:
    """A fit to the earlier cases, held against those that came later."""

    days_fitted: int
    days_foreseen: int
    foreseen: tuple[int, int, int]
    reported: int

    @property
    def held(self) -> bool:
        """Whether what was reported lies in the range of 95% that was foreseen."""
        return self.foreseen[0] <= self.reported <= self.foreseen[2]


@dataclass(frozen=True)
class Fit:
    """What reported cases say.

    Attributes:
        known: `r0`, `days_before` (the first infection before the first day of cases) and
            `reported_share`.
        paths: How many paths count, by their weight; of `tried`.
        tried: How many paths were drawn.
        back_test: None where the series is too short for one.
    """

    known: tuple[Known, ...]
    paths: float
    tried: int
    back_test: BackTest | None

    def parameters(self, assumed: Parameters) -> Parameters:
        """The assumptions with R0 and the share reported as the cases leave them."""
        changed = dict(assumed.by_name)
        for one in self.known:
            if one.name in changed:
                low, middle, high = one.after
                changed[one.name] = replace(
                    changed[one.name], low=low, value=middle, high=high,
                    source=f"fitted to reported cases ({one.verdict}); before: "
                    f"{changed[one.name].source}",
                )  # fmt: skip
        return replace(assumed, by_name=changed)


def fit(
    scenario: Scenario, parameters: Parameters, cases: Cases, *, tried: int = 3000, seed: int = 1
) -> Fit:
    """Fit transmission to reported cases of all centres of a scenario together.

    Args:
        scenario: Where; its days are not used.
        parameters: What is assumed before.
        cases: What was reported.
        tried: How many paths are drawn.
        seed: Of the draws.

    Raises:
        OutbreakError: So few paths come near the cases that nothing can be said.
    """
    days = cases.reported.size
    long = replace(scenario, days=days + EARLIEST)
    numbers = numbers_of(long, parameters, seed, np.arange(tried)).drawn
    out, _ = paths(long, parameters, seed=seed, replicates=range(tried))
    caught = out[..., states.INFECTED] - out[..., states.ARRIVED_INFECTED]
    infected = caught.sum(axis=2)
    new = np.diff(infected, axis=1, prepend=0).astype(float)
    shown = _delayed(new, numbers["latent_days"])
    shares = parameters["reported_share"].draw((np.arange(SHARES) + 0.5) / SHARES)
    likely = _likelihood(shown, shares, cases, days)
    weight = _weights(likely)
    counted = 1 / float((weight.sum(axis=(1, 2)) ** 2).sum())
    if counted < FEWEST:
        raise OutbreakError(
            f"the cases are unlike nearly all of {tried:,} runs (only {counted:.0f} count); are "
            "people, units and the first infections as they were?"
        )
    known = (
        _known("r0", numbers["r0"], weight.sum(axis=(1, 2))),
        _known("days_before", np.arange(EARLIEST + 1.0), weight.sum(axis=(0, 2))),
        _known("reported_share", shares, weight.sum(axis=(0, 1))),
    )
    return Fit(known, counted, tried, _back_test(shown, shares, cases, seed))


def _delayed(new: Floats, latent: Floats) -> Floats:
    """New infections on the day on which they would be reported."""
    shown = np.zeros_like(new)
    for row, late in enumerate(np.rint(latent).astype(int) + DELAY):
        shown[row, late:] = new[row, : new.shape[1] - late]
    return shown


def _likelihood(shown: Floats, shares: Floats, cases: Cases, days: int) -> Floats:
    """The logarithm of how likely each path, first day and share make the first days' reports.

    Returns:
        (paths, days before, shares), but for a constant.
    """
    y = cases.reported[:days].astype(float)
    there = y >= 0
    found = np.zeros((shown.shape[0], EARLIEST + 1, shares.size))
    for before in range(EARLIEST + 1):
        window = shown[:, before : before + days][:, there]
        for number, share in enumerate(shares):
            mean = share * window + FLOOR
            found[:, before, number] = np.log(mean) @ y[there] - np.log(mean + DISPERSION) @ (
                y[there] + DISPERSION
            )
    return found


def _weights(likely: Floats) -> Floats:
    weight: Floats = np.exp(likely - likely.max())
    weight /= weight.sum()
    return weight


def _known(name: str, values: Floats, weight: Floats) -> Known:
    before = _quantiles(values, np.full(values.shape, 1 / values.size))
    return Known(name, before, _quantiles(values, weight))


def _quantiles(values: Floats, weight: Floats) -> tuple[float, float, float]:
    order = np.argsort(values)
    running = np.cumsum(weight[order])
    at = np.searchsorted(running, np.array([0.025, 0.5, 0.975]) * running[-1])
    low, middle, high = (float(values[order[min(n, order.size - 1)]]) for n in at)
    return low, middle, high


def _back_test(shown: Floats, shares: Floats, cases: Cases, seed: int) -> BackTest | None:
    """Fit to the first two thirds of the days, and foresee the sum of the last third."""
    days = cases.reported.size
    fitted = 2 * days // 3
    later = cases.reported[fitted:]
    if days < 12 or not (cases.reported[:fitted] > 0).any() or not (later >= 0).any():
        return None
    weight = _weights(_likelihood(shown, shares, cases, fitted))
    generator = np.random.Generator(np.random.Philox(seed))
    chosen = generator.choice(weight.size, PREDICTED, p=weight.ravel())
    path, before, share = np.unravel_index(chosen, weight.shape)
    columns = before[:, None] + fitted + np.flatnonzero(later >= 0)[None, :]
    mean = shares[share][:, None] * shown[path[:, None], columns] + FLOOR
    drawn = generator.negative_binomial(DISPERSION, DISPERSION / (DISPERSION + mean)).sum(axis=1)
    low, middle, high = (int(q) for q in np.quantile(drawn, [0.025, 0.5, 0.975]))
    return BackTest(fitted, later.size, (low, middle, high), int(later.clip(min=0).sum()))


def as_json(found: Fit) -> Mapping[str, object]:
    """The fit as documented in docs/reference/outbreak.md."""
    test = found.back_test
    return {
        "known": [
            {"name": one.name, "before": list(one.before), "after": list(one.after),
             "narrowed": round(one.narrowed, 3), "verdict": one.verdict}
            for one in found.known
        ],
        "paths": round(found.paths, 1),
        "tried": found.tried,
        "back_test": None if test is None else {
            "days_fitted": test.days_fitted, "days_foreseen": test.days_foreseen,
            "foreseen": list(test.foreseen), "reported": test.reported, "held": test.held,
        },
    }  # fmt: skip
