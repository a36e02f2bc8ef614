"""One person counts once: overlapping detentions in one group become one spell."""

from __future__ import annotations

import polars as pl


def merge_spells(frame: pl.DataFrame, group: list[str], *, touching: bool) -> pl.DataFrame:
    """Return the spells of each person in each group.

    Columns of the group, person, book_in, book_out, exit.

    Detentions that overlap become one; with `touching`, so do those where one begins on the day
    that another ends (which counts both days under `any-part`). The exit is that of the detention
    that ends last. A person without a key (null) is never merged with another.
    """
    columns = [*group, "person", "book_in", "book_out", "exit"]
    frame = frame.select(columns) if "exit" in frame.columns else frame.select(columns[:-1])
    if "exit" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias("exit"))
    key = [*group, "person"]
    # By hash: a chance likeness only sends a row through the slower way.
    alike = pl.struct(key).hash().is_duplicated()
    repeated = frame.select(alike & pl.col("person").is_not_null())
    mask = repeated.to_series()
    if not mask.any():
        return frame
    several = frame.filter(mask).sort(*key, "book_in", "book_out", nulls_last=True)
    far = pl.date(9999, 12, 31)
    end = pl.coalesce("book_out", far)
    several = several.with_columns(end.alias("end"))
    before = pl.col("end").cum_max().shift(1).over(key)
    joins = pl.col("book_in") <= before if touching else pl.col("book_in") < before
    several = several.with_columns((~joins.fill_null(False)).alias("starts"))
    several = several.with_columns(pl.col("starts").cum_sum().alias("spell"))
    spells = several.group_by("spell", maintain_order=True).agg(
        *(pl.col(c).first() for c in key),
        pl.col("book_in").min(),
        pl.col("end").max(),
        pl.col("exit").sort_by("end", maintain_order=True).last(),
    )
    spells = spells.with_columns(pl.when(pl.col("end") < far).then("end").alias("book_out")).select(
        columns
    )
    return pl.concat([frame.filter(~mask), spells])
