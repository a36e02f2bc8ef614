"""Every entry has an id of its own; a row that takes another entry's is set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from drawdown.record.columns import SET_ASIDE
from drawdown.record.files import Account, Batch


def repeated_ids(frames: Sequence[tuple[str, pl.DataFrame]]) -> dict[int, list[int]]:
    """Which entries have the id of another that was recorded before them.

    Args:
        frames: Kinds and their entries. Neither their order nor that of the rows matters.

    Returns:
        The places of such rows in a frame, by the frame's place; nothing for most records.
    """
    parts = [
        frame.select("id", "recorded", "file", "row").with_columns(
            kind=pl.lit(kind), part=pl.lit(number, pl.UInt32), place=pl.int_range(pl.len())
        )
        for number, (kind, frame) in enumerate(frames)
    ]
    if not parts:
        return {}
    ids = pl.concat(parts)
    if ids["id"].n_unique() == len(ids):
        return {}
    twice = ids.filter(pl.col("id").is_duplicated()).sort("recorded", "file", "row", "kind", "part")
    later = twice.filter(~pl.col("id").is_first_distinct())
    places = later.group_by("part").agg("place")
    return dict(places.iter_rows())


def without(batch: Batch, places: list[int]) -> tuple[pl.DataFrame, Account]:
    """A batch's entries less those at some places, and its account with them set aside."""
    gone = pl.Series(places, dtype=pl.UInt32)
    lines = batch.frame[gone].select(
        "file", "row", pl.lit("id").alias("column"), pl.col("id").alias("found"),
        pl.lit("this id names another entry as well; expected an id that no other entry has")
        .alias("reason"),
    ).cast(dict(SET_ASIDE))  # type: ignore[arg-type]  # fmt: skip
    kept = batch.frame.filter(~pl.int_range(pl.len()).is_in(gone.implode()))
    aside = pl.concat([batch.account.set_aside, lines]).sort("row")
    used = batch.account.used - len(places)
    return kept, replace(batch.account, used=used, set_aside=aside)
