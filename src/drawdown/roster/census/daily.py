"""The full daily series: people held, arrivals and exits by kind, for every group and day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from drawdown.roster.census.counts import lay_out
from drawdown.roster.census.population import day_numbers, scale
from drawdown.roster.census.rules import Rule
from drawdown.roster.census.spells import merge_spells
from drawdown.roster.census.sweep import Codes, sweep, tally
from drawdown.roster.errors import RosterError
from drawdown.roster.stays.reasons import EXIT_KINDS

MOST_CELLS = 120_000_000
EXIT_COLUMNS = tuple(f"exits_{kind}" for kind in EXIT_KINDS)


@dataclass(frozen=True)
class Census:
    """A daily series.

    `by_group` has the group's columns, date, count, arrivals and one column of exits for each kind,
    one row for each group and day; `total` the same without a group, each person counted once.
    """

    rule: Rule
    group: tuple[str, ...]
    by_group: pl.DataFrame
    total: pl.DataFrame
    first: dt.date
    last: dt.date


def count_daily(
    stays: pl.DataFrame,
    rule: Rule = Rule.INTERVAL,
    *,
    group: tuple[str, ...] = ("facility",),
    first: dt.date | None = None,
    last: dt.date | None = None,
    flows: bool = True,
    groups: pl.DataFrame | None = None,
) -> Census:
    """Return the daily series of stays with columns person, book_in, book_out.

    Exit and the group's.

    It runs from the first book-in to the last day of which the stays speak, or over the days given.
    `flows` adds arrivals and exits; the total of the system counts a transfer as neither. `groups`
    are the groups that the series has, in order, where these stays may be only some of all: the
    group's columns, each group once.
    """
    begin, end = stays["book_in"].min(), stays["book_in"].max()
    out = stays["book_out"].max()
    if not isinstance(begin, dt.date) or not isinstance(end, dt.date):
        raise RosterError("no stay can be counted: there is no row with a book-in date")
    first = first or begin
    last = last or (max(end, out) if isinstance(out, dt.date) else end)
    if last < first:
        raise RosterError(f"the last day, {last}, is before the first, {first}")
    names = list(group)
    by_group = _series(stays, names, rule, first, last, flows, groups)
    total = _series(stays, [], rule, first, last, flows)
    return Census(rule, group, by_group, total, first, last)


def _whole_stays(stays: pl.DataFrame) -> pl.DataFrame:
    """Return each stay as one row with its own end.

    So that a transfer is no arrival and no exit.
    """
    if "stay" not in stays.columns:
        return stays
    end = pl.coalesce("book_out", pl.date(9999, 12, 31))
    whole = stays.group_by("stay").agg(
        pl.col("person").first(),
        pl.col("book_in").min(),
        end.max().alias("end"),
        pl.col("exit").sort_by(end).last(),
    )
    return whole.with_columns(
        pl.when(pl.col("end") < pl.date(9999, 12, 31)).then("end").alias("book_out")
    )


def _series(
    stays: pl.DataFrame,
    group: list[str],
    rule: Rule,
    first: dt.date,
    last: dt.date,
    flows: bool,
    groups: pl.DataFrame | None = None,
) -> pl.DataFrame:
    days = (last - first).days + 1
    spells = merge_spells(stays, group, touching=False)
    counted = merge_spells(stays, group, touching=True) if rule.includes_last_day else spells
    if group and groups is None:
        groups = spells.select(group).unique(maintain_order=True).sort(group)
    number = groups.height if groups is not None else 1
    if number * days > MOST_CELLS:
        raise RosterError(
            f"{number:,} groups over {days:,} days are more than can be held; narrow the days with "
            "--from and --to"
        )
    codes = _codes(counted, groups, group)
    held = sweep(codes, *day_numbers(counted), number, days, *scale(first, rule))
    columns = {"count": held}
    if flows:
        moves = spells if group else _whole_stays(stays)
        columns |= _flows(moves, _codes(moves, groups, group), first, number, days)
    return lay_out(groups, first, last, columns)


def _codes(spells: pl.DataFrame, groups: pl.DataFrame | None, group: list[str]) -> Codes:
    """Return the number of each spell's group."""
    if groups is None:
        return np.zeros(spells.height, dtype=np.uint32)
    numbered = groups.with_row_index("code")
    joined = spells.select(group).join(
        numbered, on=group, how="left", nulls_equal=True, maintain_order="left"
    )
    return joined["code"].to_numpy()


def _flows(
    spells: pl.DataFrame, codes: Codes, first: dt.date, groups: int, days: int
) -> dict[str, NDArray[np.int32]]:
    begin, end = day_numbers(spells)
    origin, _ = scale(first, Rule.INTERVAL)
    found = {"arrivals": tally(codes, begin, groups, days, origin)}
    kinds = spells["exit"].fill_null("unexplained")
    for kind, column in zip(EXIT_KINDS, EXIT_COLUMNS, strict=True):
        these = (kinds == kind).to_numpy()
        found[column] = tally(codes[these], end[these], groups, days, origin)
    return found
