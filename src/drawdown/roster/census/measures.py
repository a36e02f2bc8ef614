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
    return lengths_of([lengths_counted(stays, group)], group)


def lengths_counted(stays: pl.DataFrame, group: list[str]) -> pl.DataFrame:
    """Return how many detentions of each group ended after how many days: group, days, ended."""
    return (
        stays.filter(pl.col("book_out").is_not_null())
        .select(*group, (pl.col("book_out") - pl.col("book_in")).dt.total_days().alias("days"))
        .group_by(*group, "days")
        .agg(pl.len().cast(pl.Int64).alias("ended"))
    )


def lengths_of(counted: list[pl.DataFrame], group: list[str]) -> pl.DataFrame:
    """Return the lengths of detentions that were counted in parts, as `lengths_of_stay` does."""
    whole = pl.concat(counted).sort(*group, "days", nulls_last=False)
    days, ended = pl.col("days"), pl.col("ended")
    below, number = ended.cum_sum(), ended.sum()

    def at(rank: pl.Expr) -> pl.Expr:
        return days.filter(below > rank).first()

    median = (at((number - 1) // 2) + at(number // 2)) / 2
    measures = [
        number.cast(pl.UInt32).alias("ended"),
        median.alias("median_days"),
        ((days * ended).sum() / number).round(1).alias("mean_days"),
        days.max().alias("longest_days"),
    ]
    if not group:
        return whole.select(measures)
    return whole.group_by(group, maintain_order=True).agg(measures).sort(group)
