"""Who was released, and when: from stays, exits and decisions, each release once."""

from __future__ import annotations

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place
from drawdown.order.inquiry.once import untold


def releases(ask: Inquiry, place: Place) -> pl.DataFrame:
    """The releases from a place by the end of the day asked about.

    A stay and an exit that say the same release, within a day of each other, count once. A decision
    to release counts, on its day, for a person of whom no release is recorded on or after it and
    who has no open stay.

    Returns:
        One row per release: person, released (Date), until (Date: the day on which the person was
        next taken in, or released again; null while at large), id, source, file, row; by day.
    """
    return ask.view.keep(("releases", place.ids, ask.on), lambda: _releases(ask, place))


def _releases(ask: Inquiry, place: Place) -> pl.DataFrame:
    columns = ["person", "date", "id", "source", "file", "row"]
    stays = ask.entries_anywhere("stay")
    here = pl.col("facility").is_in(list(place.ids))
    ended = stays.filter(here & (pl.col("exit") == "release") & (pl.col("book_out") <= ask.on))
    by_stay = ended.with_columns(date="book_out").select(columns)
    exits = ask.entries_anywhere("exit").filter(here & (pl.col("how") == "release"))
    out = pl.concat([by_stay, untold(exits.select(columns), by_stay, ["person"])])
    decided = _decided_only(ask, place, stays, out).select(columns)
    all_ = pl.concat([out, decided]).rename({"date": "released"}).sort("released")
    return _until(ask, all_, stays)


def _decided_only(
    ask: Inquiry, place: Place, stays: pl.DataFrame, out: pl.DataFrame
) -> pl.DataFrame:
    decided = (
        ask.entries_anywhere("decision")
        .filter((pl.col("outcome") == "released") & pl.col("facility").is_in(["", *place.ids]))
        .sort("date")
        .unique(subset="person", keep="last", maintain_order=True)
    )
    if decided.is_empty():
        return decided
    last = out.group_by("person").agg(last=pl.col("date").max())
    exits = ask.entries_anywhere("exit").select("person", "facility", out="date")
    inside = stays.filter(pl.col("book_out").is_null() | (pl.col("book_out") > ask.on))
    if len(exits):
        ends = exits.group_by("person", "facility").agg(pl.col("out").max())
        inside = inside.join(ends, on=["person", "facility"], how="left").filter(
            pl.col("out").is_null() | (pl.col("out") < pl.col("date"))
        )
    return decided.join(last, on="person", how="left").filter(
        (pl.col("last").is_null() | (pl.col("last") < pl.col("date")))
        & ~pl.col("person").is_in(inside["person"].implode())
    )


def _until(ask: Inquiry, out: pl.DataFrame, stays: pl.DataFrame) -> pl.DataFrame:
    """When each was next taken in: by a re-detention, by a stay that begins later; or let go."""
    taken = pl.concat([
        ask.entries_anywhere("redetention").select("person", taken="date"),
        stays.select("person", taken="date"),
        out.select("person", taken="released"),
    ]).sort("taken")  # fmt: skip
    return out.with_columns(after=pl.col("released") + pl.duration(days=1)).join_asof(
        taken, left_on="after", right_on="taken", by="person", strategy="forward",
        check_sortedness=False,
    ).rename({"taken": "until"}).drop("after")  # fmt: skip
