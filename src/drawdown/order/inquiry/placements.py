"""Who is housed where with which infection status, and who was added to a quarantined unit."""

from __future__ import annotations

from datetime import date

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place
from drawdown.order.inquiry.stays import numbered, stays_anywhere, stays_at

_UNIT = ["facility", "unit"]


def placements(ask: Inquiry, place: Place) -> pl.DataFrame:
    """The latest placement of each person at a place, at the end of the day asked about.

    Whoever was placed twice on one day with no times has several rows, none of them certain.
    Whoever has left, by a blank unit or by the end of a stay, has none. Where the record has stays,
    people held whose placement nobody recorded have the unit of their stay, or none, and their
    status is unknown.

    Returns:
        person, facility, unit (blank where not known), status (String), certain (Boolean: whether
        the unit is), since (Date).
    """
    placed = ask.view.keep(("placed", ask.on), lambda: _placed(ask)).filter(
        pl.col("facility").is_in(list(place.ids))
    )
    held, stays = ask.held(place), stays_at(ask, place)
    if held is None or stays is None:
        return placed
    gone = stays.join(held, on="person", how="anti").select("person", out="left")
    gone = gone.group_by("person").agg(pl.col("out").max())
    placed = (
        placed.join(gone, on="person", how="left")
        .filter(pl.col("out").is_null() | (pl.col("out") < pl.col("since")))
        .drop("out")
    )
    silent = held.join(placed, on="person", how="anti").select(
        "person", "facility", "unit", status=pl.lit("unknown"), certain=pl.lit(value=True),
        since="arrived",
    )  # fmt: skip
    return pl.concat([placed, silent], how="vertical_relaxed")


def _placed(ask: Inquiry) -> pl.DataFrame:
    """The latest placement of each person, wherever it is."""
    ordered = ask.view.keep(("placements", ask.on), lambda: _ordered(ask))
    last_day = pl.when(~_same(-1)).then("date").backward_fill()
    last = ordered.filter(pl.col("date") == last_day)
    again = pl.col("person").is_duplicated()
    once, several = last.filter(~again), last.filter(again)
    timed = pl.col("date_at").is_not_null().all().over("person")
    latest = pl.col("date_at") == pl.col("date_at").max().over("person")
    several = several.filter(~timed | latest).unique(
        ["person", "facility", "unit", "status"], maintain_order=True
    )
    return pl.concat([
        frame.select("person", *_UNIT, "status", certain=sure, since="date")
        for frame, sure in ((once, pl.lit(value=True)), (several, pl.len().over("person") == 1))
    ]).filter(pl.col("unit") != "")  # fmt: skip


def by_unit(placed: pl.DataFrame, apart: tuple[tuple[str, ...], ...]) -> pl.DataFrame:
    """Which units mix people who must be kept apart, and which may.

    Args:
        placed: As `placements` gives it.
        apart: The groups of statuses that must be kept apart from each other.

    Returns:
        One row per unit: facility, unit, the number of people of each status (UInt32), mixed and
        possible (Boolean). A unit may mix people where somebody's status or unit is not known and
        somebody who is not `other` is there.
    """
    group = {status: number for number, group in enumerate(apart) for status in group}
    known = pl.col("status").replace_strict(group, default=None, return_dtype=pl.Int32)
    housed = placed.filter(pl.col("unit") != "").with_columns(group=known)
    statuses = ("confirmed", "suspected", "quarantined", "other", "unknown")
    sure = pl.col("certain") & pl.col("group").is_not_null()
    unclear = ~pl.col("certain") | (pl.col("status") == "unknown")
    infected = pl.col("status").is_in(["confirmed", "suspected", "quarantined"])
    return (
        housed.group_by(_UNIT)
        .agg(
            *((pl.col("status") == status).sum().alias(status) for status in statuses),
            mixed=pl.col("group").filter(sure).n_unique() > 1,
            groups=pl.col("group").drop_nulls().n_unique(),
            unclear=unclear.any(),
            infected=infected.any(),
            people=pl.col("person").n_unique(),
        )
        .with_columns(
            possible=~pl.col("mixed")
            & pl.col("unclear")
            & (pl.col("people") > 1)
            & (pl.col("infected") | (pl.col("groups") > 1))
        )
        .sort(_UNIT)
    )


