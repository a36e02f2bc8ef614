"""Releases by authority and facility: in the period, and since the first order."""

from __future__ import annotations

import polars as pl

from drawdown.report.asked import Asked
from drawdown.report.gather.movements import exits_in

UNSTATED = "no authority stated"


def by_authority(asked: Asked) -> pl.DataFrame:
    """Releases by authority as the entries have it.

    Returns:
        authority, facility, period, cumulative (how many), the authority most used first.
    """
    out = exits_in(asked.ask, min(asked.start, asked.since), asked.on).filter(
        pl.col("how") == "release"
    )
    written = pl.col("authority").str.strip_chars()
    frame = out.with_columns(
        authority=pl.when(written == "").then(pl.lit(UNSTATED)).otherwise(written)
    )
    return (
        frame.group_by("authority", "facility")
        .agg(period=(pl.col("date") >= asked.since).sum(), cumulative=pl.len())
        .with_columns(all=pl.col("cumulative").sum().over("authority"))
        .sort(pl.col("authority") == UNSTATED, -pl.col("all").cast(pl.Int64), "authority")
        .drop("all")
    )


def decided_first(asked: Asked) -> tuple[int, int]:
    """Of the releases of the period, how many had a decision to release by then, and how many not.

    A decision made on or before the day of the release counts; one within a day after it as well,
    since the books of two offices may differ by one.
    """
    out = exits_in(asked.ask, asked.since, asked.on).filter(pl.col("how") == "release")
    decided = asked.ask.entries_anywhere("decision").filter(pl.col("outcome") == "released")
    first = decided.group_by("person").agg(decided=pl.col("date").min())
    joined = out.join(first, on="person", how="left")
    with_one = joined.filter(pl.col("decided") <= pl.col("date") + pl.duration(days=1)).height
    return with_one, len(out) - with_one
