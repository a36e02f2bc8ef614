"""Parquet rosters: the columns are already named and typed; dates stay dates."""

from __future__ import annotations

import io

import polars as pl

from drawdown.roster.errors import RosterError
from drawdown.roster.reading.sheet import Sheet, column_names


def read_parquet(content: bytes, name: str) -> Sheet:
    """Return the table of a Parquet file as a sheet; all but dates and times become text."""
    try:
        frame = pl.read_parquet(io.BytesIO(content))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        line = (str(error).splitlines() or ["damaged"])[0]
        raise RosterError(f"{name}: is not a Parquet file that can be read ({line})") from None
    header = tuple(frame.columns)
    if not header:
        raise RosterError(f"{name}: has no columns")
    columns = []
    for new, series in zip(column_names(len(header)), frame.get_columns(), strict=True):
        columns.append(_typed(series).alias(new))
    return Sheet(pl.DataFrame(columns), header=header)


def _typed(series: pl.Series) -> pl.Series:
    if series.dtype in (pl.Date, pl.Datetime, pl.String):
        return series
    if series.dtype.is_float():
        whole = (series.drop_nulls() % 1 == 0).all()
        return (series.cast(pl.Int64, strict=False) if whole else series).cast(pl.String)
    if series.dtype.is_nested():
        return pl.Series(series.name, [None if v is None else str(v) for v in series.to_list()])
    return series.cast(pl.String)
