"""Thousands of ways in which a count may go on, drawn from what was estimated."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from drawdown.plan.model import GRID, TAILS, Fitted

PATHS = 2000
"""How many paths are drawn: the 2.5% at either end is then 50 of them."""

Paths = NDArray[np.float64]
"""People held: shape (days + 1, paths), the first row today's count."""


def draw(fitted: Fitted, days: int, rng: np.random.Generator, paths: int = PATHS) -> Paths:
    """Draw paths of a count.

    Each path has a member of the grid of its own, drawn by how well it foretold the past; a state
    of its own, since today's pace is not known exactly; and a usual daily change of its own, so
    that calmer and rougher times than these are among them (together Student's t).

    Args:
        fitted: What is known today.
        days: How many days ahead.
        rng: Where chance comes from.
        paths: How many.

    Returns:
        Whole numbers of people, never below 0.
    """
    member = _members(fitted.weights, rng, paths)
    stays, pull, changes, lasts = GRID[member].T
    tails = np.sqrt((TAILS - 2) / rng.chisquare(TAILS, paths))
    scale = fitted.scale * tails
    values, vectors = np.linalg.eigh(fitted.cov)
    root = vectors * np.sqrt(np.maximum(values, 0))[:, None, :]
    state = fitted.mean[member] + scale[:, None] * np.einsum(
        "pij,pj->pi", root[member], rng.standard_normal((paths, 3))
    )
    stretch, pace = state[:, 2], state[:, 1]
    level = fitted.count - stretch  # the count itself is known
    chance = rng.standard_normal((days, 3, paths))
    to_level, to_pace = scale * np.sqrt(stays), scale * changes
    to_stretch = scale * np.sqrt(1 - stays)
    weekdays = np.cumsum(fitted.weekdays[np.arange(days) % 7])
    found = np.empty((days + 1, paths))
    found[0] = fitted.count
    for day in range(days):
        level = level + pace + to_level * chance[day, 0]
        pace = lasts * pace + to_pace * chance[day, 1]
        stretch = pull * stretch + to_stretch * chance[day, 2]
        found[day + 1] = level + stretch + weekdays[day]
    return np.maximum(np.rint(found), 0)


def _members(
    weights: NDArray[np.float64], rng: np.random.Generator, paths: int
) -> NDArray[np.intp]:
    """One member for each path, in proportion to the weights as evenly as can be."""
    at = (np.arange(paths) + rng.random()) / paths
    chosen = np.searchsorted(np.cumsum(weights), at).clip(0, len(weights) - 1)
    return rng.permutation(chosen)
