"""In whose custody decisions are due: the people named, those held, or the members of a class."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place

ENDING = ("release", "removal", "death")
"""Exits after which a person's custody is no longer to be decided. A transfer is none of them."""


def named(ask: Inquiry, people: Sequence[str]) -> pl.DataFrame:
    """The people named: person, arrived (Date, null where not known), gone (Boolean)."""
    frame = pl.DataFrame({"person": list(dict.fromkeys(people))}, schema={"person": pl.String})
    return _with_gone(ask, _with_arrival(ask, frame))


def in_class(ask: Inquiry, place: Place, since: date) -> pl.DataFrame | None:
    """Everyone held at a place on any day since `since`, wherever they are now.

    Returns:
        person, arrived (Date), gone (Boolean: released, removed or dead by the day asked about); or
        none where the record has no stays at one of the place's facilities.
    """
    parts = [ask.view.entries("stay", facility) for facility in place.ids]
    if any(part.is_empty() for part in parts):
        return None
    stays = pl.concat(parts).filter(
        (pl.col("date") <= ask.on) & (pl.col("book_out").is_null() | (pl.col("book_out") > since))
    )
    left = pl.concat([ask.entries("exit", Place(id_, (id_,), "")) for id_ in place.ids])
    before = left.filter(pl.col("date") <= since).select("person", "facility", out="date")
    if len(before):
        last = before.group_by("person", "facility").agg(pl.col("out").max())
        stays = stays.join(last, on=["person", "facility"], how="left").filter(
            pl.col("out").is_null() | (pl.col("date") > pl.col("out"))
        )
    members = stays.group_by("person").agg(arrived=pl.col("date").min())
    return _with_gone(ask, members)


def _with_arrival(ask: Inquiry, people: pl.DataFrame) -> pl.DataFrame:
    stays = ask.entries_anywhere("stay").filter(pl.col("person").is_in(people["person"].implode()))
    latest = stays.group_by("person").agg(arrived=pl.col("date").max())
    return people.join(latest, on="person", how="left", maintain_order="left")


def _with_gone(ask: Inquiry, people: pl.DataFrame) -> pl.DataFrame:
    """Mark those whose custody ended, and who have not been taken in again since."""
    stays = ask.entries_anywhere("stay")
    ends = pl.concat([
        stays.filter(
            pl.col("exit").cast(pl.String).is_in(ENDING) & (pl.col("book_out") <= ask.on)
        ).select("person", ended="book_out"),
        ask.entries_anywhere("exit")
        .filter(pl.col("how").cast(pl.String).is_in(ENDING))
        .select("person", ended="date"),
    ]).join(people.select("person"), on="person", how="semi")  # fmt: skip
    last_out = ends.group_by("person").agg(pl.col("ended").max())
    again = (
        stays.select("person", entered="date")
        .join(last_out, on="person")
        .filter(pl.col("entered") > pl.col("ended"))
    )
    gone = last_out.join(again, on="person", how="anti").select("person", gone=True)
    return people.join(gone, on="person", how="left", maintain_order="left").with_columns(
        pl.col("gone").fill_null(value=False)
    )
