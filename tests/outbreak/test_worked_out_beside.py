"""A process beside works out the same numbers; where it cannot, they are worked out here."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import numpy as np
import pytest

from drawdown.batches import beside as process
from drawdown.outbreak import beside
from drawdown.outbreak.beside import Runs
from drawdown.outbreak.results import Ensemble
from drawdown.outbreak.setting import Centre, Unit

CENTRE = Centre("one", (Unit("a", 30), Unit("b", 12)))
RUNS = Runs((CENTRE,), ("1.0", "0.75"), 20, 40, 7)


@pytest.fixture(autouse=True)
def _nothing_begun() -> Iterator[None]:
    yield
    process.end()
    beside._sent.clear()


def same(one: tuple[Ensemble, ...], other: tuple[Ensemble, ...]) -> bool:
    return all(
        np.array_equal(a.finals, b.finals) and np.array_equal(a.levels, b.levels)
        for a, b in zip(one, other, strict=True)
    )


def test_the_numbers_are_the_same_beside_and_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    beside.begin()
    assert process.is_begun()
    beside.send(RUNS)
    assert len(beside._sent) == 1
    assert same(beside.take(RUNS), beside.work_out(RUNS))
    assert not beside._sent


def test_one_that_is_killed_leaves_the_work_to_this_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    beside.begin()
    assert process._begun is not None
    beside.send(RUNS)
    for one in list(process._begun._processes):
        os.kill(one, signal.SIGKILL)
    assert same(beside.take(RUNS), beside.work_out(RUNS))
    assert process.send(int, "7").result() == 7  # nobody to send it to: done here


def test_with_one_processor_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    beside.begin()
    beside.send(RUNS)
    assert not process.is_begun()
    assert same(beside.take(RUNS), beside.work_out(RUNS))


def test_what_goes_wrong_beside_is_said_as_it_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    process.begin()
    with pytest.raises(ValueError, match="seven"):
        process.send(int, "seven").result()
