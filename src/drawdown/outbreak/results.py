"""What an ensemble of replicates came to; nothing here has to be compiled to be read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from drawdown.outbreak.setting import Scenario

FINAL = (
    "infected",
    "hospital_peak",
    "intensive_peak",
    "deaths",
    "staff_infected",
    "arrived_infected",
)
"""What is kept of each replicate, for each centre and for all together."""
DAILY = ("infected", "hospital", "deaths", "infectious")
"""What is kept of each day, for all centres together."""
LEVELS = (0.025, 0.25, 0.5, 0.75, 0.975)


@dataclass(frozen=True)
class Ensemble:
    """All replicates of a scenario.

    Attributes:
        scenario: What was asked.
        finals: int32 (replicates, centres + 1, FINAL).
        mean: float64 (DAILY, days + 1).
        levels: int64 (DAILY, LEVELS, days + 1), the smallest numbers that at least such a share of
            replicates does not exceed.
    """

    scenario: Scenario
    finals: NDArray[np.int32]
    mean: NDArray[np.float64]
    levels: NDArray[np.int64]

    def by_day(self) -> pl.DataFrame:
        """A row for each day and measure: day, measure, mean and the levels."""
        frames = [
            pl.DataFrame(
                {"day": np.arange(self.mean.shape[1]), "measure": [name] * self.mean.shape[1],
                 "mean": self.mean[number]}
                | {f"p{level:.3f}"[3:].join(("p", "")): self.levels[number, at]
                   for at, level in enumerate(LEVELS)}
            )
            for number, name in enumerate(DAILY)
        ]  # fmt: skip
        return pl.concat(frames)

    def replicates(self) -> pl.DataFrame:
        """A row for each replicate and centre, and one for all together (centre null)."""
        names: list[str | None] = [centre.name for centre in self.scenario.centres]
        number, rows = self.finals.shape[:2]
        return pl.DataFrame(
            {"replicate": np.repeat(np.arange(number), rows), "centre": [*names, None] * number}
            | {name: self.finals[:, :, at].ravel() for at, name in enumerate(FINAL)}
        )
