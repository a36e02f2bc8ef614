"""The windows in which released people check in, and which of them an outage touched.

Everyone released on one day has the same windows, so they are computed once for each such day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from drawdown.order.calendar import Calendar

DAY = timedelta(days=1)
_FOREVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Rhythm:
    """How often people check in, in days.

    Attributes:
        first: How long after the release the first check-in is due.
        every: How long after that the next one is, and so on.
        opens: How long before it is due a window opens; none: when the one before it closes.
        grace: How long after it is due a window closes.
        lasts: How long after the release the last one is due; none: nothing ends it.
    """

    first: int
    every: int
    opens: int | None
    grace: int
    lasts: int | None


def call_windows(
    starts: Iterable[date], rhythm: Rhythm, calendar: Calendar, through: date
) -> pl.DataFrame:
    """Every window that opens by a day, for each day of release.

    Args:
        starts: The days that windows are counted from.
        rhythm: How often.
        calendar: Which moves a due day that is no working day, where it rolls.
        through: The day.

    Returns:
        start, number (from 1), opens, due and closes (Date), sorted by start and number.
    """
    days = sorted(set(starts))
    schema = {"start": pl.Date, "number": pl.Int64, "opens": pl.Date, "due": pl.Date,
              "closes": pl.Date}  # fmt: skip
    if not days:
        return pl.DataFrame(schema=schema)
    most = max(0, (through - days[0]).days) // rhythm.every + 2
    table = pl.DataFrame({"start": days}).join(
        pl.DataFrame({"number": range(1, most + 1)}), how="cross"
    )
    after = rhythm.first + (pl.col("number") - 1) * rhythm.every
    if rhythm.lasts is not None:
        table = table.filter(after <= rhythm.lasts)
    table = table.with_columns(due=pl.col("start") + pl.duration(days=after))
    table = table.with_columns(due=_rolled(table["due"], calendar))
    closes = pl.col("due") + pl.duration(days=rhythm.grace)
    earlier = pl.col("closes").shift(1).over("start").fill_null(pl.col("start") - DAY) + DAY
    table = table.with_columns(closes=closes).with_columns(
        opens=earlier if rhythm.opens is None
        else pl.max_horizontal(earlier, pl.col("due") - pl.duration(days=rhythm.opens))
    )  # fmt: skip
    return table.filter(pl.col("opens") <= through).select(list(schema))


def touched(windows: pl.DataFrame, outages: pl.DataFrame) -> pl.DataFrame:
    """Mark the windows that an outage touched: `outage` (Boolean).

    Args:
        windows: As `call_windows` gives them.
        outages: date and until (Date; null while the outage lasts).
    """
    ends = (
        outages.select(began="date", ended=pl.col("until").fill_null(_FOREVER))
        .sort("began")
        .with_columns(pl.col("ended").cum_max())
    )
    return (
        windows.sort("closes")
        .join_asof(ends, left_on="closes", right_on="began", strategy="backward")
        .with_columns(outage=(pl.col("ended") >= pl.col("opens")).fill_null(value=False))
        .drop("began", "ended", strict=False)
        .sort("start", "number")
    )


def _rolled(days: pl.Series, calendar: Calendar) -> pl.Series:
    """Each day, or the working day that it runs to."""
    distinct = days.unique().to_list()
    moves = {day: moved for day in distinct if (moved := calendar.next_working_day(day)) != day}
    return days.replace(list(moves), list(moves.values())) if moves else days
