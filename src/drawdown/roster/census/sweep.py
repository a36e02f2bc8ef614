"""The sweep: +1 where somebody comes, -1 where they go, and a running sum over the days.

One pass over the stays and one over the cells of the answer (groups × days), whatever the length of
the stays; the work is linear in both. Large inputs run compiled; small ones in NumPy, which starts
at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int32]
Codes = NDArray[np.uint32]

OPEN = np.int32(2**30)  # an end that never comes, in days
COMPILED_FROM = 500_000  # stays from which compiling pays


def sweep(group: Codes, begin: Days, end: Days, groups: int, days: int) -> NDArray[np.int32]:
    """Return how many stays cover each day in each group, as an array of shape (groups, days).

    `begin` and `end` count days from the first day of the answer; `end` is the first day that no
    longer counts. Both may lie outside 0…days. Stays with begin >= end count nowhere.
    """
    if groups == 0 or days <= 0:
        return np.zeros((groups, max(days, 0)), dtype=np.int32)
    if groups * (days + 1) >= 2**32:
        raise ValueError("more than 2**32 cells")
    if group.size >= COMPILED_FROM:
        flat = _compiled()(group, begin, end, groups, days)
    else:
        flat = _plain(group, begin, end, groups, days)
    return np.asarray(flat.reshape(groups, days + 1)[:, :days])


def tally(group: Codes, day: Days, groups: int, days: int) -> NDArray[np.int32]:
    """Return how many events fall on each day in each group.

    Those outside the days are left out.
    """
    inside = (day >= 0) & (day < days)
    cells = group[inside].astype(np.int64) * days + day[inside]
    counts = np.bincount(cells, minlength=groups * days)
    return counts.astype(np.int32).reshape(groups, days)


def _plain(group: Codes, begin: Days, end: Days, groups: int, days: int) -> NDArray[np.int32]:
    width = days + 1
    base = group.astype(np.int64) * width
    first = np.clip(begin, 0, days)
    last = np.maximum(np.clip(end, 0, days), first)
    steps = np.bincount(base + first, minlength=groups * width)
    steps -= np.bincount(base + last, minlength=groups * width)
    # Every group's steps add up to nothing, so one running sum serves all of them.
    return np.cumsum(steps, out=steps).astype(np.int32)


@cache
def _compiled() -> Callable[..., NDArray[np.int32]]:
    import numba  # compiled only where there is much to count

    def fill(group: Any, begin: Any, end: Any, groups: int, days: int) -> Any:
        width = np.uint64(days + 1)
        limit = np.int32(days)
        steps = np.zeros(groups * (days + 1), np.int32)
        for k in range(group.size):
            first = min(max(begin[k], np.int32(0)), limit)
            last = max(min(end[k], limit), first)
            # Unsigned positions: the compiler need not look for negative ones.
            base = np.uint64(group[k]) * width
            steps[base + np.uint64(first)] += 1
            steps[base + np.uint64(last)] -= 1
        held = np.int32(0)
        for cell in range(steps.size):
            held += steps[cell]
            steps[cell] = held
        return steps

    compiled: Callable[..., NDArray[np.int32]] = numba.njit(cache=True)(fill)
    return compiled
