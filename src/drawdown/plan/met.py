"""When a limit is met along paths: the first day, its median and its ranges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

LEVELS = {"median": 0.5, "p10": 0.1, "p90": 0.9, "p025": 0.025, "p975": 0.975}
"""The points of a distribution that are given, in the order of the JSON contract."""


@dataclass(frozen=True)
class MetOn:
    """When something is met: the day by which this share of the paths has met it.

    None where that share does not meet it within the days looked at: `never at this pace`.
    p10 to p90 is the 80% range, p025 to p975 the 95% range.
    """

    median: date | None
    p10: date | None
    p90: date | None
    p025: date | None
    p975: date | None

    def as_json(self) -> dict[str, str | None]:
        """The days as the command line's `--json` gives them; the keys are a contract."""
        return {name: day.isoformat() if (day := getattr(self, name)) else None for name in LEVELS}


UNKNOWN = MetOn(None, None, None, None, None)


def first_days(paths: NDArray[np.float64], limit: float) -> NDArray[np.float64]:
    """The first day on which each path is at or below a limit.

    Args:
        paths: Shape (days + 1, paths), the first row today.
        limit: The most that is allowed.

    Returns:
        Days from today, 0 where it is met now, infinite where it is not met; shape (paths,).
    """
    below = paths <= limit
    return np.where(below.any(axis=0), below.argmax(axis=0).astype(np.float64), np.inf)


def met_on(days: NDArray[np.float64], on: date) -> MetOn:
    """The points of the distribution of first days.

    Args:
        days: As `first_days` gives them.
        on: Today.
    """
    ordered = np.sort(days)
    found = {}
    for name, level in LEVELS.items():
        at = ordered[max(0, ceil(level * len(ordered)) - 1)]
        found[name] = on + timedelta(days=int(at)) if np.isfinite(at) else None
    return MetOn(**found)


def whole(limit: float) -> int:
    """The most whole people that a limit allows.

    >>> whole(458.25)
    458
    """
    return floor(limit + 1e-9)


def straight(excess: int, per_day: float, on: date) -> date | None:
    """When an excess is gone if exactly so many fewer are held each day; none where it never is.

    >>> straight(10, 3.0, date(2020, 5, 1))
    datetime.date(2020, 5, 5)
    >>> straight(10, 0.0, date(2020, 5, 1)) is None
    True
    """
    if excess <= 0:
        return on
    if per_day <= 0 or excess / per_day > 36_500:
        return None
    return on + timedelta(days=ceil(excess / per_day - 1e-9))
