"""What must come before a transfer: an evaluation, screenings, notice, a new mask."""

from __future__ import annotations

from collections.abc import Mapping
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


def fulfilled(
    ask: Inquiry,
    place: Place,
    moves: pl.DataFrame,
    requirement: Requirement,
    *,
    at_most: Mapping[Requirement, Span],
    screenings: tuple[str, ...] = (),
    topic: str = "",
) -> pl.Series:
    """Whether each transfer was preceded by what is required: `NO`, `UNKNOWN` or `YES`.

    What is in no entry is `NO` only where somebody states that the log of such entries is complete;
    a transfer that says itself that no mask was given is `NO` in any case.

    Args:
        ask: The inquiry.
        place: The place transferred from.
        moves: Transfers, as `moves_from` gives them.
        requirement: What is required.
        at_most: How long before the transfer it may have been at most.
        screenings: The kinds of screening that are each required; any one where empty.
        topic: The topic that a notice must have, where it must.
    """
    span = at_most.get(requirement)
    found = _by_entries(ask, moves, requirement, span, screenings, topic)
    denied = pl.Series([False]).new_from_index(0, len(moves))
    if requirement == "mask":
        mask = moves["mask"].cast(pl.String)
        found = found.set((mask == "yes").fill_null(value=False), YES)
        denied = (mask == "no").fill_null(value=False)
    else:
        own = _by_transfer(moves, _OWN[requirement], span)
        found = pl.select(pl.max_horizontal(found, own)).to_series()
    about = "mask" if requirement == "mask" else topic if requirement == "notice" else ""
    logged = ask.complete(PROOF[requirement], place, since=ask.since, until=ask.on, about=about)
    if not logged:
        found = found.set(found == NO, UNKNOWN)
    return found.set(denied, NO)


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
    entries = ask.entries_anywhere(PROOF[requirement]).filter(
        pl.col("person").is_in(moves["person"].implode())
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
