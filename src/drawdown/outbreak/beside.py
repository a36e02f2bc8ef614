"""Ensembles worked out in the process beside a command, while it does something else.

Loading the compiled model takes as long as a small report. A command that will need it begins it
first thing, on another processor; the answer is the same wherever it is worked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drawdown.batches import beside

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


_sent: dict[Runs, beside.Sent[tuple[Ensemble, ...]]] = {}


def begin() -> None:
    """Start the process beside, and have it load the model."""
    beside.begin()
    beside.send(load)


def send(runs: Runs) -> None:
    """Have something worked out; without a process beside, once it is taken."""
    if runs not in _sent:
        _sent[runs] = beside.send(work_out, runs)


def take(runs: Runs) -> tuple[Ensemble, ...]:
    """What was sent before, once it is worked out; else it is worked out here."""
    sent = _sent.pop(runs, None)
    return sent.result() if sent else work_out(runs)


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


def load() -> None:
    """Load the compiled model."""
    from drawdown.outbreak.ensemble import warm_up

    warm_up()
