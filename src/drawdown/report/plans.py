"""Floor plans as pictures for a report: solved for each distance that the order asks for."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from drawdown.finding.plans import distances_of, named_after, walls_of
from drawdown.order.document import Order
from drawdown.record.columns import Terms
from drawdown.report.asked import Drawn
from drawdown.space.picture import draw
from drawdown.space.plan import read_plan
from drawdown.space.rule import Rule
from drawdown.space.solve import solve
from drawdown.space.words import in_words, picture_in_words

SIX_FEET = (Fraction(6), "ft")
"""The distance where the order names none."""


def drawn(plans: Iterable[Path], order: Order) -> tuple[Drawn, ...]:
    """Solve and draw floor plans.

    Raises:
        SpaceError: A plan cannot be used.
    """
    asked = sorted(set(distances_of(order))) or [SIX_FEET]
    return tuple(_one(path, order, *one) for path in plans for one in asked)


def _one(path: Path, order: Order, distance: Fraction, unit: str) -> Drawn:
    plan = read_plan(path)
    answer = solve(plan, Rule(distance, unit, walls=walls_of(path, plan)))
    terms = Terms(order.header.zone, order.header.facility_names())
    facility = plan.beds[0].facility or named_after(path, terms)
    told = "" if list(distances_of(order)) else " The order names no distance; 6 feet is taken."
    return Drawn(
        facility, f"{in_words(answer)}{told}", draw(answer),
        f"{in_words(answer)} {picture_in_words(answer)}",
    )  # fmt: skip
