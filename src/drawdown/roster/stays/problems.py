"""Detentions that cannot all be true, found and shown: a person decides which is."""

from __future__ import annotations

import polars as pl

PROBLEM = {
    "kind": pl.String,
    "person": pl.String,
    "row": pl.UInt32,
    "other_row": pl.UInt32,
    "says": pl.String,
}


def find_problems(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the problems among detentions in order of person and book-in.

    With the columns of `PROBLEM`.

    The kinds: `overlap` (in two places at once), `open_then_next` (no book-out, yet booked in
    again), `disagreement` (the stated reason against what follows), `orphan` (the beginning of its
    stay is not in the file) and `outside_stay` (a detention outside its stay's own dates). Negative
    and repeated detentions never get here: they are rows set aside.
    """
    found = [_overlaps(frame), _left_open(frame), _disagreements(frame), *_stay_dates(frame)]
    return pl.concat(found).sort("person", "row", "kind", maintain_order=True)


def _select(frame: pl.DataFrame, kind: str, other: str | None, says: pl.Expr) -> pl.DataFrame:
    return frame.select(
        pl.lit(kind).alias("kind"),
        "person",
        "row",
        (pl.col(other) if other else pl.lit(None)).alias("other_row"),
        says.alias("says"),
    ).cast(PROBLEM)  # type: ignore[arg-type]


def _overlaps(frame: pl.DataFrame) -> pl.DataFrame:
    """Find each detention that begins before an earlier one of the same person has ended."""
    so_far = frame.filter(
        pl.col("tangled") & pl.col("keyed") & ~pl.col("ended_by_next")
    ).with_columns(pl.col("book_out_at").alias("until"))
    latest = pl.col("until").cum_max().shift(1).over("person")
    # The row that holds the latest end so far: the one that an overlap is with.
    so_far = so_far.with_columns(latest.alias("latest"))
    holder = (
        pl.when(pl.col("until") == pl.col("until").cum_max().over("person"))
        .then(pl.struct("row", "facility", "book_out"))
        .forward_fill()
        .shift(1)
        .over("person")
    )
    so_far = so_far.with_columns(holder.alias("holder")).filter(
        pl.col("book_in_at") < pl.col("latest")
    )
    so_far = so_far.with_columns(
        pl.col("holder").struct.field("row").alias("with_row"),
        pl.col("holder").struct.field("facility").alias("with_facility"),
        pl.col("holder").struct.field("book_out").alias("with_out"),
    )
    says = pl.format(
        "booked in at {} on {} while at {} until {} (row {})",
        "facility",
        "book_in",
        "with_facility",
        "with_out",
        "with_row",
    )
    return _select(so_far, "overlap", "with_row", says)


def _left_open(frame: pl.DataFrame) -> pl.DataFrame:
    left = frame.filter("ended_by_next")
    says = pl.format(
        "no book-out at {}, but booked in again on {}; taken as ended then", "facility", "book_out"
    )
    return _select(left, "open_then_next", None, says)


def _disagreements(frame: pl.DataFrame) -> pl.DataFrame:
    found = frame.filter(pl.col("disagreement").is_not_null())
    return _select(found, "disagreement", "next_row", pl.col("disagreement"))


def _stay_dates(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """Find detentions that their own stay's dates leave no room for.

    And stays whose beginning is missing.
    """
    stated = frame.filter(pl.col("stay_book_in").is_not_null())
    outside = stated.filter(
        (pl.col("book_in") < pl.col("stay_book_in"))
        | (pl.col("book_out") > pl.col("stay_book_out"))
    )
    says = pl.format(
        "{} to {} lies outside its stay, {} to {}",
        "book_in",
        pl.col("book_out").cast(pl.String).fill_null("open"),
        "stay_book_in",
        pl.col("stay_book_out").cast(pl.String).fill_null("open"),
    )
    first = stated.with_columns(
        pl.col("book_in").min().over("person", "stay_book_in").alias("first_in")
    ).filter(
        (pl.col("first_in") > pl.col("stay_book_in")) & (pl.col("book_in") == pl.col("first_in"))
    )
    missing = pl.format(
        "the stay began on {}, but its first detention in this file on {}",
        "stay_book_in",
        "book_in",
    )
    return [
        _select(outside, "outside_stay", None, says),
        _select(first, "orphan", None, missing),
    ]
