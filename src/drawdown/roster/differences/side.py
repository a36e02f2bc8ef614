"""One side of a comparison: who a roster holds on its day, and what it says of the past."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from drawdown.roster.counted import dated
from drawdown.roster.errors import RosterError
from drawdown.roster.roster import Roster
from drawdown.roster.stays.chain import chain_stays
from drawdown.roster.values.blank import blanked


@dataclass(frozen=True)
class Side:
    """A roster on its day.

    `held` has one row a person: person, facility, book_in, stay_begin, row, sheet, name, birth.
    `detentions` is the chained past of a file of stays, and nothing for a daily list. `unkeyed`
    counts the rows left out because no key says who they are.
    """

    roster: Roster
    day: dt.date
    held: pl.DataFrame
    detentions: pl.DataFrame | None
    unkeyed: int
    remarks: tuple[str, ...]


def side_of(roster: Roster, day: dt.date | None) -> Side:
    """Return a roster on a day.

    The one given, else the one it states, else the last it speaks of.
    """
    if not roster.facts["keyed"].any():
        raise RosterError(
            f"{roster.source.name}: no column says who is who; name it with --key COLUMN"
        )
    unkeyed = roster.facts.height - int(roster.facts["keyed"].sum())
    facts = _with_person_facts(roster).filter("keyed")
    if roster.kind == "daily":
        return _listed(roster, facts, day, unkeyed)
    stays = chain_stays(facts)
    detentions = stays.detentions.with_columns(
        pl.col("book_in").min().over("stay").alias("stay_begin")
    )
    day = day or (roster.as_of.date if roster.as_of else _last_event(detentions))
    held = detentions.filter(
        (pl.col("book_in") <= day) & (pl.col("book_out").is_null() | (pl.col("book_out") > day))
    )
    return Side(roster, day, _one_each(held), detentions, unkeyed, roster.remarks)


def _listed(roster: Roster, facts: pl.DataFrame, day: dt.date | None, unkeyed: int) -> Side:
    days = facts["as_of"].drop_nulls().unique()
    remarks: list[str] = []
    if len(days) > 1:
        last = days.max()
        assert isinstance(last, dt.date)  # noqa: S101 - for the type checker
        day = day or last
        facts = facts.filter(pl.col("as_of") == day)
        if facts.is_empty():
            raise RosterError(f"{roster.source.name}: has no list of {day}")
    elif day is None:
        with_day, remarks = dated(roster)
        assert with_day.as_of is not None  # noqa: S101 - dated() sets it
        day = with_day.as_of.date
    held = facts.with_columns(pl.col("book_in").alias("stay_begin"))
    twice = held["person"].is_duplicated().sum()
    if twice:
        remarks.append(
            f"{roster.source.name}: {twice:,} rows name a person listed more than once; each "
            "counts once"
        )
    return Side(roster, day, _one_each(held), None, unkeyed, (*roster.remarks, *remarks))


def _one_each(held: pl.DataFrame) -> pl.DataFrame:
    """Keep one row a person: the detention that began last."""
    columns = ["person", "facility", "book_in", "stay_begin", "row", "sheet", "name", "birth"]
    return (
        held.sort("person", "book_in", "row", nulls_last=False)
        .unique("person", keep="last", maintain_order=True)
        .select(columns)
    )


def _last_event(detentions: pl.DataFrame) -> dt.date:
    days = [detentions["book_in"].max(), detentions["book_out"].max()]
    return max(d for d in days if isinstance(d, dt.date))


def _with_person_facts(roster: Roster) -> pl.DataFrame:
    """Add a name and a birth date or year, as text, where the file has them."""
    columns = roster.columns
    names = [columns[f] for f in ("name", "first_name", "last_name") if f in columns]
    births = [columns[f] for f in ("birth_date", "birth_year") if f in columns]
    name = pl.concat_str([_text(n) for n in names], separator=" ") if names else pl.lit(None)
    birth = _text(births[0]) if births else pl.lit(None)
    extra = roster.cells.select(
        name.cast(pl.String).alias("name"), birth.cast(pl.String).alias("birth")
    )
    if extra.height != roster.facts.height:  # nothing but literals
        extra = pl.DataFrame(
            {"name": [None] * roster.facts.height, "birth": [None] * roster.facts.height},
            schema={"name": pl.String, "birth": pl.String},
        )
    return roster.facts.hstack(extra)


def _text(column: str) -> pl.Expr:
    return blanked(pl.col(column).cast(pl.String))
