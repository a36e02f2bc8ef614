"""Transfers out of a place, each counted once: from transfers, and from stays and exits."""

from __future__ import annotations

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place, within
from drawdown.order.inquiry.once import untold

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
    by_stay = untold(stays.select(_COLUMNS), direct, _KEY)
    told_too = pl.concat([part.select(*_KEY, "date") for part in (direct, by_stay)])
    others = pl.concat([by_stay, untold(exits.select(_COLUMNS), told_too, _KEY)])
    told = direct.with_columns(said=pl.lit(value=True))
    both = pl.concat([told, others.with_columns(said=pl.lit(value=False))], how="diagonal")
    return both.with_row_index("n")
