"""The same detention written twice in one file."""

from __future__ import annotations

import polars as pl


def repeated_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that repeat another row's detention, with the reason.

    Columns pos (counted from 0), why.

    Two rows are the same detention when person, facility, book-in and book-out agree (and the day
    of the list, where rows have one); the first stays. A row without a book-out is also a repeat
    where another row has the same person, facility and book-in and does say when it ended. Rows
    without a person's key are never repeats of each other.
    """
    # Few rows share a person and a moment: only those are worth the exact look.
    moment = pl.struct("person", "book_in_at").hash()
    alike = frame.select((moment.is_duplicated() & pl.col("keyed")).alias("alike"))["alike"]
    keyed = frame.with_row_index("pos").filter(alike).lazy()
    same = ["person", "facility", "book_in_at", "as_of"]
    first = keyed.with_columns(
        pl.col("row").first().over([*same, "book_out_at"]).alias("first_row"),
        pl.len().over(same).alias("alike"),
    ).filter(pl.col("alike") > 1)
    exact = first.filter(pl.col("row") != pl.col("first_row")).select(
        "pos",
        pl.format("the same person, facility and dates as row {}", "first_row").alias("why"),
    )
    ended = (
        first.filter(pl.col("book_out_at").is_not_null()).group_by(same).agg(pl.col("row").first())
    )
    open_ = (
        first.filter(pl.col("book_out_at").is_null() & (pl.col("row") == pl.col("first_row")))
        .join(ended, on=same, nulls_equal=True, suffix="_ended")
        .select(
            "pos",
            pl.format("the same detention as row {}, which says when it ended", "row_ended").alias(
                "why"
            ),
        )
    )
    return pl.concat([exact, open_]).collect()
