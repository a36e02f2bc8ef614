"""Transfers out of a place, each counted once: from transfers, and from stays and exits."""

from __future__ import annotations

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place, within

_KEY = ["person", "facility"]
_COLUMNS = [*_KEY, "date", "date_at", "id", "source", "file", "row"]


def moves_from(ask: Inquiry, place: Place) -> pl.DataFrame:
    """The transfers out of a place since the clause began to bind.

    A stay or an exit that ended by a transfer counts where no `transfer` entry of the same person
    from the same facility stands within a day of it: the books of two offices may differ by one.

    Returns:
        The columns of `transfer` entries and `n` (UInt32), the number of the row; what stays and
        exits do not say is null, and `said` (Boolean) is whether a `transfer` entry says it.
    """
    direct = ask.entries("transfer", place, since=ask.since)
    exits = ask.entries("exit", place, since=ask.since).filter(pl.col("how") == "transfer")
    parts = [ask.view.entries("stay", id_) for id_ in place.ids]
    ended = [
        part.filter(pl.col("exit") == "transfer").with_columns(
            date=pl.col("book_out"), date_at=pl.col("book_out_at")
        )
        for part in parts
    ]
    stays = within(pl.concat(ended), ask.since, ask.on)
    others = pl.concat([exits.select(_COLUMNS), stays.select(_COLUMNS)])
    if len(others):
        others = _apart(others.sort("date"), direct.select(*_KEY, "date"))
    told = direct.with_columns(said=pl.lit(value=True))
    both = pl.concat([told, others.with_columns(said=pl.lit(value=False))], how="diagonal")
    return both.with_row_index("n")


def _apart(others: pl.DataFrame, direct: pl.DataFrame) -> pl.DataFrame:
    """Those that no transfer stands within a day of, and of those within a day one."""
    near = others.select(*_KEY, "date", "id").join(direct, on=_KEY, suffix="_of")
    counted = near.filter((pl.col("date") - pl.col("date_of")).dt.total_days().abs() <= 1)["id"]
    left = others.filter(~pl.col("id").is_in(counted.implode()))
    gap = (pl.col("date") - pl.col("date").shift(1).over(_KEY)).dt.total_days()
    return left.filter(gap.is_null() | (gap > 1))
