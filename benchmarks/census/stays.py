"""Made-up stays: few large facilities and many small ones, most stays short, some very long."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

FIRST = dt.date(2010, 1, 1)
LAST = dt.date(2024, 12, 31)
FACILITIES = 1_500
DAYS = (LAST - FIRST).days + 1


def make_stays(number: int, seed: int = 20200430) -> pl.DataFrame:
    """Return columns facility (a number), book_in, book_out (1 in 100 blank), in no order."""
    source = np.random.default_rng(seed)
    weight = source.pareto(1.2, FACILITIES) + 0.05
    facility = source.choice(FACILITIES, number, p=weight / weight.sum()).astype(np.uint32)
    begin = source.integers(0, DAYS, number, dtype=np.int32)
    length = np.minimum(source.lognormal(3.0, 1.2, number), 3_000).astype(np.int32)
    zero = np.int32((FIRST - dt.date(1970, 1, 1)).days)
    open_ = source.random(number) < 0.01
    book_in = pl.Series("book_in", begin + zero).cast(pl.Date)
    book_out = pl.Series("book_out", begin + length + zero).cast(pl.Date)
    frame = pl.DataFrame([pl.Series("facility", facility), book_in, book_out])
    return frame.with_columns(pl.when(~pl.Series(open_)).then("book_out").alias("book_out"))
