"""Counts alone, from three columns, as fast as memory allows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from drawdown.roster.census.population import day_numbers, scale
from drawdown.roster.census.rules import Rule
from drawdown.roster.census.sweep import Codes, mark_used, sweep


def daily_counts(
    stays: pl.DataFrame, rule: Rule, first: dt.date, last: dt.date, column: str = "facility"
) -> pl.DataFrame:
    """Return how many of the stays cover each day in each group: columns of the group, date, count.

    `stays` has the group's column, book_in and book_out. Every row counts: who may stand in two
    rows of a group at once is to be merged before (`spells.merge_spells`), as `count_daily` does.
    """
    codes, groups = number_groups(stays[column])
    days = (last - first).days + 1
    begin, end = day_numbers(stays)
    counts = sweep(codes, begin, end, len(groups), days, *scale(first, rule))
    return lay_out(groups, first, last, {"count": counts})


def number_groups(values: pl.Series) -> tuple[Codes, pl.Series]:
    """Return for each value the number of its group, and the groups in order.

    Small whole numbers are looked up in a table; anything else is sorted once.
    """
    if values.dtype.is_integer() and values.null_count() == 0 and len(values):
        low, high = values.min(), values.max()
        assert isinstance(low, int)  # noqa: S101 - for the type checker
        assert isinstance(high, int)  # noqa: S101
        if high - low < 1 << 20:
            return _numbered(values.to_numpy(), low, high - low + 1, values.name)
    groups = values.unique().sort()
    table = groups.to_frame("group").with_row_index("code")
    joined = values.to_frame("group").join(
        table, on="group", how="left", nulls_equal=True, maintain_order="left"
    )
    return joined["code"].to_numpy(), groups


def _numbered(
    array: NDArray[np.integer[Any]], low: int, width: int, name: str
) -> tuple[Codes, pl.Series]:
    used = mark_used(array, low, width)
    groups = pl.Series(name, np.flatnonzero(used).astype(array.dtype) + array.dtype.type(low))
    shifted = array - array.dtype.type(low) if low else array
    if used.all():
        return shifted.astype(np.uint32, copy=False), groups
    numbers = (np.cumsum(used) - 1).astype(np.uint32)
    return numbers[shifted], groups


def lay_out(
    groups: pl.Series | pl.DataFrame | None,
    first: dt.date,
    last: dt.date,
    columns: dict[str, NDArray[np.int32]],
) -> pl.DataFrame:
    """Return arrays of shape (groups, days) as a table, one row for each group and day."""
    frame = groups.to_frame() if isinstance(groups, pl.Series) else groups
    dates = pl.date_range(first, last, eager=True).to_physical().to_numpy()
    number = frame.height if frame is not None else 1
    parts: list[pl.Series] = []
    if frame is not None:
        parts = [_repeated(series, len(dates)) for series in frame.get_columns()]
    parts.append(pl.Series("date", np.tile(dates, number)).cast(pl.Date))
    parts += [pl.Series(name, values.reshape(-1)) for name, values in columns.items()]
    return pl.DataFrame(parts)


def _repeated(series: pl.Series, times: int) -> pl.Series:
    if series.dtype.is_integer():
        return pl.Series(series.name, np.repeat(series.to_numpy(), times))
    where = np.repeat(np.arange(len(series), dtype=np.uint32), times)
    return series.gather(where)
