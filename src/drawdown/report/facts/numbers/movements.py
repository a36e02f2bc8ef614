"""Everybody who came and everybody who left, each exit once, with its kind and authority."""

from __future__ import annotations

import polars as pl

from drawdown.order.inquiry import Inquiry
from drawdown.order.inquiry.once import untold
from drawdown.review.authorities import AMBIGUOUS, AUTHORITIES

KINDS = ("release", "transfer", "removal", "death", "other", "unexplained")
"""The kinds of exit. A transfer is not a release."""

NOT_SAID, ANOTHER = "not stated", "another"
AUTHORITY = (*AUTHORITIES, ANOTHER, NOT_SAID)
"""The authorities of a release. What the record writes otherwise counts as another, so that no text
of an entry reaches the page."""

_COLUMNS = ["person", "facility", "date", "how", "authority", "id"]
_KEY = ["person", "facility"]


def exits(ask: Inquiry) -> pl.DataFrame:
    """Every exit by the day asked about, each once, and nothing that tells of whom.

    Returns:
        facility, date (Date), how (String, one of `KINDS`), authority (String: one of `AUTHORITY`
        for a release, else blank).
    """
    return each_exit(ask).select("facility", "date", "how", authority=named_authority())


def each_exit(ask: Inquiry) -> pl.DataFrame:
    """Every exit by the day asked about, each once.

    Exits count first; then transfers, then the ends of stays, that no earlier of them tells within
    a day. A stay that ended and of which nobody says how is an unexplained exit.

    Returns:
        person, facility, date (Date), how (String, one of `KINDS`), authority (String, as the entry
        has it), id (of the entry).
    """
    text = pl.col("how").cast(pl.String), pl.col("authority")
    told = ask.entries_anywhere("exit").with_columns(*text).select(_COLUMNS)
    moved = ask.entries_anywhere("transfer").with_columns(
        how=pl.lit("transfer"), authority=pl.lit("")
    ).select(_COLUMNS)  # fmt: skip
    told = pl.concat([told, untold(moved, told, _KEY)])
    how = pl.col("exit").cast(pl.String)
    ended = (
        ask.view.entries("stay")
        .filter(pl.col("book_out") <= ask.on)
        .select(
            "person", "facility", "authority", "id", date="book_out",
            how=pl.when(how.fill_null("") == "").then(pl.lit("unexplained")).otherwise(how),
        )
        .select(_COLUMNS)
    )  # fmt: skip
    return pl.concat([told, untold(ended, told, _KEY)])


def named_authority() -> pl.Expr:
    """The authority of a release by its name here; nothing of any other exit."""
    written = pl.col("authority").str.strip_chars().str.to_lowercase()
    named = (
        pl.when(written.is_in(["", *AMBIGUOUS])).then(pl.lit(NOT_SAID))
        .when(written.is_in(list(AUTHORITIES))).then(written)
        .otherwise(pl.lit(ANOTHER))
    )  # fmt: skip
    return pl.when(pl.col("how") == "release").then(named).otherwise(pl.lit(""))


def arrivals(ask: Inquiry) -> pl.DataFrame:
    """Every book-in by the day asked about: facility, date (Date)."""
    return ask.view.entries("stay").filter(pl.col("date") <= ask.on).select("facility", "date")
