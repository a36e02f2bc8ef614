"""Whether something came before an event, three-valued.

Of two things on one day without times nobody can say which came first, so the answer is unknown.
"""

from __future__ import annotations

import polars as pl

from drawdown.order.calendar import Span, Unit

NO, UNKNOWN, YES = 0, 1, 2
"""The answers, so that the largest is the best of several candidates."""

_HOURS = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.WEEKS: 168}


def countable(span: Span) -> Span:
    """A span that can be counted back without a calendar.

    Raises:
        ValueError: It is in business days, months or years.
    """
    if span.unit not in _HOURS:
        raise ValueError(f"'{span}' cannot be counted back here; expected hours, days or weeks")
    return span


def preceded(
    events: pl.DataFrame, before: pl.DataFrame, at_most: Span | None = None, *, on: str = "person"
) -> pl.Series:
    """The best answer for each event: whether any of `before` came before it.

    Args:
        events: One row per event: `n` (UInt32, 0 to the number of rows), the key, `date` and
            `date_at`.
        before: What may have come before: the key, `date` and `date_at`.
        at_most: How long before it may have been at most; days are counted as days, hours from
            moment to moment where both are known.
        on: The key.

    Returns:
        `NO`, `UNKNOWN` or `YES` (Int8), in the order of the events.
    """
    keyed = events.select("n", on, "date", "date_at")
    pairs = keyed.join(before.select(on, "date", "date_at"), on=on, suffix="_before")
    best = (
        pairs.select("n", answer=pl.min_horizontal(_order(), _near(at_most)))
        .group_by("n")
        .agg(pl.col("answer").max())
    )
    joined = keyed.select("n").join(best, on="n", how="left", maintain_order="left")
    return joined["answer"].fill_null(NO).cast(pl.Int8)


def _order() -> pl.Expr:
    timed = pl.col("date_at").is_not_null() & pl.col("date_at_before").is_not_null()
    return (
        pl.when(timed)
        .then(_of(pl.col("date_at_before") <= pl.col("date_at")))
        .when(pl.col("date_before") == pl.col("date"))
        .then(pl.lit(UNKNOWN))
        .otherwise(_of(pl.col("date_before") < pl.col("date")))
    )


def _near(at_most: Span | None) -> pl.Expr:
    if at_most is None:
        return pl.lit(YES)
    hours = at_most.amount * _HOURS[at_most.unit]
    days = (pl.col("date") - pl.col("date_before")).dt.total_days()
    if at_most.unit is not Unit.HOURS:
        return _of(days * 24 <= hours)
    apart = pl.col("date_at") - pl.col("date_at_before")
    return (
        pl.when(apart.is_not_null())
        .then(_of(apart <= pl.duration(hours=hours)))
        .when((days + 1) * 24 <= hours)
        .then(pl.lit(YES))
        .when((days - 1) * 24 >= hours)
        .then(pl.lit(NO))
        .otherwise(pl.lit(UNKNOWN))
    )


def _of(condition: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(pl.lit(YES)).otherwise(pl.lit(NO))
