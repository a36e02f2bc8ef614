"""`python -m benchmarks.census.partitions`: the census of stays in many files, beside that of one.

python -m benchmarks.census.partitions                        2 million stays, against one file
python -m benchmarks.census.partitions --stays 50000000       against one sweep of three columns
python -m benchmarks.census.partitions --cluster local:2      on Dask, and one worker killed

Every person's stays are apart, so that the census of persons is also the sweep of all rows, which
takes three columns in memory and is known to be right (`python -m benchmarks.census`).
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import signal
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import polars as pl
from polars.testing import assert_frame_equal

from benchmarks.census.stays import DAYS, FACILITIES, FIRST
from drawdown.cli.reading_options import progress_bar
from drawdown.roster.census.counts import daily_counts
from drawdown.roster.census.rules import Rule
from drawdown.roster.counted import Counted, count_files
from drawdown.roster.intake import ReadOptions
from drawdown.roster.partitions import count_partitions

WHOLE = 5_000_000
"""Up to so many stays the census of one file fits in memory."""
OPTIONS = ReadOptions(
    confirmed={
        "person": "person", "facility": "facility", "book_in": "book_in", "book_out": "book_out",
        "reason": "release_reason",
    },
    kind="stays",
)  # fmt: skip
REASONS = ("Paroled", "Removed", "Bonded Out", "Order of Recognizance")


def make(folder: Path, number: int, parts: int) -> pl.DataFrame:
    """Write made-up stays in parts, by the year of the book-in, in no order; return three columns.

    Each person has up to three stays, at least three days apart.
    """
    source = np.random.default_rng(50)
    people = -(-number // 3)
    weight = source.pareto(1.2, FACILITIES) + 0.05
    room = DAYS // 3
    origin = np.int32(FIRST.toordinal() - dt.date(1970, 1, 1).toordinal())
    columns = []
    for turn in range(3):
        person = np.arange(people, dtype=np.uint32)[: number - turn * people]
        begin = turn * room + source.integers(0, room // 2, person.size, dtype=np.int32)
        length = np.minimum(source.lognormal(3.0, 1.2, person.size), room // 2 - 3)
        facility = source.choice(FACILITIES, person.size, p=weight / weight.sum())
        columns.append((person, facility.astype(np.uint32), begin, length.astype(np.int32)))
    person, facility, begin, length = (np.concatenate(c) for c in zip(*columns, strict=True))
    into, out = begin + origin, begin + length + origin
    frame = pl.DataFrame({"person": person, "facility": facility, "book_in": into, "book_out": out})
    frame = frame.with_columns(pl.col("book_in", "book_out").cast(pl.Date))
    year = frame["book_in"].dt.year().to_numpy()
    order = np.lexsort((source.random(frame.height), year))
    reason = source.integers(0, len(REASONS), frame.height)
    for n, some in enumerate(np.array_split(order, parts)):
        frame[some].with_columns(
            pl.col("facility").cast(pl.String),
            pl.Series("reason", np.array(REASONS)[reason[some]]),
        ).write_parquet(folder / f"stays-{n:03}.parquet")
    return frame


def kill_one(scratch: Path, killed: list[int]) -> None:
    """End one of the workers that this process started, once half of the files are read."""
    import psutil

    files = len(list(scratch.parent.glob("stays/*.parquet")))
    while len(list(scratch.glob("*/rows-*-0.parquet"))) < files / 2:
        time.sleep(0.05)
    for process in psutil.Process().children():
        if any("spawn_main" in word for word in process.cmdline()):
            os.kill(process.pid, signal.SIGKILL)
            killed.append(process.pid)
            return


def same(one: Counted, other: Counted) -> None:
    """Fail unless two censuses agree to the last digit."""
    for name in ("by_group", "total", "peaks", "lengths"):
        assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    assert one.problems == other.problems
    assert one.rows == other.rows


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--stays", type=int, default=2_000_000)
    parser.add_argument("--cluster")
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args(arguments)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start", flush=True)
    with tempfile.TemporaryDirectory(dir=chosen.folder) as made:
        stays, scratch = Path(made) / "stays", Path(made) / "scratch"
        stays.mkdir()
        scratch.mkdir()
        frame = make(stays, chosen.stays, max(4, chosen.stays // 1_000_000))
        killed: list[int] = []
        killer = threading.Thread(target=kill_one, args=(scratch, killed), daemon=True)
        if chosen.cluster:
            killer.start()
        begun, used = time.perf_counter(), _used()
        with progress_bar("census") as progress:
            found = count_partitions(
                stays, Rule.INTERVAL, OPTIONS, cluster=chosen.cluster, scratch=scratch,
                progress=progress,
            )  # fmt: skip
        seconds, used = time.perf_counter() - begun, _used() - used
        peak = max(resource.getrusage(who).ru_maxrss for who in _WHO) / 1024
        print(f"{found.rows['used']:,} stays in {len(found.files)} files: {seconds:.1f} s by the "
              f"clock, {used:.1f} processor seconds, at most {peak:.0f} MiB in a process"
              f"{', a worker killed half-way' if killed else ''}", flush=True)  # fmt: skip
        swept = daily_counts(frame, Rule.INTERVAL, found.first, found.last)
        swept = swept.with_columns(pl.col("facility").cast(pl.String)).sort("facility", "date")
        assert_frame_equal(found.by_group.select(swept.columns), swept, check_exact=True)
        every = frame.with_columns(pl.lit(0, pl.UInt32).alias("facility"))
        swept = daily_counts(every, Rule.INTERVAL, found.first, found.last)
        assert_frame_equal(found.total.select("date", "count"), swept.select("date", "count"))
        print(f"equal to one sweep of all rows on {found.by_group.height:,} facility days",
              flush=True)  # fmt: skip
        if chosen.stays <= WHOLE:
            whole = Path(made) / "whole.parquet"
            pl.concat([pl.read_parquet(p) for p in sorted(stays.glob("*"))]).write_parquet(whole)
            begun, used = time.perf_counter(), _used()
            same(found, count_files([whole], Rule.INTERVAL, OPTIONS))
            print(
                f"equal to the census of one file in everything; that took "
                f"{time.perf_counter() - begun:.1f} s, {_used() - used:.1f} processor seconds"
            )


_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _used() -> float:
    """Processor seconds of this process and of those it has ended."""
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, _WHO))


if __name__ == "__main__":
    main()
