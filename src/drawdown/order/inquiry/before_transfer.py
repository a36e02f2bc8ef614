"""What must come before a transfer: an evaluation, screenings, notice, a new mask."""

from __future__ import annotations

from typing import Literal

import polars as pl

from drawdown.order.calendar import Span
from drawdown.order.inquiry.inquiry import Inquiry, Place
from drawdown.order.inquiry.preceding import NO, UNKNOWN, YES, preceded

Requirement = Literal["evaluation", "screening", "notice", "mask"]

PROOF: dict[Requirement, str] = {
    "evaluation": "evaluation", "screening": "screening", "notice": "notice", "mask": "handout",
}  # fmt: skip
"""The kind of entry that proves each, besides the `transfer` entry itself."""

SAID: dict[Requirement, str] = {
    "evaluation": "an evaluation", "screening": "a screening", "notice": "notice",
    "mask": "a new mask",
}  # fmt: skip

_OWN = {"evaluation": "evaluated", "screening": "screened", "notice": "notified"}
_DAY = Span.parse("1 day")


def first(requirement: Requirement) -> str:
    """The column that says whether a requirement came first."""
    return f"{requirement}_first"


def recorded(
    ask: Inquiry,
    moves: pl.DataFrame,
    requirement: Requirement,
    *,
    at_most: Span | None,
    screenings: tuple[str, ...] = (),
    topic: str = "",
) -> pl.Series:
    """Whether each transfer was preceded by what is required, by what the record has of it.

    Args:
        ask: The inquiry.
        moves: Transfers, as `moves_from` gives them.
        requirement: What is required.
        at_most: How long before the transfer it may have been at most.
        screenings: The kinds of screening that are each required; any one where empty.
        topic: The topic that a notice must have, where it must.

    Returns:
        `NO`, `UNKNOWN` or `YES`, in the order of the transfers.
    """
    found = _by_entries(ask, moves, requirement, at_most, screenings, topic)
    if requirement == "mask":
        return found.set((moves["mask"] == "yes").fill_null(value=False), YES)
    own = _by_transfer(moves, _OWN[requirement], at_most)
    return pl.select(pl.max_horizontal(found, own)).to_series()


def with_logs(ask: Inquiry, place: Place, requirement: Requirement, topic: str = "") -> pl.Expr:
    """The same, but unknown where nobody states that the log is complete.

    A transfer that says itself that no mask was given is `NO` in any case.
    """
    about = _about(requirement, topic)
    answer = pl.col(first(requirement))
    logged = ask.complete(PROOF[requirement], place, since=ask.since, until=ask.on, about=about)
    found = answer if logged else pl.max_horizontal(answer, pl.lit(UNKNOWN, dtype=pl.Int8))
    if requirement != "mask":
        return found.alias(first(requirement))
    denied = (pl.col("mask") == "no").fill_null(value=False) & (answer == NO)
    return pl.when(denied).then(answer).otherwise(found).alias(first(requirement))


def log_missing(
    ask: Inquiry, place: Place, requirement: Requirement, topic: str = ""
) -> str | None:  # fmt: skip
    """The statement that is missing for the absence of what is required to be evidence; or none."""
    kind, about = PROOF[requirement], _about(requirement, topic)
    if ask.complete(kind, place, since=ask.since, until=ask.on, about=about):
        return None
    return ask.log_missing(kind, place, ask.on, about)


def _about(requirement: Requirement, topic: str) -> str:
    return {"mask": "mask", "notice": topic}.get(requirement, "")


def _by_transfer(moves: pl.DataFrame, column: str, span: Span | None) -> pl.Series:
    """What the `transfer` entry says itself."""
    told = moves.filter(pl.col(column).is_not_null()).select(
        "n", date=column, date_at=f"{column}_at"
    )
    return preceded(moves.with_columns(pl.col("n").alias("of")), told.rename({"n": "of"}), span,
                    on="of")  # fmt: skip


def _by_entries(
    ask: Inquiry, moves: pl.DataFrame, requirement: Requirement, span: Span | None,
    screenings: tuple[str, ...], topic: str,
) -> pl.Series:  # fmt: skip
    entries = ask.entries_anywhere(PROOF[requirement]).join(
        moves.select("person").unique(), on="person", how="semi"
    )
    match requirement:
        case "evaluation":
            return preceded(moves, entries, span)
        case "notice":
            if topic:
                entries = entries.filter(pl.col("topic").str.to_lowercase() == topic.lower())
            return preceded(moves, entries, span)
        case "mask":
            masks = entries.filter(pl.col("item").str.to_lowercase().is_in(["mask", "masks"]))
            return preceded(moves, masks, span or _DAY)
        case "screening":
            what = pl.col("what").str.to_lowercase()
            kinds = [entries.filter(what == kind.lower()) for kind in screenings] or [entries]
            answers = [preceded(moves, of_kind, span) for of_kind in kinds]
            return pl.select(pl.min_horizontal(answers)).to_series()
