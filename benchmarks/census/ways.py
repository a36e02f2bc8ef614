"""The ways of counting that are compared, each with its data in its own best form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from benchmarks.census.stays import FIRST, LAST

SWEEP = """
CREATE OR REPLACE TEMP TABLE answer AS
WITH events AS (
  SELECT facility, book_in AS day, 1 AS step FROM stays
  UNION ALL SELECT facility, book_out, -1 FROM stays WHERE book_out IS NOT NULL
), steps AS (SELECT facility, day, sum(step)::INTEGER AS step FROM events GROUP BY ALL)
SELECT facility, day, sum(step) OVER (PARTITION BY facility ORDER BY day)::INTEGER AS held
FROM steps
"""

JOIN = f"""
CREATE OR REPLACE TEMP TABLE answer AS
SELECT facility, day, count(*)::INTEGER AS held
FROM (SELECT unnest(generate_series(DATE '{FIRST}', DATE '{LAST}', INTERVAL 1 DAY))::DATE AS day) d
JOIN stays ON book_in <= day AND (book_out IS NULL OR day < book_out)
GROUP BY ALL
"""


@dataclass(frozen=True)
class Way:
    """One way: what it needs made ready.

    And what is timed. `held` sums the answer's first 1,000 days.
    """

    prepare: Callable[[pl.DataFrame], Any]
    count: Callable[[Any], Any]
    check: Callable[[Any, Any], int]


def _one_pass(stays: pl.DataFrame) -> int:
    """Read each of the three columns once: the least that any way must do."""
    return sum(int(stays[c].to_physical().sum()) for c in ("facility", "book_in", "book_out"))


def _drawdown(stays: pl.DataFrame) -> pl.DataFrame:
    from drawdown.roster.census.counts import daily_counts
    from drawdown.roster.census.rules import Rule

    return daily_counts(stays, Rule.INTERVAL, FIRST, LAST)


def _warm(stays: pl.DataFrame) -> pl.DataFrame:
    """Compile before the clock, as every later call in a process finds it."""
    from drawdown.roster.census.sweep import _compiled

    _drawdown(stays.head(10))
    import numpy as np

    few = (np.zeros(1, dtype=np.uint32), *(np.zeros(1, dtype=np.int32) for _ in "ab"))
    share = (np.uint32(0), np.uint32(1))
    _compiled()(*few, np.zeros((1, 1), np.int32), np.int32(0), np.int32(0), *share)
    return stays


def _polars(stays: pl.DataFrame) -> pl.DataFrame:
    lazy = stays.lazy()
    came = lazy.select("facility", pl.col("book_in").alias("day"), pl.lit(1).alias("step"))
    left = lazy.filter(pl.col("book_out").is_not_null()).select(
        "facility", pl.col("book_out").alias("day"), pl.lit(-1).alias("step")
    )
    return (
        pl.concat([came, left])
        .group_by("facility", "day")
        .agg(pl.col("step").sum())
        .sort("facility", "day")
        .with_columns(pl.col("step").cum_sum().over("facility").alias("held"))
        .collect()
    )


def _into_duckdb(stays: pl.DataFrame) -> Any:
    import tempfile
    from pathlib import Path

    import duckdb

    connection = duckdb.connect()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stays.parquet"
        stays.write_parquet(path)
        connection.execute(f"CREATE TABLE stays AS SELECT * FROM '{path}'")
    return connection


def _at(frame: pl.DataFrame, day: str, held: str) -> int:
    """Return what the days of the first 50 facilities with an event sum to, as a check."""
    some = frame.filter((pl.col("facility") < 50) & pl.col(day).is_between(FIRST, LAST))
    return int(some[held].sum())


def _duck_sum(connection: Any) -> int:
    found = connection.execute(
        f"SELECT sum(held) FROM answer WHERE facility < 50 AND day BETWEEN '{FIRST}' AND '{LAST}'"
    ).fetchone()
    return int(found[0])


def _on_event_days(stays: pl.DataFrame, answer: pl.DataFrame) -> int:
    """Sum our answer over the days that have an event.

    Which are all that the sweep queries give.
    """
    few = stays.filter(pl.col("facility") < 50)
    events = pl.concat(
        [few.select("facility", pl.col(c).alias("date")) for c in ("book_in", "book_out")]
    ).unique()
    return int(events.join(answer, on=["facility", "date"])["count"].sum())


WAYS = {
    "one pass": Way(lambda s: s, _one_pass, lambda _s, _a: 0),
    "drawdown": Way(_warm, _drawdown, _on_event_days),
    "duckdb sweep": Way(_into_duckdb, lambda c: c.execute(SWEEP), lambda c, _a: _duck_sum(c)),
    "polars sweep": Way(lambda s: s, _polars, lambda _s, a: _at(a, "day", "held")),
    "duckdb day-by-day join": Way(
        _into_duckdb, lambda c: c.execute(JOIN), lambda c, _a: _duck_sum(c)
    ),
}
