"""Whom anybody asked to check in, from when and how: nobody is missed who was never asked.

A release by itself asks nothing of a person. A decision to release them does, unless it says that
they need not check in; so do terms that somebody set for them; and whoever checks in, or was tried,
evidently was told to. The last thing that was said holds, until something else is. What asks
otherwise than the order does makes other windows than the order's, so that those are not counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from drawdown.order.calendar import CalendarError, Span, Unit
from drawdown.order.inquiry.cycle import how_often
from drawdown.order.inquiry.inquiry import Inquiry

NEED_NOT = "none"
"""What a decision says of check-ins where the person need not make any."""
SOURCE = ("id", "source", "file", "row")
"""The columns that say where an entry comes from."""


@dataclass(frozen=True)
class Usual:
    """What the order asks where nobody says otherwise, in days.

    Attributes:
        every: How often.
        first: How long after the release the first is due.
        opens: How long before it is due a window opens; none: when the one before it closes.
        grace: How long after it is due a window closes.
        moves: Whether a due day that is no working day moves.
    """

    every: int
    first: int
    opens: int | None
    grace: int
    moves: bool


@dataclass(frozen=True)
class Asked:
    """Who is asked what.

    Attributes:
        releases: The releases, by day, with asked (Date: from when; null where nobody asked) and
            spared (Boolean: whether, as was said last, they need not).
        as_ordered: The times in which they are asked as the order asks: the columns of releases,
            with `released` the first day and `until` the first after the last one.
        otherwise: The times in which they are asked otherwise: person, released, until, how
            (String), and the entry that says so: date and `SOURCE`.
    """

    releases: pl.DataFrame
    as_ordered: pl.DataFrame
    otherwise: pl.DataFrame


def asked_of(ask: Inquiry, releases: pl.DataFrame, usual: Usual) -> Asked:
    """What was said of the check-ins of each person who was released, by the day asked about.

    Whoever is taken back is asked anew only by what is decided after it.

    Args:
        ask: The question.
        releases: As `drawdown.order.inquiry.released.releases` gives them.
        usual: What the order asks.
    """
    last = pl.min_horizontal(pl.col("until") - pl.duration(days=1), pl.lit(ask.on))
    out = releases.sort("released").with_columns(reach=last.cast(pl.Date))
    taken = ask.entries_anywhere("redetention").select("person", held="date").sort("held")
    out = out.join_asof(taken, left_on="released", right_on="held", by="person",
                        check_sortedness=False)  # fmt: skip
    out = out.with_columns(after=pl.col("held").fill_null(date.min)).with_row_index("release")
    said = _said(ask, out, usual)
    first = said.filter(pl.col("how") != NEED_NOT).group_by("release").agg(asked=pl.min("starts"))
    final = said.group_by("release").agg(spared=pl.col("how").last() == NEED_NOT)
    answered = (
        out.join(first, on="release", how="left")
        .join(final, on="release", how="left")
        .with_columns(pl.col("spared").fill_null(value=False))
        .sort("release")
    )
    spells = said.join(out.select("release", *releases.columns), on="release").with_columns(
        asked="starts", released="starts", until=pl.coalesce("ends", "until")
    )
    return Asked(
        answered.select(*releases.columns, "asked", "spared"),
        spells.filter(pl.col("how") == "").select(*releases.columns, "asked"),
        spells.filter(~pl.col("how").is_in(["", NEED_NOT]))
        .select("person", "released", "until", "how", "date",
                *(pl.col(f"{name}_said").alias(name) for name in SOURCE)),
    )  # fmt: skip


def _said(ask: Inquiry, out: pl.DataFrame, usual: Usual) -> pl.DataFrame:
    """What was said while each was at large, the last of a day: release, starts, ends, how."""
    decisions = ask.entries_anywhere("decision").filter(pl.col("outcome") == "released")
    terms = ask.entries_anywhere("check_in_terms")
    columns = [pl.col("person", "date"), *(pl.col(name).alias(f"{name}_said") for name in SOURCE)]
    how = _each(decisions["check_in"].str.strip_chars().str.to_lowercase(),
                lambda said: _of_a_decision(said, usual))  # fmt: skip
    said = pl.concat([
        decisions.select(*columns, pl.lit(0).alias("rank")).with_columns(how=how),
        terms.select(*columns, pl.lit(1).alias("rank")).with_columns(
            how=pl.Series([_of_terms(row, usual) for row in terms.iter_rows(named=True)],
                          dtype=pl.String)
        ),
    ], how="vertical_relaxed")  # fmt: skip
    about = out.select("release", "person", "released", "reach", "after")
    said = about.join(said, on="person").filter(
        (pl.col("date") > pl.col("after")) & (pl.col("date") <= pl.col("reach"))
    )
    decided = said.filter(pl.col("rank") == 0)["release"].unique()
    said = pl.concat(
        [said, _called(ask, about.filter(~pl.col("release").is_in(decided.implode())))],
        how="diagonal_relaxed",
    )
    return (
        said.with_columns(starts=pl.max_horizontal("date", "released"))
        .sort("release", "date", "rank", maintain_order=True)
        .unique(["release", "starts"], keep="last", maintain_order=True)
        .with_columns(ends=pl.col("starts").shift(-1).over("release"))
        .drop("person", "released", "reach", "after", "rank")
    )


def _called(ask: Inquiry, about: pl.DataFrame) -> pl.DataFrame:
    """Who checked in, or was tried, while at large: told by the release itself to do so."""
    calls = ask.entries_anywhere("check_in").select("person", called="date")
    told = about.join(calls, on="person").filter(
        (pl.col("called") >= pl.col("released")) & (pl.col("called") <= pl.col("reach"))
    )
    return (
        told.select(about.columns)
        .unique("release")
        .with_columns(date="released", how=pl.lit(""), rank=pl.lit(-1))
    )


def _of_a_decision(said: str, usual: Usual) -> str:
    """How a decision asks: blank as the order, `none`, or otherwise in words."""
    if said in ("", NEED_NOT):
        return said
    try:
        every = Span.parse(said)
    except CalendarError:
        return f"“{said}”"
    days = {Unit.DAYS: 1, Unit.WEEKS: 7}.get(every.unit, 0) * every.amount
    return "" if days == usual.every else how_often(every)


def _of_terms(row: dict[str, Any], usual: Usual) -> str:
    """How terms ask: blank as the order, `none`, or otherwise in words."""
    every = usual.every if row["every"] is None else row["every"]
    if row["weekdays"]:
        return f"on {', '.join(row['weekdays'])}"
    if every == 0:
        return NEED_NOT
    if every != usual.every:
        return how_often(Span(every, Unit.DAYS))
    first = row["first"] or row["date"] + timedelta(days=every)
    same = (
        first == row["date"] + timedelta(days=usual.first)
        and row["grace"] in (None, usual.grace)
        and row["opens"] in (None, usual.opens)
        and (row["holidays"] == "moved") == usual.moves
    )
    return "" if same else f"{how_often(Span(every, Unit.DAYS))} in other windows"


def _each(words: pl.Series, say: Callable[[str], str]) -> pl.Series:
    """What is made of each word, each different one looked at once."""
    distinct = words.unique().to_list()
    return words.replace_strict(
        distinct, [say(word or "") for word in distinct], return_dtype=pl.String
    )
