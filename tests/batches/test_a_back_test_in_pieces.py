"""A back-test in pieces, here or on workers, is that of each place in one go."""

from __future__ import annotations

import numpy as np
import pytest
from polars.testing import assert_frame_equal

from drawdown.plan import backtest as module
from drawdown.plan.backtest import backtest, backtests


def test_it_is_that_of_each_place_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="needs the extra drawdown[cluster]")
    random = np.random.default_rng(4)
    places = {name: 400.0 + random.normal(0, 4, 48).cumsum().round() for name in ("one", "two")}
    places["short"] = np.full(module.LEAST, 9.0)
    monkeypatch.setattr(module, "DAYS", 7)
    told: list[tuple[int, int]] = []
    here = backtests(places, tell=lambda done, whole: told.append((done, whole)))
    assert told == [(n, 6) for n in range(1, 7)]
    for name in ("one", "two"):
        assert_frame_equal(
            here.filter(place=name).drop("place"), backtest(places[name]), check_exact=True
        )
    assert_frame_equal(backtests(places, cluster="local:2"), here, check_exact=True)
    assert backtests({"short": places["short"]}).is_empty()
