"""Every stay at a place, with when it ended: from stays, closed by their book-out or by an exit."""

from __future__ import annotations

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place


def stays_at(ask: Inquiry, place: Place) -> pl.DataFrame | None:
    """The stays at a place that had begun by the day asked about.

    Returns:
        One row per stay: person, facility, unit, arrived (Date), left (Date, null while the person
        is held at the end of the day asked), detained (Date: the start of the unbroken detention
        that the stay is part of, whatever the facility), id, source, file, row; or none where the
        record has no stays at one of the place's facilities.
    """
    if any(ask.view.entries("stay", facility).is_empty() for facility in place.ids):
        return None
    everywhere = ask.view.keep(("stays", ask.on), lambda: _everywhere(ask))
    parts = [everywhere[facility] for facility in place.ids if facility in everywhere]
    if not parts:
        return next(iter(everywhere.values())).clear()
    return pl.concat(parts) if len(parts) > 1 else parts[0]


def _everywhere(ask: Inquiry) -> dict[str, pl.DataFrame]:
    """The stays at every facility, by facility; under "" none, with the same columns."""
    stays = _ended(ask, ask.view.entries("stay"))
    if stays["person"].is_duplicated().any():
        stays = stays.join(_chains(stays), on="id", how="left", maintain_order="left")
    else:
        stays = stays.with_columns(detained="arrived")
    parts = stays.partition_by("facility", as_dict=True)
    return {"": stays.clear(), **{str(key[0]): part for key, part in parts.items()}}


def _ended(ask: Inquiry, stays: pl.DataFrame) -> pl.DataFrame:
    begun = stays.filter(pl.col("date") <= ask.on).select(
        "person", "facility", "unit", "id", "source", "file", "row",
        arrived="date", left="book_out",
    )  # fmt: skip
    exits = ask.view.entries("exit").filter(pl.col("date") <= ask.on)
    if len(exits):
        out = exits.select("person", "facility", exited="date").sort("exited")
        begun = begun.sort("arrived").join_asof(
            out, left_on="arrived", right_on="exited", by=["person", "facility"],
            strategy="forward", check_sortedness=False,
        ).with_columns(left=pl.min_horizontal("left", "exited")).drop("exited")  # fmt: skip
    return begun.with_columns(left=pl.when(pl.col("left") <= ask.on).then("left"))


def _chains(stays: pl.DataFrame) -> pl.DataFrame:
    """The start of the unbroken detention of each stay: a gap of more than a day breaks it."""
    ordered = stays.sort("person", "arrived").with_columns(
        reached=pl.col("left").fill_null(pl.date(9999, 12, 31)).cum_max().over("person")
    )
    gap = pl.col("arrived") > pl.col("reached").shift(1).over("person").dt.offset_by("1d")
    return ordered.with_columns(chain=gap.fill_null(value=True).cum_sum()).select(
        "id", detained=pl.col("arrived").min().over("chain")
    )


def stays_missing(ask: Inquiry, place: Place) -> tuple[str, ...]:
    """The facilities of a place whose stays nobody recorded."""
    return tuple(
        f"the stays at {ask.header.facility(id_).name}, which say who was held and since when"
        for id_ in place.ids
        if ask.view.entries("stay", id_).is_empty()
    )
