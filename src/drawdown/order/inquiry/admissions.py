"""Who was brought into a place and when: from admissions and from the book-ins of stays, once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place
from drawdown.order.inquiry.once import untold
from drawdown.order.inquiry.stays import stays_at

_KEY = ["facility", "date"]


def admitted(ask: Inquiry, place: Place, since: date, barred: Collection[str]) -> pl.DataFrame:
    """How many people were brought in on each day from `since` to the day asked about.

    A person whom an admission names and a stay books in within a day of it came once. Admissions
    given in numbers are taken to be of the book-ins of that day that no admission names; only what
    goes beyond those is added.

    Args:
        ask: The inquiry.
        place: Where.
        since: The first day.
        barred: Which of `new`, `transfer` and `return` are barred; any where it is empty.

    Returns:
        One row per day on which anybody came: date, barred, excepted, unsure (whether barred is
        not known, since how they came is not) and allowed, each a number of people (Int64).
    """
    entries = ask.entries("admission", place, since=since)
    columns = [*_KEY, "person", "how", "excepted", pl.col("count").alias("people")]
    given = entries.select(columns).with_columns(pl.col("how", "excepted").cast(pl.String))
    named = given.filter(pl.col("person") != "").unique([*_KEY, "person"], keep="last")
    named = named.with_columns(people=pl.lit(1, pl.Int64))
    numbers = given.filter(pl.col("person") == "")
    booked = untold(_book_ins(ask, place, since), named, ["person", "facility"]).drop("id")
    everybody = pl.concat([named, numbers, _beyond(booked, numbers)], how="vertical_relaxed")
    return _by_day(everybody, barred)


def _book_ins(ask: Inquiry, place: Place, since: date) -> pl.DataFrame:
    """Each stay's book-in as an admission: a transfer where the detention did not begin with it."""
    found = []
    for facility in place.ids:
        stays = stays_at(ask, Place(facility, (facility,), place.name))
        if stays is None:
            continue
        begun = stays.filter(pl.col("arrived") >= since).unique(["person", "arrived"])
        moved = pl.col("detained") < pl.col("arrived")
        found.append(begun.select(
            "id", "facility", "person", date="arrived", excepted=pl.lit("no"),
            people=pl.lit(1, pl.Int64),
            how=pl.when(moved).then(pl.lit("transfer")).otherwise(pl.lit("unknown")),
        ))  # fmt: skip
    columns = {"id": pl.String, "facility": pl.String, "date": pl.Date, "person": pl.String,
               "how": pl.String, "excepted": pl.String, "people": pl.Int64}  # fmt: skip
    return pl.concat([frame.select(*columns) for frame in found] or [pl.DataFrame(schema=columns)])


def _beyond(booked: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """The book-ins that the numbers of a day do not cover, with how they came where that is one."""
    told = numbers.group_by(_KEY).agg(told=pl.col("people").sum())
    one_way = pl.col("how").n_unique() == 1
    return (
        booked.group_by(_KEY, maintain_order=True)
        .agg(
            person=pl.lit(""),
            how=pl.when(one_way).then(pl.col("how").first()).otherwise(pl.lit("unknown")),
            excepted=pl.lit("no"),
            people=pl.len().cast(pl.Int64),
        )
        .join(told, on=_KEY, how="left")
        .with_columns(people=(pl.col("people") - pl.col("told").fill_null(0)).clip(0))
        .drop("told")
        .filter(pl.col("people") > 0)
    )


def _by_day(everybody: pl.DataFrame, barred: Collection[str]) -> pl.DataFrame:
    excepted = pl.col("excepted") == "yes"
    how = pl.col("how")
    is_barred = how.is_in(list(barred)) if barred else pl.lit(value=True)
    unsure = (how == "unknown") if barred else pl.lit(value=False)
    kinds = {
        "barred": is_barred & ~excepted,
        "excepted": excepted,
        "unsure": unsure & ~excepted,
        "allowed": ~is_barred & ~unsure & ~excepted,
    }
    return (
        everybody.filter(pl.col("people") > 0)
        .group_by("date")
        .agg(**{name: pl.col("people").filter(wanted).sum() for name, wanted in kinds.items()})
        .sort("date")
    )
