"""How far decisions have come: who was due, who was decided on, who waits, who is not clear."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place

DECIDED = ("released", "not_released")
"""The outcomes that decide; `deferred` decides nothing yet."""

STATES = ("overdue", "due", "waiting", "deferred", "unclear", "decided")
"""Where a review stands: its day has passed, is today, is to come or is set by a pace alone; it was
put off; it is not known whether the person is covered; or it is decided."""


@dataclass(frozen=True)
class Reviewed:
    """Numbers of people.

    Attributes:
        due: Covered, and due by the day asked about.
        decided: Of those, with a decision.
        released: Of those, released by it.
        waiting: Due without a decision.
        deferred: Of those, with a decision deferred to a later day, or to no day.
        unconfirmed: Of those, with a decision that no second person confirmed where one must.
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
    unconfirmed: int
    later: int
    next_due: date | None
    gone: int
    unclear: int
    unclear_open: int
    one_fact: int
    undated: int
    rows: pl.DataFrame = field(compare=False)


def decisions_by(ask: Inquiry, *, second: bool = False) -> pl.DataFrame:
    """Per person, the decisions since the clause began to bind.

    The latest deferral counts, until the day on which it is to be taken up again: from then on the
    person waits like anybody else, and the day that the court set is the same throughout.

    Args:
        ask: The inquiry.
        second: Whether a decision counts only where a second person confirmed it.

    Returns:
        person; decided, released, deferred and unconfirmed (Boolean: decided, but by nobody
        second, where one is asked for); deferred_until (Date, null where not said) and lacks
        (String: what is missing), of the latest deferral.
    """
    outcome = pl.col("outcome").cast(pl.String)
    counts = outcome.is_in(DECIDED) & (confirmed() if second else pl.lit(value=True))
    frame = ask.entries_anywhere("decision", since=ask.since)
    made = frame.group_by("person").agg(
        decided=counts.any(),
        released=(counts & (outcome == "released")).any(),
        unconfirmed=(outcome.is_in(DECIDED) & ~counts).any(),
    )
    put_off = (
        frame.filter(outcome == "deferred")
        .sort("date", "recorded", maintain_order=True)
        .unique("person", keep="last", maintain_order=True)
        .select(
            "person", deferred=pl.col("until").is_null() | (pl.col("until") > ask.on),
            deferred_until="until", lacks="missing",
        )
    )  # fmt: skip
    return made.join(put_off, on="person", how="left")


def confirmed() -> pl.Expr:
    """Whether a decision names a second person, who is not the decider."""
    second, decider = (pl.col(name).str.strip_chars().str.to_lowercase()
                       for name in ("second", "decider"))  # fmt: skip
    return (second != "") & (second != decider)


def decisions_at(ask: Inquiry, place: Place) -> pl.DataFrame:
    """The decisions since the clause began to bind, of a place or of none stated."""
    frame = ask.entries_anywhere("decision", since=ask.since)
    return frame.filter(pl.col("facility").is_in(["", *place.ids]))


def decided_on(ask: Inquiry, place: Place, *, second: bool = False) -> pl.DataFrame:
    """Those of them that decide; with `second`, those that a second person confirmed."""
    frame = decisions_at(ask, place).filter(pl.col("outcome").cast(pl.String).is_in(DECIDED))
    return frame.filter(confirmed()) if second else frame


def standings(people: pl.DataFrame, decisions: pl.DataFrame, on: date) -> pl.DataFrame:
    """Where each person's review stands: one of `STATES`, or `gone`.

    Whoever is known not to be covered has no row.

    Args:
        people: person; covered (Boolean, null: unknown); lacking (facts not known); gone (Boolean:
            no longer held); due (Date; null where it cannot be computed, or a pace alone counts).
        decisions: As `decisions_by` gives them.
        on: The day asked about.

    Returns:
        The people with the columns of `decisions_by`, `surely` (Boolean: known to be covered) and
        `state` (Enum).
    """
    flags = [
        pl.col(name).fill_null(value=False)
        for name in ("decided", "released", "deferred", "unconfirmed")
    ]
    found = (
        people.filter(pl.col("covered").fill_null(value=True))
        .join(decisions, on="person", how="left", maintain_order="left")
        .with_columns(*flags, surely=pl.col("covered").fill_null(value=False))
    )
    state = (
        pl.when("decided").then(pl.lit("decided"))
        .when("gone").then(pl.lit("gone"))
        .when(~pl.col("surely")).then(pl.lit("unclear"))
        .when("deferred").then(pl.lit("deferred"))
        .when(pl.col("due") < on).then(pl.lit("overdue"))
        .when(pl.col("due") == on).then(pl.lit("due"))
        .otherwise(pl.lit("waiting"))
    )  # fmt: skip
    return found.with_columns(state=state.cast(pl.Enum([*STATES, "gone"])))


def review(people: pl.DataFrame, on: date) -> Reviewed:
    """Count the people by where their reviews stand.

    Args:
        people: As `standings` gives them.
        on: The day asked about.
    """
    surely, by_now, state = pl.col("surely"), pl.col("due") <= on, pl.col("state")
    open_ = ~state.is_in(["decided", "gone"])
    waiting = surely & by_now & open_
    later = surely & (pl.col("due") > on) & open_
    counts = people.select(
        due=(surely & by_now & (state != "gone")).sum(),
        decided=(surely & by_now & pl.col("decided")).sum(),
        released=(surely & by_now & pl.col("released")).sum(),
        waiting=waiting.sum(),
        deferred=(waiting & (state == "deferred")).sum(),
        unconfirmed=(waiting & pl.col("unconfirmed")).sum(),
        later=later.sum(),
        next_due=pl.col("due").filter(later).min(),
        gone=(surely & (state == "gone")).sum(),
        unclear=(~surely & ~pl.col("gone")).sum(),
        unclear_open=((state == "unclear") & by_now).sum(),
        one_fact=((state == "unclear") & by_now & (pl.col("lacking") == 1)).sum(),
        undated=(surely & open_ & pl.col("due").is_null()).sum(),
    ).row(0, named=True)
    return Reviewed(**counts, rows=people.filter(open_ & by_now))
