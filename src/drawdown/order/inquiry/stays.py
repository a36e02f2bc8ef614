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
    everywhere = ask.view.keep(
        ("stays by facility", ask.on),
        lambda: stays_anywhere(ask).partition_by("facility", as_dict=True),
    )
    parts = [everywhere[(facility,)] for facility in place.ids if (facility,) in everywhere]
    if not parts:
        return stays_anywhere(ask).clear()
    return pl.concat(parts) if len(parts) > 1 else parts[0]


def stays_anywhere(ask: Inquiry) -> pl.DataFrame:
    """The stays at every facility, as `stays_at` gives them."""
    return ask.view.keep(("stays", ask.on), lambda: _with_chains(_ended(ask)))


def numbered(column: str) -> pl.Expr:
    """A number for each distinct text of a column: sorting by it is far faster than by the text."""
    return pl.col(column).cast(pl.Categorical).to_physical()


def _ended(ask: Inquiry) -> pl.DataFrame:
    begun = ask.view.entries("stay").filter(pl.col("date") <= ask.on).select(
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


def _with_chains(stays: pl.DataFrame) -> pl.DataFrame:
    """Add the start of the unbroken detention of each stay: a gap of more than a day breaks it."""
    again = pl.col("person").is_duplicated()
    once, several = stays.filter(~again), stays.filter(again)
    ordered = several.with_columns(number=numbered("person")).sort("number", "arrived")
    # A running maximum within each person: the days of the next all lie above those of the last.
    above = pl.col("number").cast(pl.Int64) * 10_000_000
    until = pl.col("left").fill_null(pl.date(9999, 12, 31)).to_physical().cast(pl.Int64)
    ordered = ordered.with_columns(reached=(above + until).cum_max().shift(1))
    goes_on = above + pl.col("arrived").to_physical() <= pl.col("reached") + 1
    follows = (pl.col("number") == pl.col("number").shift(1)) & goes_on
    began = pl.when(~follows.fill_null(value=False)).then("arrived").forward_fill()
    return pl.concat([
        once.with_columns(detained="arrived"),
        ordered.with_columns(detained=began).drop("number", "reached"),
    ])  # fmt: skip


def stays_missing(ask: Inquiry, place: Place) -> tuple[str, ...]:
    """The facilities of a place whose stays nobody recorded."""
    return tuple(
        f"the stays at {ask.header.facility(id_).name}, which say who was held and since when"
        for id_ in place.ids
        if ask.view.entries("stay", id_).is_empty()
    )
