"""Ensembles worked out in a process of its own, while this one does something else.

Loading the compiled model takes as long as a small report. A command that will need it begins it
first thing, on another processor; the answer is the same wherever it is worked out.
"""

from __future__ import annotations

import contextlib
import os
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drawdown.outbreak.results import Ensemble
    from drawdown.outbreak.setting import Centre


@dataclass(frozen=True)
class Runs:
    """What is to be worked out: an ensemble for each population that has anybody in it.

    Attributes:
        centres: The centres.
        names: The populations, as `drawdown.outbreak.setting.scenario` takes them.
        days: For how many days.
        replicates: How many times.
        seed: The same seed gives the same answer.
    """

    centres: tuple[Centre, ...]
    names: tuple[str, ...]
    days: int
    replicates: int
    seed: int


_begun: ProcessPoolExecutor | None = None
_sent: dict[Runs, Future[tuple[Ensemble, ...]]] = {}


def begin() -> None:
    """Start the process; with one processor nothing is started."""
    global _begun
    if _begun is None and len(os.sched_getaffinity(0)) > 1:
        _begun = ProcessPoolExecutor(1, get_context("spawn"))
        _begun.submit(_load)


def is_begun() -> bool:
    """Whether there is such a process."""
    return _begun is not None


def send(runs: Runs) -> None:
    """Have something worked out, where the process was begun."""
    if _begun is not None and runs not in _sent:
        with contextlib.suppress(BrokenProcessPool):
            _sent[runs] = _begun.submit(work_out, runs)


def take(runs: Runs) -> tuple[Ensemble, ...] | None:
    """What was sent before, once it is worked out; None where it was not, or the process ended."""
    sent = _sent.pop(runs, None)
    if sent is not None:
        with contextlib.suppress(BrokenProcessPool):
            return sent.result()
    return None


def work_out(runs: Runs) -> tuple[Ensemble, ...]:
    """Work it out here."""
    from drawdown.outbreak.ensemble import ensembles
    from drawdown.outbreak.parameters import defaults
    from drawdown.outbreak.setting import scenario

    asked = [scenario(runs.centres, name, days=runs.days) for name in runs.names]
    populated = [one for one in asked if one.people]
    return tuple(
        ensembles(populated, defaults(), replicates=runs.replicates, seed=runs.seed)
    )  # fmt: skip


def _load() -> None:
    from drawdown.outbreak.ensemble import warm_up

    warm_up()
