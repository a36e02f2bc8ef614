"""The housing units of a place, and how many people each holds."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place

_KEY = ["facility", "unit"]


def people_by_unit(ask: Inquiry, place: Place, max_age: int = 0) -> pl.DataFrame:
    """How many people each unit holds, from counts of units where there are any, else from stays.

    Args:
        ask: The inquiry.
        place: The facilities.
        max_age: How many days old a count may be; each unit's latest day is used.

    Returns:
        One row per unit: facility, unit, fewest, most (Int64, equal where the sources agree), on
        (Date). A unit that is named nowhere has no row.
    """
    counts = ask.entries("count", place, since=ask.on - timedelta(days=max_age)).filter(
        (pl.col("unit") != "") & (pl.col("group") == "held")
    )
    counted = (
        counts.filter(pl.col("date") == pl.col("date").max().over(_KEY))
        .group_by(_KEY, maintain_order=True)
        .agg(fewest=pl.col("count").min(), most=pl.col("count").max(), on=pl.col("date").max())
    )
    held = ask.held(place)
    if held is None:
        return counted
    housed = (
        held.filter(pl.col("unit") != "")
        .group_by(_KEY, maintain_order=True)
        .agg(fewest=pl.len().cast(pl.Int64), most=pl.len().cast(pl.Int64))
        .with_columns(on=pl.lit(ask.on))
    )
    return pl.concat([counted, housed.join(counted, on=_KEY, how="anti")]).sort(_KEY)


def units_of(ask: Inquiry, place: Place, *others: pl.DataFrame) -> list[str]:
    """Every unit that the record names at a place: in stays, counts, cohorts and other entries."""
    named = [
        *(ask.entries(kind, place).select("unit") for kind in ("stay", "count", "cohort")),
        *(frame.select("unit") for frame in others),
    ]
    return sorted(set(pl.concat(named)["unit"].unique().to_list()) - {""})
