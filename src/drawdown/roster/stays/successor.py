"""Where a person was after a detention ended: the next one, or one that was already running."""

from __future__ import annotations

import polars as pl

NEXT = ("facility", "row", "book_in", "book_in_at", "stay_book_in")
FAR = pl.lit("2200-01-01").str.to_datetime("%Y-%m-%d", time_unit="us")


def with_next(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `next_facility`, `next_row`, … of the person's next detention by book-in.

    In the frame's order.
    """
    same = pl.col("person") == pl.col("person").shift(-1)
    return frame.with_columns(
        pl.when(same).then(pl.col(name).shift(-1)).alias(f"next_{name}") for name in NEXT
    )


def mend_overlaps(frame: pl.DataFrame) -> pl.DataFrame:
    """Correct the `next_…` columns of people whose detentions overlap.

    There the next book-in is not always what follows: after a night in hospital inside a longer
    detention, the person is back where they were. What follows an end is, among the detentions that
    outlast it, the one whose book-in is nearest to it.
    """
    frame = frame.with_row_index("pos")
    overlapping = (
        (pl.col("next_book_in_at") < pl.col("book_out_at")).fill_null(False).any().over("person")
    )
    some = frame.filter(overlapping)
    if some.is_empty():
        return frame
    ends = some.select("person", "pos", "book_out_at").filter(pl.col("book_out_at").is_not_null())
    others = some.select(
        "person",
        pl.col("pos").alias("next_pos"),
        pl.coalesce("book_out_at", FAR).alias("next_end"),
        *(pl.col(name).alias(f"next_{name}") for name in NEXT),
    )
    pairs = ends.join(others, on="person").filter(
        (pl.col("next_pos") != pl.col("pos"))
        & (
            (pl.col("next_end") > pl.col("book_out_at"))
            | ((pl.col("next_end") == pl.col("book_out_at")) & (pl.col("next_pos") > pl.col("pos")))
        )
    )
    nearest = (
        pairs.with_columns(
            (pl.col("next_book_in_at") - pl.col("book_out_at")).abs().alias("distance")
        )
        .sort("pos", "distance", "next_pos")
        .unique("pos", keep="first", maintain_order=True)
        .select("pos", pl.lit(True).alias("found"), *(f"next_{name}" for name in NEXT))
    )
    mended = frame.join(nearest, on="pos", how="left", suffix="_mended", maintain_order="left")
    touched = overlapping & pl.col("book_out_at").is_not_null()
    return mended.with_columns(
        pl.when(touched).then(f"next_{name}_mended").otherwise(f"next_{name}").alias(f"next_{name}")
        for name in NEXT
    ).drop("found", *(f"next_{name}_mended" for name in NEXT))


def stay_numbers(frame: pl.DataFrame) -> pl.Series:
    """Return the number of each detention's stay.

    A detention begins a new stay unless an earlier one of the person leads to it, or was still
    running.
    """
    where = frame.select("row", "sheet", pl.col("pos").alias("next_pos")).rename(
        {"row": "next_row"}
    )
    placed = frame.join(
        where.select("next_row", "sheet", "next_pos").unique(["next_row", "sheet"]),
        on=["next_row", "sheet"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    reach = pl.when("followed").then("next_pos").cum_max().shift(1).over("person")
    until = pl.col("book_out_at").cum_max().shift(1).over("person")
    led_to = (reach >= pl.col("pos")).fill_null(False)
    running = (until > pl.col("book_in_at")).fill_null(False)
    starts = placed.select((~(led_to | running)).alias("starts"))["starts"]
    return starts.cum_sum().cast(pl.UInt32).alias("stay")
