"""One history from many rosters.

Every person who leaves has exactly one exit, whatever the loading order.

The history is a function of the set of rosters, not of the order in which they came: they are taken
by the day they speak of. A later roster knows better than an earlier one about the same detention.
Who is in an earlier roster and in no later one has left: by what a roster records, by `transfer`
where the later one holds them elsewhere, and otherwise `unexplained`. A roster of one facility says
nothing of who is held at the others: only who was at a facility that it speaks of can have left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from drawdown.roster.roster import Kind

HISTORY = {
    "person": pl.String,
    "facility": pl.String,
    "book_in": pl.Date,
    "book_out": pl.Date,
    "exit": pl.String,
    "authority": pl.String,
    "reason": pl.String,
    "source": pl.String,
    "row": pl.UInt32,
}
KEY = ["person", "facility", "book_in"]
NEAR = 3  # days by which a moved book-in may differ where the detentions do not overlap


@dataclass(frozen=True)
class Snapshot:
    """One roster in a sequence.

    The day it speaks of, its kind, and its detentions (columns of `HISTORY`).

    Of a daily list, only person, facility, book_in (may be blank), source and row are read.
    `places` are the facilities that it speaks of; none: all of them, listed or not.
    """

    day: dt.date
    kind: Kind
    detentions: pl.DataFrame
    places: frozenset[str] | None = None


@dataclass(frozen=True)
class Told:
    """What rosters up to a day tell together: the day and the detentions (columns of `HISTORY`).

    `seen` has the last day on which a roster spoke of a facility; under `EVERYWHERE`, of all.
    """

    day: dt.date
    history: pl.DataFrame
    seen: Mapping[str, dt.date]


EVERYWHERE = ""


def last_seen(
    snapshots: list[Snapshot], before: Mapping[str, dt.date] | None = None
) -> dict[str, dt.date]:
    """The last day on which any of the rosters spoke of each facility, as `Told` keeps it."""
    seen = dict(before or {})
    for one in snapshots:
        for place in [EVERYWHERE] if one.places is None else one.places:
            seen[place] = max(one.day, seen.get(place, one.day))
    return seen


def reconcile(snapshots: list[Snapshot], before: Told | None = None) -> pl.DataFrame:
    """Return the detentions that the rosters tell of together, in order of person and book-in.

    Args:
        snapshots: The rosters.
        before: What earlier rosters tell together, where every snapshot is of a later day than
            theirs: the answer is then that of all of them, without reading those again.
    """
    history = before.history if before else pl.DataFrame(schema=HISTORY)
    days = sorted({(s.day, s.kind) for s in snapshots}, key=lambda d: (d[0], d[1] == "daily"))
    seen = dict(before.seen) if before else {}
    if before and days and days[0][0] <= before.day:
        raise ValueError(f"a roster of {days[0][0]} is not later than {before.day}")
    for day, kind in days:
        some = [s for s in snapshots if (s.day, s.kind) == (day, kind)]
        told = _together([s.detentions for s in some], day, kind)
        places = _spoken_of(some)
        if kind == "daily":
            history = _listed(history, told, day, seen, places)
        else:
            history = _told(history, told, day, places)
        seen = last_seen(some, seen)
    return history.sort(*KEY)


def _spoken_of(some: list[Snapshot]) -> frozenset[str] | None:
    """The facilities that any of some rosters speaks of; none: all."""
    places: frozenset[str] = frozenset()
    for one in some:
        if one.places is None:
            return None
        places |= one.places
    return places


def _may_have_left(
    missing: pl.DataFrame, elsewhere: pl.DataFrame, places: frozenset[str] | None
) -> pl.DataFrame:
    """Of those missing: who was where the roster speaks of, or is now held elsewhere by it."""
    if places is None:
        return missing
    there = pl.col("facility").is_in(sorted(places))
    return missing.filter(there | pl.col("person").is_in(elsewhere["person"].unique().implode()))


def _together(parts: list[pl.DataFrame], day: dt.date, kind: Kind) -> pl.DataFrame:
    """Join the rosters of one day, as those of several facilities; in the order of their hashes."""
    order = [*KEY, "book_out", "source", "row"]
    typed = [p.select(list(HISTORY)).cast(HISTORY) for p in parts]  # type: ignore[arg-type]
    typed.sort(key=lambda p: str(p["source"].min()))
    told, *rest = typed
    for part in rest:
        if kind == "stays":
            told = told.join(part, on=KEY, how="anti")
            told = told.join(_moved(told, part, day), on=KEY, how="anti")
        told = pl.concat([told, part])
    return told.sort(order, nulls_last=True)


def _told(
    history: pl.DataFrame, told: pl.DataFrame, day: dt.date, places: frozenset[str] | None
) -> pl.DataFrame:
    """Take in a file of stays: it replaces what was known of the same detentions."""
    told = told.unique(KEY, keep="first", maintain_order=True)
    known = history.join(told, on=KEY, how="anti")
    moved = _moved(known, told.join(history, on=KEY, how="anti"), day)
    known = known.join(moved, on=KEY, how="anti")
    missing = known.filter(pl.col("book_out").is_null() & (pl.col("book_in") <= day))
    elsewhere = told.filter(pl.col("book_out").is_null() | (pl.col("book_out") > day))
    missing = _may_have_left(missing, elsewhere, places)
    kept = known.join(missing, on=KEY, how="anti")
    return pl.concat([told, kept, _gone(missing, elsewhere, day)])


def _moved(known: pl.DataFrame, fresh: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """Return the known detentions that a fresh one replaces: the same, with its book-in moved."""
    pairs = known.join(fresh, on=["person", "facility"], suffix="_new")
    end = pl.coalesce("book_out", pl.lit(day))
    end_new = pl.coalesce("book_out_new", pl.lit(day))
    distance = (pl.col("book_in") - pl.col("book_in_new")).dt.total_days().abs()
    overlap = (pl.col("book_in") < end_new) & (pl.col("book_in_new") < end)
    pairs = pairs.filter(overlap | (distance <= NEAR)).with_columns(distance.alias("distance"))
    pairs = pairs.sort("distance", *KEY)
    pairs = pairs.unique(KEY, keep="first", maintain_order=True)
    pairs = pairs.unique(["person", "facility", "book_in_new"], keep="first", maintain_order=True)
    return pairs.select(KEY)


def _gone(missing: pl.DataFrame, elsewhere: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """End the detentions that a later roster no longer has.

    A transfer if the person is held elsewhere.
    """
    next_in = elsewhere.group_by("person").agg(pl.col("book_in").max().alias("next_in"))
    ended = missing.join(next_in, on="person", how="left")
    moved_on = pl.col("next_in").is_not_null()
    end = pl.when(pl.col("next_in").is_between("book_in", pl.lit(day))).then("next_in")
    return ended.with_columns(
        end.otherwise(pl.lit(day)).alias("book_out"),
        pl.when(moved_on).then(pl.lit("transfer")).otherwise(pl.lit("unexplained")).alias("exit"),
    ).select(list(HISTORY))


def _listed(
    history: pl.DataFrame, told: pl.DataFrame, day: dt.date, seen: Mapping[str, dt.date],
    places: frozenset[str] | None,
) -> pl.DataFrame:  # fmt: skip
    """Take in the lists of one day: who is on them is held, who is not has left."""
    place = ["person", "facility"]
    told = told.unique(place, keep="first", maintain_order=True)
    running = (
        (pl.col("book_out").is_null() | (pl.col("book_out") > day)) & (pl.col("book_in") <= day)
    ).fill_null(True)
    current, past = history.filter(running), history.filter(~running)
    current = current.sort("book_in").unique(place, keep="last", maintain_order=True)
    past = pl.concat([past, history.filter(running).join(current, on=KEY, how="anti")])
    both = current.join(told.select(*place, "book_in"), on=place, suffix="_told")
    # A later book-in at the same place than the last roster's day: they left in between and are
    # back.
    back = both.filter((pl.col("book_in_told") > _seen(seen, day)).fill_null(False)).filter(
        pl.col("book_in_told") > pl.col("book_in")
    )
    stay = both.join(back, on=place, how="anti").with_columns(
        pl.coalesce("book_in_told", "book_in").alias("book_in")
    )
    returned = back.with_columns(
        pl.col("book_in_told").alias("book_out"),
        pl.lit("unexplained").alias("exit"),
    )
    absent = _may_have_left(current.join(told, on=place, how="anti"), told, places)
    apart = current.join(told, on=place, how="anti").join(absent, on=KEY, how="anti")
    ended = _gone(absent, told.with_columns(pl.col("book_in").fill_null(day)), day)
    new = pl.concat(
        [told.join(current, on=place, how="anti"), told.join(back, on=place, how="semi")]
    )
    last = past.group_by(place).agg(pl.col("book_out").max().alias("last_out"))
    new = new.join(last, on=place, how="left")
    # A first sight without a book-in, or with one from before a departure already known, begins
    # today.
    usable = pl.col("book_in").is_not_null() & ~(
        (pl.col("book_in") < pl.col("last_out")).fill_null(False)
    )
    begun = pl.when(usable).then("book_in").otherwise(pl.lit(day))
    new = new.with_columns(
        begun.alias("book_in"),
        pl.lit(None, dtype=pl.Date).alias("book_out"),
        pl.lit(None, dtype=pl.String).alias("exit"),
    )
    columns = list(HISTORY)
    reopened = stay.with_columns(
        pl.lit(None, dtype=pl.Date).alias("book_out"), pl.lit(None, dtype=pl.String).alias("exit")
    )
    parts = [past, reopened, returned, ended, new, apart]
    whole = pl.concat([p.select(columns) for p in parts])
    return whole.unique(KEY, keep="first", maintain_order=True)


def _seen(seen: Mapping[str, dt.date], day: dt.date) -> pl.Expr:
    """The last day on which a roster spoke of the facility of a row; the day itself where none."""
    everywhere = seen.get(EVERYWHERE)
    named = {p: max(d, everywhere or d) for p, d in seen.items() if p != EVERYWHERE}
    if not named:
        return pl.lit(everywhere or day)
    return pl.col("facility").replace_strict(
        named, default=everywhere or day, return_dtype=pl.Date
    )  # fmt: skip
