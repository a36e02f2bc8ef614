"""What an entry holds of what is required."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def with_contents(entries: pl.DataFrame, required: Sequence[str]) -> pl.DataFrame:
    """Say of each entry what it lacks, and whether it says what it holds at all.

    Args:
        entries: Entries with a column `fields` (a list of words in lower case).
        required: The fields that each must hold.

    Returns:
        The entries with `lacks` (String: the missing fields, separated by commas; blank where there
        are none, or where the entry does not say what it holds) and `clear` (Boolean: whether it
        says so, or nothing is required).
    """
    if not required:
        return entries.with_columns(lacks=pl.lit(""), clear=pl.lit(value=True))
    wanted = pl.lit([field.lower() for field in required], dtype=pl.List(pl.String))
    stated = pl.col("fields").list.len() > 0
    return entries.with_columns(
        lacks=pl.when(stated)
        .then(wanted.list.set_difference("fields").list.sort().list.join(", "))
        .otherwise(pl.lit("")),
        clear=stated,
    )
