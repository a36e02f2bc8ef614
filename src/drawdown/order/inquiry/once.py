"""Events that two sources tell, counted once: the books of two offices may differ by a day."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def untold(events: pl.DataFrame, told: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    """The events that none of those already told stands within a day of.

    Args:
        events: Entries: `id`, `date` and the columns of `on`.
        told: The events already told: `date` and the columns of `on`.
        on: What they have in common, such as the person.
    """
    if events.is_empty() or told.is_empty():
        return events
    near = events.select(*on, "date", "id").join(
        told.select(*on, "date"), on=list(on), suffix="_told"
    )
    same = near.filter((pl.col("date") - pl.col("date_told")).dt.total_days().abs() <= 1)["id"]
    return events.filter(~pl.col("id").is_in(same.implode())) if len(same) else events
