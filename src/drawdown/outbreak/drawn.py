"""The charts of an answer: a fan for each population, and infections against population."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from drawdown.charts.spread import Dose, Fan, doses, fans
from drawdown.outbreak.answer import spread
from drawdown.outbreak.results import DAILY, Ensemble


def fan_chart(
    ensembles: Sequence[Ensemble], measure: str, days: str, people: str,
    named: Callable[[Ensemble], str],
) -> dict[str, Any]:  # fmt: skip
    """One panel for each scenario: 95% and 50% of replicates, and the middle one.

    Args:
        ensembles: The scenarios.
        measure: One of `DAILY`.
        days: What the axis of days is called.
        people: What the axis of people is called.
        named: What a panel is called.
    """
    at = DAILY.index(measure)
    panels = [Fan(named(one), *(level.tolist() for level in one.levels[at])) for one in ensembles]
    return fans(panels, days=days, people=people)


def dose_chart(
    ensembles: Sequence[Ensemble], held: str, people: str, named: Callable[[Ensemble], str]
) -> dict[str, Any]:
    """How many are infected by the last day, against how many are held."""
    points = []
    for one in ensembles:
        found = spread(one, "infected")
        points.append(
            Dose(named(one), one.scenario.people, found["p025"], found["p50"], found["p975"])
        )
    return doses(points, held=held, people=people)
