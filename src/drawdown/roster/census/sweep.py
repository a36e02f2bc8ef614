"""The sweep: +1 where somebody comes, -1 where they go, and a running sum over the days.

One pass over the stays and one over the cells of the answer (groups × days), whatever the length of
the stays; the work is linear in both. Large inputs run compiled; small ones in NumPy, which starts
at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int32]
Codes = NDArray[np.uint32]

OPEN = np.int32(2**30)  # an end that never comes, in days since 1970-01-01
COMPILED_FROM = 500_000  # stays from which compiling pays


def sweep(
    group: Codes,
    begin: Days,
    end: Days,
    groups: int,
    days: int,
    first: int = 0,
    lasting: int = 0,
) -> NDArray[np.int32]:
    """Return how many stays cover each day in each group, as an array of shape (groups, days).

    `begin` and `end` are days on one scale, `first` the day on it that the answer begins with, and
    `end` the first day that no longer counts, or with `lasting` 1 the last one that does. Both may
    lie outside the answer. Stays that end before they begin count nowhere.
    """
    if groups == 0 or days <= 0:
        return np.zeros((groups, max(days, 0)), dtype=np.int32)
    origin, after = np.int32(first), np.int32(first - lasting)
    if group.size < COMPILED_FROM:
        return _plain(group, begin, end, groups, days, origin, after)
    # Made here, so that the compiled part allocates nothing.
    held = np.zeros((groups, days), np.int32)
    shares = _shares(group, groups)
    fill = _compiled()
    with ThreadPoolExecutor(max_workers=len(shares)) as pool:
        for done in [
            pool.submit(fill, group, begin, end, held, origin, after, low, high)
            for low, high in shares
        ]:
            done.result()
    return held


def _shares(group: Codes, groups: int) -> list[tuple[np.uint32, np.uint32]]:
    """Ranges of groups with about as many stays each, one for each processor.

    Every thread reads all stays and writes only its own groups: what takes long is writing to
    places that are far apart.
    """
    wanted = min(4, os.cpu_count() or 1, groups)
    some = group[:: max(1, group.size // 65_536)]
    reached = np.cumsum(np.bincount(some, minlength=groups))
    cuts = np.searchsorted(reached, [some.size * n / wanted for n in range(1, wanted)]) + 1
    edges = np.unique([0, *np.minimum(cuts, groups), groups]).astype(np.uint32)
    return list(pairwise(edges))


def tally(group: Codes, day: Days, groups: int, days: int, first: int = 0) -> NDArray[np.int32]:
    """Return how many events fall on each day in each group.

    Those on no day of the answer on none.
    """
    since = day - np.int32(first)
    inside = (since >= 0) & (since < days)
    cells = group[inside].astype(np.int64) * days + since[inside]
    counts = np.bincount(cells, minlength=groups * days)
    return counts.astype(np.int32).reshape(groups, days)


def _plain(
    group: Codes, begin: Days, end: Days, groups: int, days: int, first: Any, after: Any
) -> NDArray[np.int32]:
    width = days + 1
    base = group.astype(np.int64) * width
    came = np.clip(begin - first, 0, days)
    gone = np.maximum(np.clip(end - after, 0, days), came)
    steps = np.bincount(base + came, minlength=groups * width)
    steps -= np.bincount(base + gone, minlength=groups * width)
    # Every group's steps add up to nothing, so one running sum serves all of them.
    held = np.cumsum(steps, out=steps).astype(np.int32)
    return np.ascontiguousarray(held.reshape(groups, width)[:, :days])


@cache
def _compiled() -> Callable[..., None]:
    import numba  # compiled only where there is much to count

    def fill(
        group: Any, begin: Any, end: Any, steps: Any, first: Any, after: Any, low: Any, high: Any
    ) -> None:
        groups, days = steps.shape
        cells = steps.reshape(groups * days)
        zero, limit, width = np.int32(0), np.int32(days), np.uint64(days)
        share = np.uint32(high - low)
        for k in range(group.size):
            if np.uint32(group[k] - low) >= share:  # wraps round below `low`
                continue
            came = max(begin[k] - first, zero)
            gone = max(end[k] - after, came)
            # Unsigned positions: the compiler need not look for negative ones.
            base = np.uint64(group[k]) * width
            if came < limit:
                cells[base + np.uint64(came)] += 1
                if gone < limit:
                    cells[base + np.uint64(gone)] -= 1
        for row in range(low, high):
            held = np.int32(0)
            for day in range(days):
                held += steps[row, day]
                steps[row, day] = held

    compiled: Callable[..., None] = numba.njit(cache=True, nogil=True)(fill)
    return compiled


@cache
def _compiled_marks() -> Callable[..., None]:
    import numba

    def mark(values: Any, low: Any, used: Any) -> None:
        for k in range(values.size):
            used[np.uint64(values[k] - low)] = True

    compiled: Callable[..., None] = numba.njit(cache=True)(mark)
    return compiled


def mark_used(values: NDArray[np.integer[Any]], low: int, width: int) -> NDArray[np.bool_]:
    """Return which whole numbers from `low` on occur among `values`."""
    used = np.zeros(width, dtype=np.bool_)
    if values.size >= COMPILED_FROM:
        _compiled_marks()(values, values.dtype.type(low), used)
    else:
        used[values - values.dtype.type(low)] = True
    return used
