"""What a daily series comes to: the peak, the average, how long people were held."""

from __future__ import annotations

import polars as pl


def peak_days(series: pl.DataFrame, group: tuple[str, ...]) -> pl.DataFrame:
    """Return for each group the most people on one day, the first such day.

    And the daily average.
    """
    return series.group_by(list(group), maintain_order=True).agg(
        pl.col("count").max().alias("peak"),
        pl.col("date").get(pl.col("count").arg_max()).alias("peak_date"),
        pl.col("count").mean().round(1).alias("average"),
    )


def lengths_of_stay(stays: pl.DataFrame, group: list[str]) -> pl.DataFrame:
    """Return how long ended detentions lasted, in days from book-in to book-out, for each group.

    Columns: the group's, ended, median_days, mean_days, longest_days. Open ones are not in it: how
    long they will last is not known.
    """
    ended = stays.filter(pl.col("book_out").is_not_null()).with_columns(
        (pl.col("book_out") - pl.col("book_in")).dt.total_days().alias("days")
    )
    measures = [
        pl.len().alias("ended"),
        pl.col("days").median().alias("median_days"),
        pl.col("days").mean().round(1).alias("mean_days"),
        pl.col("days").max().alias("longest_days"),
    ]
    if not group:
        return ended.select(measures)
    return ended.group_by(group, maintain_order=True).agg(measures).sort(group)
