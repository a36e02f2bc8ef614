"""What if: the same paths with something changed, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from drawdown.plan.paths import Paths
from drawdown.plan.streams import Streams

AS_TODAY = "as_today"
WITHOUT_TRANSFERS = "without_transfers"
INTAKE_STOPS = "intake_stops"
REVIEWS_DOUBLE = "reviews_double"
BOTH = "intake_stops_and_reviews_double"


def _without_transfers(paths: Paths, streams: Streams) -> Paths:
    return paths + streams.transfers_out - streams.transfers_in


def _intake_stops(paths: Paths, streams: Streams) -> Paths:
    return paths - streams.arrivals - streams.transfers_in


def _reviews_double(paths: Paths, streams: Streams) -> Paths:
    return paths - streams.releases


def _both(paths: Paths, streams: Streams) -> Paths:
    return _intake_stops(paths, streams) - streams.releases


SCENARIOS: Mapping[str, Callable[[Paths, Streams], Paths]] = {
    WITHOUT_TRANSFERS: _without_transfers,
    INTAKE_STOPS: _intake_stops,
    REVIEWS_DOUBLE: _reviews_double,
    BOTH: _both,
}
"""Nobody is moved in or out; nobody comes, new or moved; as many again are released each day, as
where twice as many reviews are decided and end as today's do; the last two together."""


def changed(paths: Paths, streams: Streams, scenario: str) -> Paths:
    """The paths under a scenario, never below 0."""
    return np.maximum(SCENARIOS[scenario](paths, streams), 0)


def with_more(paths: Paths, per_day: float) -> Paths:
    """The paths with so many more exits each day, whatever they are."""
    days = np.arange(len(paths))[:, None]
    return np.asarray(np.maximum(paths - np.floor(per_day * days + 1e-9), 0))
