"""Whether notice was given long enough before an event, counted back by the order's calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from drawdown.order.calendar import CalendarName, Span, calendar
from drawdown.order.due import DEFAULT_READINGS, Clock
from drawdown.order.inquiry.preceding import NO, UNKNOWN, YES


def latest_days(
    clock: Clock, span: Span, days: Iterable[date], name: CalendarName | None = None
) -> pl.DataFrame:
    """The last day on which notice of each event can be given, Fed. R. Civ. P. 6(a)(5).

    Args:
        clock: How the order's dates are computed.
        span: How long before.
        days: The days of the events.
        name: How days are counted, where not as the header says.

    Returns:
        date, first and last (Date): the same day, or, where the order names no calendar, the
        earliest and the latest of what the ways of counting give.
    """
    names = [name or clock.name] if name or clock.name else list(DEFAULT_READINGS)
    ways = [calendar(str(n), time_zone=clock.zone, holidays=clock.holidays) for n in names]
    rows = []
    for day in sorted(set(days)):
        ends = [way.before(day, span, filing=False).date for way in ways]
        rows.append((day, min(ends), max(ends)))
    return pl.DataFrame(
        rows, schema={"date": pl.Date, "first": pl.Date, "last": pl.Date}, orient="row"
    )


def in_time(notified: pl.Expr) -> pl.Expr:
    """`YES`, `NO` or `UNKNOWN`: whether a day is early enough under every way of counting."""
    return (
        pl.when(notified <= pl.col("first"))
        .then(pl.lit(YES))
        .when(notified > pl.col("last"))
        .then(pl.lit(NO))
        .otherwise(pl.lit(UNKNOWN))
    )