def added_to_quarantine(ask: Inquiry, place: Place, since: date) -> pl.DataFrame:
    """Who was moved into a unit while people were quarantined there since an earlier day.

    People placed on the day on which a quarantine begins are its first cohort, not additions to it.
    On the day on which it ends the order of events is not known.

    Returns:
        person, facility, unit, date, certain (Boolean: whether the unit still was, and the person
        was not yet, in the unit under quarantine).
    """
    moves = ask.view.keep(("moves between units", ask.on), lambda: _moves(ask))
    changes = ask.view.keep(("quarantines", ask.on), lambda: _quarantines(ask, moves))
    added = moves.filter(
        (pl.col("date") >= since)
        & pl.col("facility").is_in(list(place.ids))
        & (pl.col("unit") != "")
        & ~(pl.col("stayed").fill_null(value=False))
    ).select(
        "person", "facility", "unit", "date", "clear", before=pl.col("date").dt.offset_by("-1d")
    )
    if added.is_empty() or changes.is_empty():
        return added.clear().select("person", "facility", "unit", "date", certain="clear")
    through = changes.rename({"starts": "starts_through", "ends": "ends_through"})
    both = (
        added.sort("date")
        .join_asof(through, on="date", by=_UNIT, check_sortedness=False)
        .sort("before")
        .join_asof(changes, left_on="before", right_on="date", by=_UNIT, check_sortedness=False)
        .with_columns(pl.col("starts", "ends", "ends_through").fill_null(0))
    )
    return (
        both.filter(pl.col("starts") > pl.col("ends"))
        .with_columns(certain=pl.col("clear") & (pl.col("starts") > pl.col("ends_through")))
        .select("person", "facility", "unit", "date", "certain")
        .sort("date", "person")
    )


def _ordered(ask: Inquiry) -> pl.DataFrame:
    """Every placement by the day asked, each person's together and in order of time."""
    return ask.entries_anywhere("cohort").select(
        "person", *_UNIT, "date", "date_at", pl.col("status").cast(pl.String),
        number=numbered("person"),
    ).sort("number", "date", "date_at", maintain_order=True)  # fmt: skip


def _same(step: int) -> pl.Expr:
    """Whether the row that many rows above (or, negative, below) is of the same person."""
    return (pl.col("number") == pl.col("number").shift(step)).fill_null(value=False)


def _moves(ask: Inquiry) -> pl.DataFrame:
    """Every placement with the one before and after it: stayed and stays say same unit."""
    before, after = _same(1), _same(-1)

    def unmoved(step: int) -> pl.Expr:
        return pl.all_horizontal(pl.col(name) == pl.col(name).shift(step) for name in _UNIT)

    def same_day(step: int) -> pl.Expr:
        return (pl.col("date") == pl.col("date").shift(step)).fill_null(value=False)

    quarantined = pl.col("status") == "quarantined"
    repeated = (before & same_day(1)) | (after & same_day(-1))
    ordered = ask.view.keep(("placements", ask.on), lambda: _ordered(ask))
    return ordered.select(
        "person", *_UNIT, "date", quarantined=quarantined,
        clear=~repeated | pl.col("date_at").is_not_null(),
        stayed=before & unmoved(1), stays=after & unmoved(-1),
        was=before & quarantined.shift(1), will=after & quarantined.shift(-1),
        next=pl.when(after).then(pl.col("date").shift(-1)),
    )  # fmt: skip


def _quarantines(ask: Inquiry, moves: pl.DataFrame) -> pl.DataFrame:
    """How many people's quarantine in each unit had started and ended by each day, cumulated."""
    inside = moves.filter(pl.col("quarantined") & (pl.col("unit") != ""))
    starts = inside.filter(~(pl.col("stayed") & pl.col("was")).fill_null(value=False))
    ends = inside.filter(~(pl.col("stays") & pl.col("will")).fill_null(value=False))
    stays = stays_anywhere(ask)
    if len(stays):
        left = stays.group_by("person", "facility").agg(out=pl.col("left").max())
        ends = ends.join(left, on=["person", "facility"], how="left").with_columns(
            next=pl.min_horizontal("next", pl.when(pl.col("out") >= pl.col("date")).then("out"))
        )
    ends = ends.filter(pl.col("next").is_not_null())
    zero, one = pl.lit(0, pl.Int64), pl.lit(1, pl.Int64)
    events = pl.concat([
        starts.select(*_UNIT, "date", starts=one, ends=zero),
        ends.select(*_UNIT, date="next", starts=zero, ends=one),
    ])  # fmt: skip
    return (
        events.group_by(*_UNIT, "date")
        .agg(pl.col("starts", "ends").sum())
        .sort("date")
        .with_columns(pl.col("starts", "ends").cum_sum().over(_UNIT))
    )
