"""A process beside works out the same numbers; where it cannot, they are worked out here."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import numpy as np
import pytest

from drawdown.outbreak import beside
from drawdown.outbreak.beside import Runs
from drawdown.outbreak.results import Ensemble
from drawdown.outbreak.setting import Centre, Unit

CENTRE = Centre("one", (Unit("a", 30), Unit("b", 12)))
RUNS = Runs((CENTRE,), ("1.0", "0.75"), 20, 40, 7)


@pytest.fixture(autouse=True)
def _nothing_begun() -> Iterator[None]:
    yield
    if beside._begun is not None:
        beside._begun.shutdown(wait=False, cancel_futures=True)
    beside._begun = None
    beside._sent.clear()


def same(one: tuple[Ensemble, ...] | None, other: tuple[Ensemble, ...]) -> bool:
    assert one is not None
    return all(
        np.array_equal(a.finals, b.finals) and np.array_equal(a.levels, b.levels)
        for a, b in zip(one, other, strict=True)
    )


def test_the_numbers_are_the_same_beside_and_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    beside.begin()
    assert beside.is_begun()
    beside.send(RUNS)
    assert same(beside.take(RUNS), beside.work_out(RUNS))
    assert beside.take(RUNS) is None  # taken once


def test_one_that_is_killed_leaves_the_work_to_this_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    beside.begin()
    assert beside._begun is not None
    beside.send(RUNS)
    for one in list(beside._begun._processes):
        os.kill(one, signal.SIGKILL)
    taken = beside.take(RUNS)
    assert taken is None or same(taken, beside.work_out(RUNS))
    beside.send(Runs((CENTRE,), ("1.0",), 20, 40, 8))  # nobody to send it to: no error


def test_with_one_processor_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    beside.begin()
    beside.send(RUNS)
    assert not beside.is_begun()
    assert beside.take(RUNS) is None
