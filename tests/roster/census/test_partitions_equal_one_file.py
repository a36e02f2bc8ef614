"""A census of stays in many Parquet files is that of the same rows in one file. All is made up."""

from __future__ import annotations

import datetime as dt
import os
import signal
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from drawdown.roster.census.rules import Rule
from drawdown.roster.counted import Counted, count_files
from drawdown.roster.errors import RosterError
from drawdown.roster.intake import ReadOptions
from drawdown.roster.partitions import count_partitions

FIRST = dt.date(2020, 3, 1)
CONFIRMED = {
    "Person ID": "person", "Facility": "facility", "Detention Book In Date": "book_in",
    "Detention Book Out Date": "book_out", "Detention Release Reason": "release_reason",
    "Stay Book In Date": "stay_book_in", "Stay Book Out Date": "stay_book_out", "Sex": "-",
}  # fmt: skip
OPTIONS = ReadOptions(confirmed=CONFIRMED, kind="stays")
days = st.integers(0, 40).map(lambda n: FIRST + dt.timedelta(days=n))
rows = st.lists(
    st.tuples(
        st.sampled_from(["P1", "P2", "P3", "P4", "P5", None]),
        st.sampled_from(["Krome", "Glades", None]),
        days,
        st.none() | days,
        st.sampled_from(["Transferred", "Paroled", "Removed", None]),
        st.none() | days,
        st.none() | days,
        st.sampled_from(["F", "M", None]),
    ),
    min_size=1, max_size=25,
)  # fmt: skip
COLUMNS = ("Person ID", "Facility", "Detention Book In Date", "Detention Book Out Date",
           "Detention Release Reason", "Stay Book In Date", "Stay Book Out Date",
           "Sex")  # fmt: skip


def frame_of(made: list[tuple[Any, ...]]) -> pl.DataFrame:
    types = [pl.Date if "Date" in name else pl.String for name in COLUMNS]
    return pl.DataFrame(made, schema=dict(zip(COLUMNS, types, strict=True)), orient="row")


def written(frame: pl.DataFrame, cuts: list[int], folder: Path) -> tuple[Path, Path]:
    """One file of all rows, and a folder of several: cut where it is said."""
    whole, parts = folder / "whole.parquet", folder / "parts"
    frame.write_parquet(whole)
    edges = sorted({0, *(cut for cut in cuts if cut < frame.height), frame.height})
    for number, (low, high) in enumerate(pairwise(edges)):
        (parts / f"year={number}").mkdir(parents=True)
        frame[low:high].write_parquet(parts / f"year={number}" / "stays.parquet")
    return whole, parts


def same(one: Counted, other: Counted) -> None:
    for name in ("by_group", "total", "peaks", "lengths"):
        assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    for name in ("rule", "group", "first", "last", "problems", "rows"):
        assert getattr(one, name) == getattr(other, name), name


@given(
    rows, st.lists(st.integers(1, 24), max_size=4), st.sampled_from(list(Rule)), st.integers(1, 9),
    st.none() | days, st.sampled_from([(), ("Sex",)]),
)  # fmt: skip
def test_however_the_rows_are_cut(made, cuts, rule, at_once, on, by) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole, parts = written(frame_of(made), cuts, Path(folder))
        try:
            expected = count_files([whole], rule, OPTIONS, by=by, on=on)
        except RosterError:
            return  # nothing in it can be counted
        scratch = Path(folder) / "scratch"
        scratch.mkdir()
        found = count_partitions(parts, rule, OPTIONS, by=by, on=on, rows=at_once, scratch=scratch)
        same(found, expected)
        assert not list(scratch.iterdir())


def many(number: int) -> pl.DataFrame:
    """Stays of people who come back, so that most have rows in several files."""
    who = pl.int_range(number, eager=True)
    into = pl.Series([FIRST + dt.timedelta(days=(7 * n) % 300) for n in range(number)])
    return pl.DataFrame({
        "Person ID": (who * 7919 % (number // 3)).cast(pl.String),
        "Facility": (who * 31 % 11).cast(pl.String),
        "Book In Date": into, "Book Out Date": into + (who * 13 % 90) * dt.timedelta(days=1),
    })  # fmt: skip


@pytest.mark.filterwarnings("ignore")  # what ends with a worker is not ours to warn of
def test_on_a_cluster_whose_worker_is_killed_half_way(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="needs the extra drawdown[cluster]")
    import psutil

    whole, parts = written(many(6000), list(range(1000, 6000, 1000)), tmp_path)
    expected = count_files([whole], Rule.MIDNIGHT, ReadOptions())
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    killed: list[int] = []

    def kill_one() -> None:
        while not list(scratch.glob("*/rows-*")):
            time.sleep(0.005)
        for process in psutil.Process().children():  # of this test, and of nothing else
            if any("spawn_main" in word for word in process.cmdline()):
                killed.append(process.pid)
                os.kill(process.pid, signal.SIGKILL)
                return

    killer = threading.Thread(target=kill_one)
    killer.start()
    found = count_partitions(
        parts, Rule.MIDNIGHT, ReadOptions(), rows=1500, cluster="local:2",
        scratch=scratch,
    )  # fmt: skip
    killer.join()
    assert killed
    same(found, expected)


def test_a_file_whose_columns_differ_is_one_clear_line(tmp_path: Path) -> None:
    many(300).write_parquet(tmp_path / "a.parquet")
    many(300).rename({"Person ID": "Subject ID"}).write_parquet(tmp_path / "b.parquet")
    with pytest.raises(RosterError, match=r"b.parquet: person is column 'Subject ID', but") as one:
        count_partitions(tmp_path, Rule.MIDNIGHT, ReadOptions())
    assert "\n" not in str(one.value)


def test_a_folder_without_parquet_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match=r"holds no .parquet file"):
        count_partitions(tmp_path, Rule.MIDNIGHT, ReadOptions())
