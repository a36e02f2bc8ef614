"""Which criteria everyone held meets, as columns: one row per person, criterion and version."""

from __future__ import annotations

from datetime import date

import polars as pl

from drawdown.finding.case import Case
from drawdown.finding.check import clock_of
from drawdown.order.header import Criteria
from drawdown.order.inquiry import Inquiry, Place
from drawdown.order.inquiry.criteria import facts_known, meeting
from drawdown.record.record import View

VERDICTS = pl.Enum(["met", "not_met", "unknown"])

COVERAGE = {
    "person": pl.String(), "facility": pl.String(), "unit": pl.String(), "criterion": pl.String(),
    "version": pl.Date(), "governs": pl.Boolean(), "verdict": VERDICTS, "lacking": pl.UInt32(),
    "missing": pl.List(pl.String()),
}  # fmt: skip
"""The columns of `coverage`."""


def coverage(
    case: Case, on: date, known: date | None = None, *, view: View | None = None
) -> pl.DataFrame:
    """Whether everyone held at the end of a day meets each version of each criterion.

    Args:
        case: The order and the record.
        on: The day asked about.
        known: As known at the end of this day; None: everything known now.
        view: The record as known then, where it was already read.

    Returns:
        The columns of `COVERAGE`: lacking is how many facts are not known, and missing which ones,
        both only where the verdict is unknown (0 and empty otherwise). Sorted by criterion,
        version, person. A facility without stays in the record has no rows.
    """
    view = view.anew() if view else case.record.as_known(known)
    ask = Inquiry(on, on, view, case.order.header, clock_of(case.order, view, on, known))
    held = held_now(ask)
    parts = [_one(ask, version, held) for version in case.order.header.criteria]
    if not parts:
        return pl.DataFrame(schema=COVERAGE)
    return pl.concat(parts).sort("criterion", "version", "person", maintain_order=True)


def held_now(ask: Inquiry) -> pl.DataFrame:
    """Where everybody is held at the end of the day: person, facility, unit, arrived (Date).

    Whoever two facilities claim to hold stands at the one that took the person in last.
    """
    parts = [ask.held(Place(f.id, (f.id,), f.name)) for f in ask.header.facilities]
    found = [
        part.select("person", "facility", "unit", "arrived") for part in parts if part is not None
    ]
    if not found:
        columns = {"person": pl.String, "facility": pl.String, "unit": pl.String}
        return pl.DataFrame(schema={**columns, "arrived": pl.Date})
    return pl.concat(found).sort("arrived", maintain_order=True).unique(
        "person", keep="last", maintain_order=True
    )  # fmt: skip


def facts_missing(ask: Inquiry, version: Criteria, people: pl.DataFrame) -> pl.DataFrame:
    """Which facts of a version are not known of people: person, missing (List of String).

    Only people of whom any is missing have a row. What counts as known is what counts in
    `drawdown.order.inquiry.criteria.facts_known`: the latest day's entries, a blank never.
    """
    names = pl.DataFrame({"name": list(dict.fromkeys(name.lower() for name in version.any_of))})
    facts = ask.entries_anywhere("fact").select(
        "person", "value", "date", name=pl.col("name").str.to_lowercase()
    ).join(names, on="name", how="semi").join(people, on="person", how="semi")  # fmt: skip
    latest = facts.filter(pl.col("date") == pl.col("date").max().over("person", "name"))
    known = latest.filter(pl.col("value") != "unknown").select("person", "name").unique()
    pairs = people.select("person").join(names, how="cross", maintain_order="left_right")
    return (
        pairs.join(known, on=["person", "name"], how="anti", maintain_order="left")
        .group_by("person", maintain_order=True)
        .agg(missing="name")
    )


def _one(ask: Inquiry, version: Criteria, held: pl.DataFrame) -> pl.DataFrame:
    met = meeting(facts_known(ask, version), version, held)
    verdict = (
        pl.when(pl.col("meets"))
        .then(pl.lit("met"))
        .when(pl.col("meets").is_null())
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("not_met"))
    )
    met = met.with_columns(verdict=verdict.cast(VERDICTS))
    missing = facts_missing(ask, version, met.filter(pl.col("verdict") == "unknown"))
    governs = ask.header.criteria_on(version.id, ask.on) == version
    none = pl.lit([], dtype=pl.List(pl.String))
    return (
        met.join(missing, on="person", how="left", maintain_order="left")
        .with_columns(
            criterion=pl.lit(version.id), version=pl.lit(version.starting), governs=pl.lit(governs),
            missing=pl.col("missing").fill_null(none),
            lacking=pl.when(pl.col("verdict") == "unknown").then("lacking").otherwise(0),
        )
        .select(list(COVERAGE)).cast(COVERAGE)  # type: ignore[arg-type]
    )  # fmt: skip
