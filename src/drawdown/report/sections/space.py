"""How many can keep the order's distance in each place: what was measured, and the pictures."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from drawdown.order.words import number
from drawdown.report.asked import Asked
from drawdown.report.document.model import Block, Column, Figure, Heading, Paragraph, Ref, table
from drawdown.report.levels import Shows
from drawdown.report.sections.said import NONE, key_of, short


def space(asked: Asked, facility: str | None = None) -> Iterator[Block]:
    """The part; nothing where nobody measured anything.

    Args:
        asked: What the report is asked about.
        facility: Only what was measured at this facility.
    """
    measured = asked.ask.entries_anywhere("measurement").sort(
        "facility", "unit", "what", "date", "value"
    )
    if facility is not None:
        measured = measured.filter(pl.col("facility") == facility)
    if measured.is_empty() and not asked.plans:
        return
    yield Heading("Room to keep apart", key="space")
    if len(measured):
        yield Paragraph(("What was measured is in ", Ref("table-space"), ". Where two numbers "
                         "stand for one place, the first can be placed and no more than the second "
                         "is possible."))  # fmt: skip
        yield _measured(asked, measured)
    if asked.plans and asked.shows(Shows.PLANS):
        for place, drawn in enumerate(asked.plans):
            yield Figure(
                key_of("figure-plan", str(place)), drawn.svg, drawn.alt,
                f"{asked.name(drawn.facility)}: {drawn.title}", 0.8,
            )  # fmt: skip


_WHAT = {
    "floor_area": "floor area (square feet)", "excluded_area": "area left out (square feet)",
    "distance": "distance between sleeping places (feet)",
    "distanced_capacity": "people who can keep apart",
}  # fmt: skip


def _measured(asked: Asked, measured: pl.DataFrame) -> Block:
    rows = []
    keys = ["facility", "unit", "what", "feet"]
    for (facility, unit, what, feet), part in measured.group_by(keys, maintain_order=True):
        values = " to ".join(dict.fromkeys(number(v) for v in part["value"]))
        apart = f" at {number(feet)} feet" if isinstance(feet, float) else ""
        rows.append((
            asked.name(str(facility)), str(unit) or "all of it", f"{_WHAT[str(what)]}{apart}",
            values, short(part["date"].max()),  # type: ignore[arg-type]
        ))  # fmt: skip
    return table(
        "table-space", "What was measured in each place",
        [Column("Centre", width=1.2), Column("Unit", width=1.2), Column("What", width=2.8),
         Column("Measured", "right", 1.1), Column("Day", width=1.1)],
        rows or [(NONE,) * 5],
    )  # fmt: skip
