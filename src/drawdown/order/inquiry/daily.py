"""How many people a place held at the end of each of many days."""

from __future__ import annotations

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place
from drawdown.order.inquiry.limit import Basis
from drawdown.order.inquiry.stays import stays_at


def held_daily(ask: Inquiry, place: Place, days: pl.Series, basis: Basis) -> pl.DataFrame:
    """The number of people held on each day, from counts where there are any, else from stays.

    Args:
        ask: The inquiry.
        place: One facility, or several, whose numbers are then added.
        days: The days (Date), each once.
        basis: Whose counts govern, where the clause says; how old a count may be.

    Returns:
        One row per day: date, fewest, most (Int64; they differ where sources do, and are null
        where there is neither a count nor stays).
    """
    total = pl.DataFrame({"date": days}).with_columns(
        fewest=pl.lit(0, pl.Int64), most=pl.lit(0, pl.Int64)
    )
    for facility in place.ids:
        one = _of_facility(ask, Place(facility, (facility,), place.name), days, basis)
        total = total.join(one, on="date", how="left", suffix="_here").select(
            "date",
            fewest=pl.col("fewest") + pl.col("fewest_here"),
            most=pl.col("most") + pl.col("most_here"),
        )
    return total.sort("date")


def _of_facility(ask: Inquiry, place: Place, days: pl.Series, basis: Basis) -> pl.DataFrame:
    counts = ask.entries("count", place).filter(
        (pl.col("unit") == "") & (pl.col("group") == "held")
    )
    if basis.count_source:
        counts = counts.filter(pl.col("source") == basis.count_source)
    if basis.counting_rule:
        counts = counts.filter(pl.col("rule") == basis.counting_rule)
    by_day = (
        counts.group_by("date").agg(fewest=pl.col("count").min(), most=pl.col("count").max())
    ).sort("date")
    found = pl.DataFrame({"date": days.sort()}).join_asof(
        by_day, on="date", strategy="backward", tolerance=f"{basis.max_age_days}d"
    )
    stays = stays_at(ask, place)
    if stays is None or basis.count_source:
        return found
    came = stays["arrived"].sort()
    went = stays["left"].drop_nulls().sort()
    held = came.search_sorted(found["date"], side="right").cast(pl.Int64) - went.search_sorted(
        found["date"], side="right"
    ).cast(pl.Int64)
    return found.with_columns(
        fewest=pl.col("fewest").fill_null(held), most=pl.col("most").fill_null(held)
    )
