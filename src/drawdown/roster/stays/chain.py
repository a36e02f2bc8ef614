"""Chaining a person's detentions into stays, and saying how each detention ended.

A detention is followed by another of the same person when the file itself says that they are one
stay, or when the next begins no later than the day after this one ends and the stated reason does
not end the stay at the same place. What follows decides between transfer and release, because a
person who is booked in elsewhere the same day was not let go; where the stated reason says
otherwise, both are kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from drawdown.roster.stays.problems import find_problems
from drawdown.roster.stays.reasons import classify_reasons
from drawdown.roster.stays.successor import FAR, mend_overlaps, stay_numbers, with_next

GAP = 1  # days between two detentions of one stay: an overnight journey

CHAINED = (
    "stay",
    "exit",
    "authority",
    "stated_kind",
    "next_facility",
    "next_row",
    "disagreement",
    "ended_by_next",
)


@dataclass(frozen=True)
class Stays:
    """Detentions chained into stays.

    `detentions` has the columns of `FACTS` and: `stay` (a number; one stay, one number), `exit` (a
    kind, or nothing while the person is held), `authority` (of a release), `stated_kind` (what the
    stated reason alone says), `next_facility` and `next_row` (what follows in the same stay),
    `disagreement` (where the reason and what follows differ, in words) and `ended_by_next` (a blank
    book-out that the next book-in ended). `book_out` is filled in for those. `problems` has kind,
    person, row, other_row, says.
    """

    detentions: pl.DataFrame
    problems: pl.DataFrame

    @property
    def stays(self) -> pl.DataFrame:
        """One row a stay: person, first and last facility, dates, how it ended.

        How many detentions.
        """
        ends = pl.col("book_out_at").fill_null(FAR)
        return self.detentions.group_by("stay", maintain_order=True).agg(
            pl.col("person").first(),
            pl.col("facility").sort_by("book_in_at").first().alias("first_facility"),
            pl.col("facility").sort_by(ends).last().alias("last_facility"),
            pl.col("book_in").min(),
            pl.col("book_out").sort_by(ends).last(),
            pl.col("exit").sort_by(ends).last(),
            pl.col("authority").sort_by(ends).last(),
            pl.len().alias("detentions"),
        )


def chain_stays(facts: pl.DataFrame, *, gap: int = GAP) -> Stays:
    """Chain the detentions in a roster's facts.

    Every detention with an end gets exactly one exit kind. `gap` is in days.
    """
    frame = _in_order(facts)
    frame = _close_open(with_next(frame))
    frame = _with_stated(mend_overlaps(frame))
    frame = frame.with_columns(_follows(gap).alias("followed"))
    frame = frame.with_columns(
        pl.when("followed").then("next_facility").alias("next_facility"),
        pl.when("followed").then("next_row").alias("next_row"),
    )
    frame = frame.with_columns(stay_numbers(frame))
    frame = frame.with_columns(_exit(), _disagreement())
    frame = frame.with_columns(
        pl.when(pl.col("exit") == "release")
        .then(pl.coalesce("stated_authority", pl.lit("unknown")))
        .alias("authority")
    )
    problems = find_problems(frame)
    return Stays(frame.select(*facts.columns, *CHAINED), problems)


def _in_order(facts: pl.DataFrame) -> pl.DataFrame:
    return facts.sort(
        "person", "book_in_at", "book_out_at", "row", nulls_last=True, maintain_order=True
    )


def _close_open(frame: pl.DataFrame) -> pl.DataFrame:
    """End a detention that was left open where the same person's next one begins, and say so.

    A blank book-out is taken from the stay's own where this is the last detention of that stay.
    """
    last_of_stay = pl.col("next_stay_book_in").is_null() | (
        pl.col("next_stay_book_in") != pl.col("stay_book_in")
    )
    from_stay = (
        pl.col("book_out").is_null()
        & pl.col("stay_book_out").is_not_null()
        & (pl.col("stay_book_out") >= pl.col("book_in"))
        & last_of_stay
    )
    frame = frame.with_columns(
        pl.when(from_stay).then("stay_book_out").otherwise("book_out").alias("book_out"),
        pl.when(from_stay)
        .then(pl.col("stay_book_out").cast(pl.Datetime("us")))
        .otherwise("book_out_at")
        .alias("book_out_at"),
        pl.when(from_stay | (pl.col("book_out").is_not_null() & last_of_stay))
        .then(pl.coalesce("reason", "stay_reason"))
        .otherwise("reason")
        .alias("stated"),
    )
    left_open = pl.col("book_out").is_null() & pl.col("next_book_in").is_not_null()
    return frame.with_columns(left_open.alias("ended_by_next")).with_columns(
        pl.when(left_open).then("next_book_in").otherwise("book_out").alias("book_out"),
        pl.when(left_open).then("next_book_in_at").otherwise("book_out_at").alias("book_out_at"),
    )


def _with_stated(frame: pl.DataFrame) -> pl.DataFrame:
    table = classify_reasons(frame["stated"]).rename({"reason": "stated"})
    return frame.join(table, on="stated", how="left", maintain_order="left")


def _follows(gap: int) -> pl.Expr:
    """Return whether the next detention of the person is of the same stay."""
    declared = pl.col("stay_book_in").is_not_null() & (
        pl.col("stay_book_in") == pl.col("next_stay_book_in")
    )
    declared_other = (pl.col("stay_book_in") != pl.col("next_stay_book_in")).fill_null(False)
    near = (pl.col("next_book_in") - pl.col("book_out")).dt.total_days() <= gap
    same_place = pl.col("facility") == pl.col("next_facility")
    ends = pl.col("stated_kind").is_in(["release", "removal", "death"]).fill_null(False)
    chained = near & ~(same_place & ends) & ~declared_other
    return (declared | chained).fill_null(False) & pl.col("next_row").is_not_null()


def _exit() -> pl.Expr:
    ended = pl.col("book_out").is_not_null()
    return (
        pl.when(~ended)
        .then(None)
        .when("followed")
        .then(pl.lit("transfer"))
        .otherwise(pl.coalesce("stated_kind", pl.lit("unexplained")))
        .alias("exit")
    )


def _disagreement() -> pl.Expr:
    said = pl.col("stated_kind")
    stated = pl.col("stated")
    return (
        pl.when(pl.col("followed") & (said.is_not_null()) & ~said.is_in(["transfer", "other"]))
        .then(pl.format("stated '{}', but followed by {}", stated, "next_facility"))
        .when(~pl.col("followed") & (said == "transfer") & pl.col("book_out").is_not_null())
        .then(pl.format("stated '{}', but nothing follows in this file", stated))
        .alias("disagreement")
    )
