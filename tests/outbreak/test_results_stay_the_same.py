"""Exact results, kept in a file: a change of the model shows itself here and is then meant.

To write the file anew after a change that is meant:
`.venv/bin/python -m tests.outbreak.test_results_stay_the_same`.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from drawdown.outbreak import states
from drawdown.outbreak.answer import scenario_of
from drawdown.outbreak.cases import cases_of
from drawdown.outbreak.ensemble import ensembles, paths
from drawdown.outbreak.fit import as_json, fit
from drawdown.outbreak.parameters import defaults
from drawdown.outbreak.setting import Centre, During, Movement, Transfer, Unit, scenario

FILE = Path(__file__).with_name("results.json")
FITTED = Path(__file__).with_name("fitted.json")
CENTRES = (
    Centre("one", tuple(Unit(f"a{n}", 40, 15) for n in range(3)), index=2, arrivals=1.5, exits=2),
    Centre("two", (Unit("b", 55, 25),), staff=12),
)


def results() -> list[dict[str, Any]]:
    asked = [
        scenario(CENTRES, "1.0", days=45),
        scenario(CENTRES, "0.75", days=45, measures=[During("masks", 7), During("testing", 14)]),
        scenario(
            CENTRES, "distanced", days=45, steps=2,
            measures=[During("isolation", 3, 30), During("cohorting", 0)],
            movement=Movement(transfers=[Transfer(9, 0, 3, 10)]),
        ),
    ]  # fmt: skip
    found = [scenario_of(one) for one in ensembles(asked, defaults(), replicates=100, seed=2020)]
    for one in found:
        one["by_day"] = one["by_day"][::15]
    return found


def test_every_number_is_as_it_was() -> None:
    assert results() == json.loads(FILE.read_text(encoding="utf-8"))


def fitted() -> dict[str, Any]:
    asked = scenario(CENTRES, "1.0", days=40)
    out, _ = paths(asked, defaults(), seed=5, replicates=[3])
    infected = out[0, :, :, states.INFECTED].sum(axis=1)
    new = np.diff(infected)[10:] // 3  # about one in three is reported
    first = date(2020, 4, 1)
    cases = cases_of({first + timedelta(days=n): int(k) for n, k in enumerate(new)}, "made up")
    found = fit(asked, defaults(), cases, tried=600, seed=2020)
    return _rounded(as_json(found))


def _rounded(value: Any) -> Any:
    """The same with numbers of nine digits: last bits may differ between processors."""
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value


def test_what_is_fitted_is_as_it_was() -> None:
    assert fitted() == json.loads(FITTED.read_text(encoding="utf-8"))


if __name__ == "__main__":
    FILE.write_text(json.dumps(results(), indent=1) + "\n", encoding="utf-8")
    FITTED.write_text(json.dumps(fitted(), indent=1) + "\n", encoding="utf-8")
