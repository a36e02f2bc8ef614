"""How much room each housing unit has, and how many people are in it.

What can be known of a room comes from `measurement` entries. How many people can keep a distance in
it may also come from `capacity` entries whose measure is `distanced`, which is how whatever reads
floor plans hands in its answer: `distanced_capacity` is the one place that takes it up.
"""

from __future__ import annotations

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place
from drawdown.order.inquiry.population import counted
from drawdown.order.inquiry.units import people_by_unit

_KEY = ["facility", "unit"]
SAME_FEET = 1e-6
"""Distances closer than this are the same: metres turned into feet are rounded."""


def measured(ask: Inquiry, place: Place, what: str) -> pl.DataFrame:
    """The latest measurement of each unit.

    Returns:
        facility, unit (blank: the facility), `<what>_least` and `<what>_most` (Float64), which
        differ where the latest day has several.
    """
    rows = ask.entries("measurement", place).filter(pl.col("what") == what)
    return _latest(rows.select(*_KEY, "date", "value"), what)


def distanced_capacity(ask: Inquiry, place: Place, feet: float) -> pl.DataFrame:
    """How many people can keep a distance in each unit, as last stated for it or for any.

    Returns:
        facility, unit (blank: the facility), capacity_least and capacity_most (Float64).
    """
    same = pl.col("feet").is_null() | ((pl.col("feet") - feet).abs() < SAME_FEET)
    by_measure = ask.entries("measurement", place).filter(
        (pl.col("what") == "distanced_capacity") & same
    )
    stated = ask.entries("capacity", place).filter(
        pl.col("measure").str.to_lowercase() == "distanced"
    )
    rows = pl.concat([
        by_measure.select(*_KEY, "date", "value"),
        stated.select(*_KEY, "date", pl.col("value").cast(pl.Float64, strict=False)),
    ])  # fmt: skip
    return _latest(rows.drop_nulls("value"), "capacity")


def _latest(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return (
        rows.filter(pl.col("date") == pl.col("date").max().over(_KEY))
        .group_by(_KEY)
        .agg(
            pl.col("value").min().alias(f"{name}_least"),
            pl.col("value").max().alias(f"{name}_most"),
        )
    )


def rooms(ask: Inquiry, place: Place, max_age: int, *measures: pl.DataFrame) -> pl.DataFrame:
    """Each unit with its people and its measures, and each facility that is measured as a whole.

    Args:
        ask: The inquiry.
        place: The facilities.
        max_age: How many days old a count may be.
        measures: Frames keyed by facility and unit.

    Returns:
        One row per unit that holds people or is measured: facility, unit (blank: the facility as a
        whole), fewest, most (people; null where not known), and the measures (null where there is
        none). Where the record houses people by unit, a unit in which nobody is has 0.
    """
    people = people_by_unit(ask, place, max_age).select(*_KEY, "fewest", "most")
    whole = [
        (facility, "", min(numbers), max(numbers))
        for facility in place.ids
        if (numbers := [
            count.people for count in
            counted(ask, Place(facility, (facility,), place.name), max_age=max_age)
        ])
    ]  # fmt: skip
    people = pl.concat([people, pl.DataFrame(whole, schema=people.schema, orient="row")])
    named = pl.concat([people.select(_KEY), *(frame.select(_KEY) for frame in measures)])
    found = named.unique().join(people, on=_KEY, how="left")
    held = ask.held(place)
    if held is not None and (held["unit"] != "").any():
        found = found.with_columns(pl.col("fewest", "most").fill_null(0))
    for frame in measures:
        found = found.join(frame, on=_KEY, how="left")
    return found.sort(_KEY)
