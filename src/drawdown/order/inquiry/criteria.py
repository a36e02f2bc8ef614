"""Who meets a criterion of the order, three-valued: yes, no, or unknown.

A criterion names facts of which any one suffices. One `yes` settles it; only a `no` for every one
of them settles it the other way; anything else is unknown, and a blank is never a `no`.
"""

from __future__ import annotations

import polars as pl

from drawdown.order.header import Criteria
from drawdown.order.inquiry.inquiry import Inquiry


def facts_known(ask: Inquiry, criteria: Criteria) -> pl.DataFrame:
    """What is known of each person's facts of a criterion by the day asked about.

    The latest entry of a fact counts; where entries of one day contradict each other, a `yes` does.

    Returns:
        person, yes (Boolean: whether any fact is so), no (UInt32: of how many it is known that they
        are not so); only people of whom anything is recorded.
    """
    wanted = [name.lower() for name in criteria.any_of]
    facts = ask.entries_anywhere("fact").select(
        "person", "value", "date", name=pl.col("name").str.to_lowercase()
    ).filter(pl.col("name").is_in(wanted))  # fmt: skip
    yes, no = (pl.col("value") == "yes").any(), (pl.col("value") == "no").sum()
    marks = facts.select(pl.col("person").hash() ^ pl.col("name").hash(seed=1)).to_series()
    if marks.n_unique() < len(facts):  # as many marks as facts: no fact of anybody twice
        facts = facts.filter(pl.col("date") == pl.col("date").max().over("person", "name"))
        no = pl.col("name").filter(pl.col("value") == "no").n_unique()
    return facts.group_by("person").agg(yes=yes, no=no)


def meeting(facts: pl.DataFrame, criteria: Criteria, people: pl.DataFrame) -> pl.DataFrame:
    """Say of each person whether they meet a version of a criterion.

    Args:
        facts: As `facts_known` gives them.
        criteria: The version.
        people: One row per person, with a column `person`.

    Returns:
        The people with `meets` (Boolean; null where unknown) and `lacking` (UInt32: how many facts
        are not known of them).
    """
    number = len({name.lower() for name in criteria.any_of})
    known = pl.col("no").fill_null(0)
    return (
        people.join(facts, on="person", how="left", maintain_order="left")
        .with_columns(
            meets=pl.when(pl.col("yes").fill_null(value=False))
            .then(pl.lit(value=True))
            .when(known == number)
            .then(pl.lit(value=False)),
            lacking=(number - known).cast(pl.UInt32),
        )
        .drop("yes", "no")
    )
