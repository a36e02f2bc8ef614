"""How many people a facility held on a day: every source that says so, agreeing or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place, sources_of
from drawdown.order.words import some


@dataclass(frozen=True)
class Counted:
    """A number of people held, on which day, by whose count.

    Attributes:
        people: How many.
        on: The day counted.
        said: Where it is known from, for a sentence.
        sources: Files and rows.
        rows: The entries.
    """

    people: int
    on: date
    said: str
    sources: tuple[str, ...]
    rows: Callable[[], pl.DataFrame]


def counted(
    ask: Inquiry,
    place: Place,
    *,
    on: date | None = None,
    max_age: int = 0,
    source: str = "",
    rule: str = "",
    group: str = "held",
) -> list[Counted]:
    """Every different number that the record gives for a place on a day, at most one per number.

    Args:
        ask: The inquiry.
        place: One facility, or several, whose numbers are then added.
        on: The day; that of the inquiry where it is missing.
        max_age: How many days old a count may be; the latest day that has one is used.
        source: The source that governs, where the order names one.
        rule: The counting rule that governs, where the order names one.
        group: Whom to count: `held`, or `staff` on duty.

    Returns:
        Nothing where there is no count, several where sources disagree.
    """
    on = on or ask.on
    options = [
        choices
        for facility in place.ids
        if (choices := _at(ask, facility, on, max_age, source, rule, group))
        or not (len(place.ids) > 1 and _is_closed(ask, facility, on))
    ]
    if not options:
        return []
    if any(not choices for choices in options):
        return []
    if len(options) == 1:
        return options[0]
    # Of the sums of numbers that disagree, the lowest and the highest: every other lies between.
    ends = [[min(choices, key=_people) for choices in options],
            [max(choices, key=_people) for choices in options]]  # fmt: skip
    totals = {sum(map(_people, choice)): choice for choice in ends}
    return [_added(total, choice) for total, choice in totals.items()]


def _people(counted: Counted) -> int:
    return counted.people


def _added(total: int, parts: list[Counted]) -> Counted:
    return Counted(
        total, min(part.on for part in parts), "added over the facilities",
        tuple(dict.fromkeys(source for part in parts for source in part.sources)),
        lambda: pl.concat([part.rows() for part in parts], how="diagonal"),
    )  # fmt: skip


def uncounted(
    ask: Inquiry, place: Place, max_age: int = 0, group: str = "held", *,
    source: str = "", rule: str = "",
) -> list[str]:  # fmt: skip
    """The facilities of a place that have no count, each with the nearest day that has one."""
    missing = []
    for facility in place.ids:
        if _at(ask, facility, ask.on, max_age, source, rule, group):
            continue
        if len(place.ids) > 1 and _is_closed(ask, facility, ask.on):
            continue
        name = ask.header.facility(facility).name
        counts = _counts(ask, facility, group).filter(pl.col("date") <= ask.on)
        latest = counts["date"].max()
        nearest = f" (the latest before it is of {latest!s})" if latest else ""
        if not latest and not ask.view.entries("stay", facility).is_empty():
            nearest = f" (the stays reach to {ask.stays_reach(facility)})"
        whom = "staff on duty" if group == "staff" else "people held"
        missing.append(f"a count of the {whom} at {name} on {ask.on}{nearest}")
    return missing


def _is_closed(ask: Inquiry, facility: str, on: date) -> bool:
    """Whether a facility had closed, so that among others it needs no count to hold nobody."""
    closed = ask.header.facility(facility).closed
    return closed is not None and closed <= on


def _latest(counts: pl.DataFrame) -> pl.DataFrame:
    """Of several counts in a day by one source and rule, the last: what stood at its end."""
    last = pl.col("date_at").max().over("source", "rule")
    return counts.filter(pl.col("date_at").is_null() | (pl.col("date_at") == last))


def _counts(ask: Inquiry, facility: str, group: str) -> pl.DataFrame:
    counts = ask.view.entries("count", facility)
    return counts.filter((pl.col("unit") == "") & (pl.col("group") == group))


def _by_day(ask: Inquiry, facility: str, group: str) -> dict[date, pl.DataFrame]:
    """The counts of a facility by their day, parted once for all days that are asked about."""

    def parted() -> dict[date, pl.DataFrame]:
        counts = _counts(ask, facility, group)
        return {rows["date"][0]: rows for rows in counts.partition_by("date", maintain_order=True)}

    return ask.view.keep(("counts by day", facility, group), parted)


def _at(
    ask: Inquiry, facility: str, on: date, max_age: int, source: str, rule: str, group: str
) -> list[Counted]:
    place = Place(facility, (facility,), ask.header.facility(facility).name)
    by_day, oldest = _by_day(ask, facility, group), on - timedelta(days=max_age)
    for day in sorted((day for day in by_day if oldest <= day <= on), reverse=True):
        counts = by_day[day]
        for column, wanted in (("source", source), ("rule", rule)):
            if wanted:
                counts = counts.filter(pl.col(column).cast(pl.String) == wanted)
        if counts.is_empty():
            continue
        if len(counts) == 1:
            return [_from_counts(counts)]
        numbers = _latest(counts).sort("count").partition_by("count", maintain_order=True)
        return [_from_counts(rows) for rows in numbers]
    held = ask.held(place, on) if group == "held" else None
    if held is None or source or rule not in ("", "midnight", "interval"):
        return []
    if on > ask.stays_reach(facility):
        return []
    said = f"{some(len(held), 'stay')} open at the end of that day"
    return [Counted(len(held), on, said, sources_of(held.with_columns(source=pl.lit(""))),
                    lambda: held)]  # fmt: skip


def _from_counts(rows: pl.DataFrame) -> Counted:
    first = rows.row(0, named=True)
    by_rule = {
        "midnight": "midnight count", "any_part": "count of anyone held on any part of the day",
        "interval": "count of book-in <= day < book-out", "unknown": "counting rule not stated",
    }  # fmt: skip
    return Counted(
        first["count"], first["date"], by_rule[first["rule"]], sources_of(rows), lambda: rows
    )
