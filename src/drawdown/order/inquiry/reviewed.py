"""How far decisions have come: who was due, who was decided on, who waits, who is not clear."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place

DECIDED = ("released", "not_released")
"""The outcomes that decide; `deferred` decides nothing yet."""


@dataclass(frozen=True)
class Reviewed:
    """Numbers of people.

    Attributes:
        due: Covered, and due by the day asked about.
        decided: Of those, with a decision.
        released: Of those, released by it.
        waiting: Due without a decision.
        deferred: Of those, with a decision deferred.
        later: Covered without a decision and not due yet.
        next_due: The day on which the next of those are due.
        gone: No longer held, and without a decision.
        unclear: Of whom it is not known whether they are covered.
        unclear_open: Of those, due and without a decision.
        one_fact: Of those, people of whom a single fact is missing.
        undated: Covered people whose due date cannot be computed.
        rows: The people who wait or are unclear.
    """

    due: int
    decided: int
    released: int
    waiting: int
    deferred: int
    later: int
    next_due: date | None
    gone: int
    unclear: int
    unclear_open: int
    one_fact: int
    undated: int
    rows: pl.DataFrame = field(compare=False)


def decisions_by(ask: Inquiry) -> pl.DataFrame:
    """Per person, the decisions since the clause began to bind.

    Returns:
        person, decided and released and deferred (Boolean).
    """
    outcome = pl.col("outcome").cast(pl.String)
    return (
        ask.entries_anywhere("decision", since=ask.since)
        .group_by("person")
        .agg(
            decided=outcome.is_in(DECIDED).any(),
            released=(outcome == "released").any(),
            deferred=(outcome == "deferred").any(),
        )
    )


def decisions_at(ask: Inquiry, place: Place) -> pl.DataFrame:
    """The decisions since the clause began to bind, of a place or of none stated."""
    frame = ask.entries_anywhere("decision", since=ask.since)
    return frame.filter(pl.col("facility").is_in(["", *place.ids]))


def decided_on(ask: Inquiry, place: Place) -> pl.DataFrame:
    """Those of them that decide."""
    return decisions_at(ask, place).filter(pl.col("outcome").cast(pl.String).is_in(DECIDED))


def review(people: pl.DataFrame, decisions: pl.DataFrame, on: date) -> Reviewed:
    """Hold decisions against the people covered.

    Args:
        people: person; covered (Boolean, null: unknown); lacking (facts not known); gone (Boolean:
            no longer held); due (Date; null where it cannot be computed).
        decisions: As `decisions_by` gives them.
        on: The day asked about.
    """
    all_ = people.filter(pl.col("covered").fill_null(value=True)).join(
        decisions, on="person", how="left", maintain_order="left"
    )
    flags = [pl.col(name).fill_null(value=False) for name in ("decided", "released", "deferred")]
    all_ = all_.with_columns(*flags, surely=pl.col("covered").fill_null(value=False))
    by_now = pl.col("due") <= on
    open_ = ~pl.col("decided") & ~pl.col("gone")
    counts = all_.select(
        due=(pl.col("surely") & by_now & (pl.col("decided") | ~pl.col("gone"))).sum(),
        decided=(pl.col("surely") & by_now & pl.col("decided")).sum(),
        released=(pl.col("surely") & by_now & pl.col("released")).sum(),
        waiting=(pl.col("surely") & by_now & open_).sum(),
        deferred=(pl.col("surely") & by_now & open_ & pl.col("deferred")).sum(),
        later=(pl.col("surely") & (pl.col("due") > on) & open_).sum(),
        next_due=pl.col("due").filter(pl.col("surely") & (pl.col("due") > on) & open_).min(),
        gone=(pl.col("surely") & pl.col("gone") & ~pl.col("decided")).sum(),
        unclear=(~pl.col("surely") & ~pl.col("gone")).sum(),
        unclear_open=(~pl.col("surely") & open_ & by_now).sum(),
        one_fact=(~pl.col("surely") & open_ & by_now & (pl.col("lacking") == 1)).sum(),
        undated=(pl.col("surely") & open_ & pl.col("due").is_null()).sum(),
    ).row(0, named=True)
    return Reviewed(**counts, rows=all_.filter(open_ & by_now))
