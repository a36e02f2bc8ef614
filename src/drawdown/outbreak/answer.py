"""The answer to `drawdown outbreak`: scenarios side by side, each number with its range."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from drawdown.outbreak.limits import LIMITS
from drawdown.outbreak.parameters import Parameters
from drawdown.outbreak.results import DAILY, FINAL, LEVELS, Ensemble

SHOWN = {"p025": 0.025, "p50": 0.5, "p975": 0.975}
"""The levels of a range: at least such a share of replicates does not exceed the number."""


def answer(ensembles: Sequence[Ensemble], seed: int, parameters: Parameters) -> dict[str, Any]:
    """The answer as documented in docs/reference/outbreak.md; what it cannot say stands first."""
    return {
        "limits": list(LIMITS),
        "scenarios": [scenario_of(one) for one in ensembles],
        "seed": seed,
        "replicates": int(ensembles[0].finals.shape[0]),
        "days": ensembles[0].scenario.days,
        "parameters": [
            {"name": p.name, "value": p.value, "low": p.low, "high": p.high, "says": p.says,
             "source": p.source}
            for p in parameters.by_name.values()
        ],
    }  # fmt: skip


def scenario_of(one: Ensemble) -> dict[str, Any]:
    """One scenario of the answer."""
    return {
        "population": one.scenario.name,
        "people": one.scenario.people,
        **{name: spread(one, name) for name in FINAL},
        "centres": [
            {"centre": centre.name, **{name: spread(one, name, at) for name in FINAL}}
            for at, centre in enumerate(one.scenario.centres)
        ],
        "by_day": [
            {"day": day, **{name: _on(one, number, day) for number, name in enumerate(DAILY)}}
            for day in range(one.scenario.days + 1)
        ],
    }


def spread(one: Ensemble, name: str, centre: int = -1) -> dict[str, float]:
    """Mean and levels of what a run came to, over replicates; of all centres if none is named."""
    values = np.sort(one.finals[:, centre, FINAL.index(name)])
    ranks = {k: max(0, int(np.ceil(q * values.size - 1e-9)) - 1) for k, q in SHOWN.items()}
    return {"mean": _short(values.mean()), **{k: int(values[at]) for k, at in ranks.items()}}


def _on(one: Ensemble, number: int, day: int) -> dict[str, float]:
    levels = {k: int(one.levels[number, LEVELS.index(q), day]) for k, q in SHOWN.items()}
    return {"mean": _short(one.mean[number, day]), **levels}


def _short(value: float) -> float:
    return round(float(value), 3)
