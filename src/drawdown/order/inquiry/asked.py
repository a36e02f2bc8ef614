"""Whom anybody asked to check in, and from when: nobody is missed who was never asked.

A release by itself asks nothing of a person. A decision to release them does, unless it says that
they need not check in; so do terms that somebody set for them; and whoever checks in, or was tried,
evidently was told to.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry

NEED_NOT = "none"
"""What a decision says of check-ins where the person need not make any."""


def with_asked(ask: Inquiry, releases: pl.DataFrame) -> pl.DataFrame:
    """Releases with whether anybody asked the person to check in.

    Whoever is taken back is asked anew only by what is decided after it.

    Args:
        ask: The question.
        releases: As `drawdown.order.inquiry.released.releases` gives them.

    Returns:
        The same rows, by day, with asked (Date: from when; null where nobody asked) and spared
        (Boolean: whether a decision says that they need not).
    """
    last = pl.min_horizontal(pl.col("until") - pl.duration(days=1), pl.lit(ask.on))
    out = releases.sort("released").with_columns(reach=last.cast(pl.Date))
    taken = ask.entries_anywhere("redetention").select("person", held="date").sort("held")
    out = out.join_asof(taken, left_on="released", right_on="held", by="person",
                        check_sortedness=False)  # fmt: skip
    out = _last_decision(ask, out)
    out = _first_of(out, ask.entries_anywhere("check_in_terms"), "terms", pl.col("after"))
    out = _first_of(out, ask.entries_anywhere("check_in"), "called", pl.col("released"))
    freed = pl.col("decided") > pl.col("after")
    spared = (freed & (pl.col("said") == NEED_NOT) & pl.col("terms").is_null()).fill_null(
        value=False
    )
    told = (freed & (pl.col("said") != NEED_NOT)) | pl.col("called").is_not_null()
    asked = pl.when(spared).then(None).when(told.fill_null(value=False)).then("released").when(
        pl.col("terms").is_not_null()
    ).then(pl.max_horizontal("released", "terms"))  # fmt: skip
    return out.with_columns(asked=asked, spared=spared).select(*releases.columns, "asked", "spared")


def _last_decision(ask: Inquiry, out: pl.DataFrame) -> pl.DataFrame:
    """The last decision to release each, and what it says of check-ins: decided, said, after."""
    freed = (
        ask.entries_anywhere("decision")
        .filter(pl.col("outcome") == "released")
        .select(
            "person", decided="date",
            said=pl.col("check_in").str.strip_chars().str.to_lowercase(),
        )
        .sort("decided")
    )  # fmt: skip
    return (
        out.with_columns(after=pl.col("held").fill_null(date.min))
        .sort("reach")
        .join_asof(freed, left_on="reach", right_on="decided", by="person", check_sortedness=False)
        .sort("released")
    )


def _first_of(out: pl.DataFrame, entries: pl.DataFrame, name: str, since: pl.Expr) -> pl.DataFrame:
    """The day of the first entry of each since a day, and while they were at large; else null."""
    days = entries.select("person", pl.col("date").alias(name)).sort(name)
    found = (
        out.with_columns(since=since)
        .sort("since")
        .join_asof(
            days, left_on="since", right_on=name, by="person", strategy="forward",
            check_sortedness=False,
        )
        .drop("since")
        .sort("released")
    )  # fmt: skip
    return found.with_columns(pl.when(pl.col(name) <= pl.col("reach")).then(name).alias(name))
