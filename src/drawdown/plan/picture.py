"""A plan as what a chart shows: for each cap a fan, and who left by what way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from drawdown.charts.fan import Fan
from drawdown.plan.caps import CapPlan
from drawdown.plan.flows import Flows
from drawdown.plan.scenarios import AS_TODAY, WITHOUT_TRANSFERS
from drawdown.plan.words import SCENARIO_WORDS

SHOWN_BEFORE, SHOWN_AHEAD = 42, 70
"""How many days before and after today a chart shows, where the due date asks for no more."""
WAYS: Mapping[str, tuple[str, ...]] = {
    "released": ("releases",),
    "removed": ("removals",),
    "died, otherwise or not explained": ("deaths", "other", "unexplained"),
    "moved elsewhere": ("transfers_out",),
}
"""The ways of leaving that a chart tells apart; those who were moved last."""


def fan_of(
    cap: CapPlan, title: str, *, what: str = AS_TODAY, beside: str = WITHOUT_TRANSFERS,
    names: Mapping[str, str] | None = None,
) -> Fan | None:  # fmt: skip
    """What the chart of a cap shows; none where there is no forecast.

    Args:
        cap: The plan of the cap.
        title: What is counted.
        what: The scenario whose ranges are shown; today's pace where there is no such.
        beside: The scenario whose middle is drawn beside them, where there is one.
        names: How ways of leaving and scenarios are called, where not in English.
    """
    if not cap.scenarios or cap.history is None:
        return None
    names = names or {}
    shown = cap.scenario(what) or cap.scenarios[0]
    ahead = SHOWN_AHEAD if cap.due is None else max(SHOWN_AHEAD, (cap.due - cap.on).days + 14)
    ahead = min(ahead, shown.band.shape[1] - 1)
    row = cap.history.people[-SHOWN_BEFORE - 1 :]
    first = cap.on - timedelta(days=len(row) - 1)
    people = {
        first + timedelta(days=int(at)): int(row[at]) for at in np.flatnonzero(np.isfinite(row))
    }
    other = cap.scenario(beside) if beside != shown.name else None
    name = names.get(beside, SCENARIO_WORDS[beside])
    return Fan(
        title, people, [cap.on + timedelta(days=day) for day in range(ahead + 1)],
        [points[: ahead + 1].tolist() for points in shown.band], cap.limit, cap.due,
        {name: other.band[2, : ahead + 1].tolist()} if other else {}, _weeks(cap.seen, names),
    )  # fmt: skip


def _weeks(seen: Flows | None, names: Mapping[str, str]) -> dict[date, dict[str, int]]:
    """The people who left in each seven days of the window, up to the day named."""
    if seen is None:
        return {}
    found = {}
    for weeks in range(seen.days // 7):
        end = seen.days - 7 * weeks
        last = seen.start + timedelta(days=end - 1)
        found[last] = {
            names.get(way, way): int(seen.daily(*kinds)[end - 7 : end].sum())
            for way, kinds in WAYS.items()
        }
    return found
