"""What each person being transferred was given: from the transfer itself, or from handouts."""

from __future__ import annotations

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place, sources_of
from drawdown.order.inquiry.moves import moves_from
from drawdown.order.inquiry.outcome import Status
from drawdown.order.inquiry.supplied import Provided, Provision, log_complete
from drawdown.order.words import day, listed, number, some

MASK = ("mask", "masks")


def on_transfer(ask: Inquiry, place: Place, of: Provision, given: pl.DataFrame) -> Provided:
    """Hold the transfers since the clause bound against what was handed out on their day.

    A `transfer` entry says itself whether a new mask was given; other items, and masks where it
    does not say, are looked up among the handouts to people being transferred: by name on the same
    day, else in numbers on that day. One transfer without it is enough for `not_met`.
    """
    moves = moves_from(ask, place).with_columns(
        pl.col("mask").fill_null("unknown"), pl.col("excepted").fill_null("no")
    )
    excepted = moves.filter(pl.col("excepted") == "yes")
    bound = moves.filter(pl.col("excepted") != "yes")
    had = _had(bound, given, mask=of.about[0] in MASK)
    logged = log_complete(ask, place, of)
    denied = had.filter(pl.col("had") == "no")
    open_ = had.filter(pl.col("had") == "unknown")
    lacking = len(denied) + (len(open_) if logged else 0)
    moves_known = ask.complete("transfer", place, since=ask.since, until=ask.on)
    missing: list[str] = []
    if len(open_) and not logged:
        missing.append(ask.log_missing("handout", place, ask.on, of.about[0]))
    if not moves_known:
        missing.append(ask.log_missing("transfer", place, ask.on))
    status: Status = "not_met" if lacking else "undetermined" if missing else "met"
    got = len(bound) - len(denied) - len(open_)
    sentence = (
        f"{place.name}: {some(len(bound), 'person was', 'people were')} transferred from "
        f"{day(ask.since)} to {day(ask.on)}, and {number(got)} had a new {of.one} recorded"
    )
    shares = [
        f"{number(len(rows))} {says}"
        for rows, says in ((denied, "had none"), (open_, "are not known to have had one"))
        if len(rows)
    ]
    if shares:
        sentence += f"; {listed(shares)}"
    if len(excepted):
        sentence += f"; {some(len(excepted), 'transfer')} under an exception not counted"
    return Provided(
        status, f"{sentence}.", float(got), float(len(bound)), "people",
        tuple(missing) if status == "undetermined" else (),
        (*sources_of(moves), *sources_of(given)),
        (moves, given),
    )  # fmt: skip


def _had(moves: pl.DataFrame, given: pl.DataFrame, *, mask: bool) -> pl.DataFrame:
    """Each transfer with `had`: yes, no or unknown."""
    said = pl.col("mask").cast(pl.String) if mask else pl.lit("unknown")
    named = given.filter(pl.col("person") != "").select("person", "date", given=pl.lit(value=True))
    unnamed = (
        given.filter(pl.col("person") == "")
        .group_by("facility", "date")
        .agg(spare=pl.col("amount").sum())
    )
    joined = (
        moves.with_columns(had=said)
        .join(named.unique(), on=["person", "date"], how="left")
        .with_columns(had=pl.when("given").then(pl.lit("yes")).otherwise("had"))
        .join(unnamed, on=["facility", "date"], how="left")
    )
    wanting = pl.col("had") == "unknown"
    enough = wanting.sum().over("facility", "date") <= pl.col("spare").fill_null(0)
    return joined.with_columns(
        had=pl.when(wanting & enough).then(pl.lit("yes")).otherwise("had")
    ).drop("given", "spare")
