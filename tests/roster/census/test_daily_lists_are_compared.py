"""Lists without exits: the exits are found by comparing the days."""

from __future__ import annotations

import datetime as dt
import random
from itertools import pairwise

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from drawdown.roster.census.daily import EXIT_COLUMNS
from drawdown.roster.census.lists import count_lists

MAY = dt.date(2020, 5, 1)


def listed(**places: str) -> pl.DataFrame:
    schema = {"person": pl.String, "facility": pl.String}
    return pl.DataFrame(list(places.items()), schema=schema, orient="row")


def test_who_moved_is_a_transfer_and_who_vanished_is_unexplained() -> None:
    first, second = MAY, MAY + dt.timedelta(1)
    lists = {second: listed(P1="A", P2="B", P4="A"), first: listed(P1="A", P2="A", P3="A")}
    series = count_lists(lists, ("facility",))
    a, b = (series.filter(pl.col("facility") == f) for f in "AB")
    assert a["count"].to_list() == [3, 2]
    assert b["count"].to_list() == [0, 1]
    assert a["arrivals"].to_list() == [None, 1]
    assert a["exits_transfer"].to_list() == [None, 1]
    assert a["exits_unexplained"].to_list() == [None, 1]
    assert b["arrivals"].to_list() == [None, 1]


days = st.lists(
    st.dictionaries(st.sampled_from(["P1", "P2", "P3", "P4", "P5"]), st.sampled_from("AB")),
    min_size=1,
    max_size=6,
).filter(lambda lists: any(lists))


@given(days)
def test_counts_arrivals_and_exits_close_on_every_listed_day(lists: list[dict[str, str]]) -> None:
    frames = {MAY + dt.timedelta(i): listed(**day) for i, day in enumerate(lists)}
    series = count_lists(frames, ("facility",))
    for _, part in series.group_by("facility"):
        rows = part.sort("date").rows(named=True)
        for before, after in pairwise(rows):
            left = sum(after[c] for c in EXIT_COLUMNS)
            assert after["count"] == before["count"] + after["arrivals"] - left


@given(days, st.randoms(use_true_random=False))
def test_the_order_of_loading_does_not_matter(
    lists: list[dict[str, str]], order: random.Random
) -> None:
    frames = [(MAY + dt.timedelta(i), listed(**day)) for i, day in enumerate(lists)]
    shuffled = order.sample(frames, len(frames))
    group = ("facility",)
    assert count_lists(dict(frames), group).equals(count_lists(dict(shuffled), group))
