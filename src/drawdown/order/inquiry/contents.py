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
    wanted = sorted({field.lower() for field in required})
    held = entries.select(held=pl.col("fields").list.join(";"))
    sorts = held.unique()["held"].to_list()
    lacks = {sort: ", ".join(w for w in wanted if w not in sort.split(";")) for sort in sorts}
    lacks[""] = ""
    return entries.with_columns(
        lacks=held["held"].replace_strict(
            list(lacks), list(lacks.values()), return_dtype=pl.String
        ),
        clear=held["held"] != "",
    )
