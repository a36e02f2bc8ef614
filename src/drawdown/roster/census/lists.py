"""Daily lists without exits, compared day by day.

Who is new, who moved, who is gone and unexplained.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from drawdown.roster.census.daily import EXIT_COLUMNS


def count_lists(lists: dict[dt.date, pl.DataFrame], group: tuple[str, ...]) -> pl.DataFrame:
    """Return one row for each group and listed day.

    The group's columns, date, count, arrivals, exits.

    `lists` maps a day to the facts listed on it (columns person and the group's). Between two
    lists, a person who is no longer in a group left it: by `transfer` where the later list has them
    elsewhere, and otherwise `unexplained`, on the day of the later list. Of the first list,
    arrivals and exits are unknown (null). Order of loading does not matter; a person listed twice
    in a group counts once.
    """
    days = sorted(lists)
    names = list(group)
    seen = {day: lists[day].select("person", *names).unique() for day in days}
    groups = pl.concat([seen[d].select(names) for d in days]).unique().sort(names)
    rows = []
    for i, day in enumerate(days):
        now = seen[day]
        counted = groups.join(
            now.group_by(names).len("count"), on=names, how="left", nulls_equal=True
        )
        if i == 0:
            unknown = [pl.lit(None, dtype=pl.Int32).alias(c) for c in ("arrivals", *EXIT_COLUMNS)]
            rows.append(_row(counted.with_columns(unknown), day, names))
            continue
        before = seen[days[i - 1]]
        came = now.join(before, on=["person", *names], how="anti", nulls_equal=True)
        gone = before.join(now, on=["person", *names], how="anti", nulls_equal=True)
        moved = gone.join(now.select("person").unique(), on="person", how="semi")
        vanished = gone.join(now.select("person"), on="person", how="anti")
        for part, column in (
            (came, "arrivals"),
            (moved, "exits_transfer"),
            (vanished, "exits_unexplained"),
        ):
            counted = counted.join(
                part.group_by(names).len(column), on=names, how="left", nulls_equal=True
            )
        none = [pl.lit(0).alias(c) for c in EXIT_COLUMNS if c not in counted.columns]
        rows.append(_row(counted.with_columns(none), day, names, zero=True))
    return pl.concat(rows).sort(*names, "date")


def _row(
    frame: pl.DataFrame, day: dt.date, names: list[str], *, zero: bool = False
) -> pl.DataFrame:
    numbers = ["count", "arrivals", *EXIT_COLUMNS]
    frame = frame.with_columns(pl.lit(day).alias("date"), pl.col("count").fill_null(0))
    if zero:
        frame = frame.with_columns(pl.col(numbers).fill_null(0))
    return frame.select(*names, "date", *(pl.col(n).cast(pl.Int32) for n in numbers))
