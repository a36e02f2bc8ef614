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
    # Of detentions in order of book-in, if any two overlap then some two neighbours do.
    overlap = (pl.col("next_book_in_at") < pl.col("book_out_at")).fill_null(False)
    people = frame.filter(overlap)["person"].unique()
    frame = frame.with_columns(pl.col("person").is_in(people.implode()).alias("tangled"))
    some = frame.filter("tangled")
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
    touched = pl.col("tangled") & pl.col("book_out_at").is_not_null()
    return mended.with_columns(
        pl.when(touched).then(f"next_{name}_mended").otherwise(f"next_{name}").alias(f"next_{name}")
        for name in NEXT
    ).drop("found", *(f"next_{name}_mended" for name in NEXT))


def stay_numbers(frame: pl.DataFrame) -> pl.Series:
    """Return the number of each detention's stay.

    A detention begins a new stay unless the one before leads to it; of people whose detentions
    overlap, unless any earlier one of theirs leads to it or was still running.
    """
    same = pl.col("person") == pl.col("person").shift(1)
    led = pl.col("followed").shift(1).fill_null(value=False)
    starts = frame.select((~(same & led).fill_null(value=False)).alias("starts"))["starts"]
    tangled = frame.filter("tangled")
    if not tangled.is_empty():
        starts = starts.scatter(tangled["pos"], _tangled_starts(tangled))
    return starts.cum_sum().cast(pl.UInt32).alias("stay")


def _tangled_starts(tangled: pl.DataFrame) -> pl.Series:
    places = tangled.select(
        pl.col("row").alias("next_row"), "sheet", pl.col("pos").alias("next_pos")
    ).unique(["next_row", "sheet"])
    placed = tangled.join(
        places, on=["next_row", "sheet"], how="left", nulls_equal=True, maintain_order="left"
    )
    reach = pl.when("followed").then("next_pos").cum_max().shift(1).over("person")
    until = pl.col("book_out_at").cum_max().shift(1).over("person")
    led_to = (reach >= pl.col("pos")).fill_null(value=False)
    running = (until > pl.col("book_in_at")).fill_null(value=False)
    return placed.select((~(led_to | running)).alias("starts"))["starts"]
