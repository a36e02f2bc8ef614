"""What the paths of a count are made of: who comes and who leaves, so that "what if" can be asked.

A count tells only the difference between arrivals and exits. Where stays tell both, each day of
each path is taken apart: the day's arrivals and exits together are an overdispersed count (Poisson
with a Gamma mean) of the size seen in the window, never less than the path's change needs; its
parts are drawn in the shares seen in the window, each share as uncertain as the window is short.
The paths themselves stay exactly as they were, and every scenario changes the same paths: two
scenarios differ by what they change and by no other chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drawdown.plan.flows import ARRIVALS, EXITS, Flows
from drawdown.plan.paths import Paths

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Streams:
    """People by day and path that came and left, summed since today; each shape (days + 1, paths).

    Attributes:
        arrivals: New to the place, not moved there.
        transfers_in: Moved there.
        releases: Released.
        transfers_out: Moved elsewhere.
        exits: Everybody who left, however.
    """

    arrivals: Paths
    transfers_in: Paths
    releases: Paths
    transfers_out: Paths
    exits: Paths


def take_apart(paths: Paths, seen: Flows, rng: np.random.Generator) -> Streams:
    """Take paths apart into who comes and who leaves.

    Args:
        paths: People held; shape (days + 1, paths).
        seen: Who came and left in the window.
        rng: Where chance comes from; a stream of its own, so that the paths do not depend on it.
    """
    change = np.diff(paths, axis=0)
    gross = _gross(np.abs(change), seen, rng)
    gross += (gross + change) % 2  # an even number of people is left to divide by two
    came, left = _summed((gross + change) / 2), _summed((gross - change) / 2)
    (moved_in,) = _shares(came, seen, ARRIVALS, ("transfers_in",), rng)
    released, moved_out = _shares(left, seen, EXITS, ("releases", "transfers_out"), rng)
    return Streams(came - moved_in, moved_in, released, moved_out, left)


def _gross(least: Array, seen: Flows, rng: np.random.Generator) -> Array:
    """Arrivals and exits of a day together: at least the change, in the mean as in the window."""
    daily = seen.daily(*ARRIVALS, *EXITS).astype(np.float64)
    mean = float(daily.mean())
    spread = max(1.0, float(daily.var(ddof=1) / mean)) if mean > 0 and len(daily) > 1 else 1.0
    size, paths = least.shape, least.shape[1]
    # The mean itself is known from so many days only: a Gamma of the same mean for each path.
    shape = max(0.5, mean * len(daily) / spread)
    rate = rng.standard_gamma(shape, paths) / shape
    size_of = mean / (spread - 1) if spread > 1.01 else 0.0  # k of the negative binomial
    day = rng.standard_gamma(size_of, size) / size_of if size_of else np.ones(size)
    wanted = mean
    for _ in range(4):  # lift or lower the mean until, with the least a change needs, it is right
        guess = np.maximum(rate * day[: len(daily)] * wanted, least[: len(daily)]).mean()
        wanted *= mean / guess if guess > 0 else 1.0
    return np.maximum(rng.poisson(rate * day * wanted), least).astype(np.float64)


def _shares(
    people: Paths, seen: Flows, all_: tuple[str, ...], wanted: tuple[str, ...],
    rng: np.random.Generator,
) -> list[Paths]:  # fmt: skip
    """How many of these people are of each kind, in whole people as evenly as can be.

    Args:
        people: Summed since today; shape (days + 1, paths).
        seen: Who came and left in the window.
        all_: The kinds that these people may be of.
        wanted: The kinds asked for.
        rng: Where chance comes from.
    """
    totals = [seen.total(kind) for kind in wanted]
    rest = seen.total(*all_) - sum(totals)
    found, left = [], people
    for at, total in enumerate(totals):
        share = _beta(total, sum(totals[at + 1 :]) + rest, rng, people.shape[1])
        part = np.floor(left * share + rng.random(people.shape[1]))
        left = left - part
        found.append(part)
    return found


def _beta(some: int, others: int, rng: np.random.Generator, paths: int) -> Array:
    """A share for each path; nothing where nobody was, and all where nobody else was.

    As uncertain as from half as many people: the other half stands for who happens to be of which
    kind in a time as long as the window.
    """
    if some == 0 or others == 0:
        return np.full(paths, 1.0 if some else 0.0)
    return rng.beta(some / 2, others / 2, paths)


def _summed(daily: Array) -> Paths:
    return np.concatenate([np.zeros((1, daily.shape[1])), np.cumsum(daily, axis=0)])
