"""Whatever the order of loading, everybody who leaves has one exit, and nobody counts twice."""

from __future__ import annotations

import datetime as dt
import random

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from drawdown.roster.census.population import population
from drawdown.roster.reconcile import HISTORY, Snapshot, reconcile
from drawdown.roster.stays.reasons import EXIT_KINDS

MAY = dt.date(2020, 5, 1)


def daily(day: dt.date, places: dict[str, str], source: str = "") -> Snapshot:
    rows = [(p, f, None, None, None, None, None, source or str(day), i)
            for i, (p, f) in enumerate(places.items())]  # fmt: skip
    return Snapshot(day, "daily", pl.DataFrame(rows, schema=HISTORY, orient="row"))


def stays(day: dt.date, *rows: tuple[str, str, dt.date, dt.date | None, str | None]) -> Snapshot:
    made = [(*row, None, None, str(day), i) for i, row in enumerate(rows)]
    return Snapshot(day, "stays", pl.DataFrame(made, schema=HISTORY, orient="row"))


places = st.dictionaries(st.sampled_from(["P1", "P2", "P3", "P4"]), st.sampled_from("AB"))


@given(st.lists(places, min_size=1, max_size=6))
def test_daily_lists_give_back_the_population_of_each_day(lists: list[dict[str, str]]) -> None:
    snapshots = [daily(MAY + dt.timedelta(i), day) for i, day in enumerate(lists)]
    history = reconcile(snapshots)
    for i, day in enumerate(lists):
        for facility in "AB":
            held = sum(f == facility for f in day.values())
            assert population(history, facility, MAY + dt.timedelta(i)) == held
        assert population(history, None, MAY + dt.timedelta(i)) == len(day)
    left = history.filter(pl.col("book_out").is_not_null())
    assert left["exit"].is_in(["transfer", "unexplained"]).all()
    still = history.filter(pl.col("book_out").is_null())
    assert sorted(still["person"]) == sorted(lists[-1])


@given(st.lists(places, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_neither_the_order_of_loading_nor_loading_twice_matters(
    lists: list[dict[str, str]], order: random.Random
) -> None:
    snapshots = [daily(MAY + dt.timedelta(i), day) for i, day in enumerate(lists)]
    shuffled = order.sample(snapshots, len(snapshots))
    assert reconcile(shuffled).equals(reconcile(snapshots))
    assert reconcile([*snapshots, *shuffled]).equals(reconcile(snapshots))


days = st.integers(0, 30).map(lambda n: MAY + dt.timedelta(n))
spell = st.tuples(
    st.sampled_from(["P1", "P2", "P3"]),
    st.sampled_from("AB"),
    days,
    st.none() | st.integers(0, 9),
    st.sampled_from(EXIT_KINDS),
)


@given(st.lists(st.lists(spell, max_size=5), min_size=1, max_size=4), st.randoms())
def test_files_of_stays_end_every_departure_once_in_any_order(
    files: list[list[tuple[str, str, dt.date, int | None, str]]], order: random.Random
) -> None:
    snapshots = []
    for i, rows in enumerate(files):
        told = [
            (p, f, b, None if n is None else b + dt.timedelta(n), None if n is None else k)
            for p, f, b, n, k in rows
        ]
        snapshots.append(stays(MAY + dt.timedelta(31 + 7 * i), *told))
    history = reconcile(snapshots)
    assert history.select("person", "facility", "book_in").is_unique().all()
    ended = history.filter(pl.col("book_out").is_not_null())
    assert ended["exit"].is_in(EXIT_KINDS).all()
    assert history.filter(pl.col("book_out").is_null())["exit"].null_count() == (
        history.height - ended.height
    )
    shuffled = order.sample(snapshots, len(snapshots))
    assert reconcile([*shuffled, *snapshots]).equals(history)


def test_a_later_file_fills_in_the_exit_and_moves_the_book_in() -> None:
    d = MAY
    first = stays(d + dt.timedelta(9), ("P1", "A", d, None, None), ("P2", "A", d, None, None))
    out = d + dt.timedelta(12)
    second = stays(
        d + dt.timedelta(16),
        ("P1", "A", d, out, "release"),
        ("P2", "A", d + dt.timedelta(1), None, None),
    )
    history = reconcile([second, first])
    assert history.select("person", "book_in", "book_out", "exit").rows() == [
        ("P1", d, out, "release"),
        ("P2", d + dt.timedelta(1), None, None),
    ]


def test_who_is_in_no_later_file_is_unexplained_and_who_is_elsewhere_moved() -> None:
    d = MAY
    first = stays(d, ("P1", "A", d, None, None), ("P2", "A", d, None, None))
    later = d + dt.timedelta(7)
    second = stays(later, ("P2", "B", d + dt.timedelta(3), None, None))
    history = reconcile([first, second])
    assert history.select("person", "facility", "book_out", "exit").rows() == [
        ("P1", "A", later, "unexplained"),
        ("P2", "A", d + dt.timedelta(3), "transfer"),
        ("P2", "B", None, None),
    ]
