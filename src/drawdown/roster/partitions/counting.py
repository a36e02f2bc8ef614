"""A census of stays that lie in many Parquet files: read file by file, counted person by person.

Every file is read as any roster is and its rows are shared out by person, so that whoever has rows
in several files is met whole; then each share is chained and counted alone, and the counts are
added up. Nothing in a census joins two people, so the sum is the census of all files in one. Both
steps are batches: they run here or on a cluster. What passes between them lies in a folder that
every worker must see, and is removed afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import polars as pl

from drawdown.batches import run
from drawdown.roster.account import RowAccount
from drawdown.roster.census.measures import lengths_of, peak_days
from drawdown.roster.census.rules import Rule
from drawdown.roster.counted import Counted, CountedFile
from drawdown.roster.errors import RosterError
from drawdown.roster.intake import ReadOptions
from drawdown.roster.partitions.shares import File, Part, Read, Share, count_share, share_out
from drawdown.roster.reading.sheet import Progress, no_progress

ROWS = 2_000_000
"""About how many rows a share has, so that it fits in a worker's memory with room to spare."""
FAR_FROM = 1 << 32
"""Rows of all files are numbered through; so many fit."""
Piece = TypeVar("Piece")
Result = TypeVar("Result")


def files_in(folder: Path) -> list[Path]:
    """The Parquet files below a folder, in the order of their paths.

    Raises:
        RosterError: There are none.
    """
    found = sorted(folder.rglob("*.parquet"))
    if not found:
        raise RosterError(f"{folder}: holds no .parquet file")
    return found


def count_partitions(
    folder: Path, rule: Rule, options: ReadOptions, *, by: tuple[str, ...] = (),
    first: dt.date | None = None, last: dt.date | None = None, on: dt.date | None = None,
    cluster: str | None = None, scratch: Path | None = None, rows: int = ROWS,
    progress: Progress = no_progress,
) -> Counted:  # fmt: skip
    """Return the census of the stays in all Parquet files of a folder, taken as one file.

    Args:
        folder: Where the files are; folders within it are looked into.
        rule: When a person counts on a day.
        options: What is said about each file.
        by: Columns to count by beside the facility.
        first: The first day.
        last: The last day.
        on: One day asked about: the series reaches to it.
        cluster: As `batches.run` takes it.
        scratch: Where rows lie between the steps; every worker must see it. None for this
            machine's folder for temporary files.
        rows: About how many rows are counted at once.
        progress: Told how far it has come.

    Raises:
        RosterError: A file cannot be read, lists people day by day, or its columns are read
            otherwise than those of the first.
        BatchError: The cluster cannot be used.
    """
    paths = files_in(folder)
    heights = [_height(path) for path in paths]
    shares = max(1, -(-sum(heights) // rows))
    if sum(heights) + 2 * len(paths) >= FAR_FROM:
        raise RosterError(f"{folder}: {sum(heights):,} rows; expected fewer than {FAR_FROM:,}")
    before = list(accumulate((height + 2 for height in heights), initial=0))
    with TemporaryDirectory(prefix="drawdown-census-", dir=scratch) as made:
        there = Path(made)
        pieces = [
            File(path, n, before[n], options, by, shares, there) for n, path in enumerate(paths)
        ]
        read = _run(share_out, pieces, cluster, progress, "files read")
        whole = [_alike(one, read[0]) for one in read]
        span = pl.concat([one.span for one in whole])
        begin, end = span["begin"].min(), span["end"].max()
        if not isinstance(begin, dt.date) or not isinstance(end, dt.date):
            raise RosterError(f"{folder}: no stay can be counted: no row has a book-in date")
        groups = pl.concat([one.groups for one in whole]).unique().sort(list(whole[0].group))
        known = max([end, *(f.file.as_of.date for f in whole if f.file.as_of), on or end])
        first = first or (min(on, begin) if on else begin)
        asked = [
            Share(n, there, rule, groups, first, last or known) for n in range(shares)
        ]  # fmt: skip
        parts = _run(count_share, asked, cluster, progress, "shares counted")
        return _together(whole, parts, rule, there, first, last, on)


def _run(
    work: Callable[[Piece], Result], pieces: list[Piece], cluster: str | None, progress: Progress,
    what: str,
) -> list[Result]:  # fmt: skip
    found: list[Result] = []
    progress(what, 0, len(pieces))
    for one in run(work, pieces, cluster=cluster):
        found.append(one)
        progress(what, len(found), len(pieces))
    return found


def _alike(read: Read, to: Read) -> Read:
    """The same, where the file is of stays and its columns are read as those of the first."""
    name = read.file.name
    if read.kind != "stays":
        raise RosterError(f"{name}: is a daily list; a folder is counted where it holds stays")
    if read.columns != to.columns:
        other = next(
            k for k in sorted({*read.columns, *to.columns})
            if read.columns.get(k) != to.columns.get(k)
        )  # fmt: skip
        raise RosterError(
            f"{name}: {other} is column {read.columns.get(other)!r}, but {to.columns.get(other)!r} "
            f"in {to.file.name}; say with --map what the columns are"
        )
    return read


def _together(
    read: list[Read], parts: list[Part], rule: Rule, folder: Path, first: dt.date,
    last: dt.date | None, on: dt.date | None,
) -> Counted:  # fmt: skip
    """The census of all shares: what was counted, added up."""
    group = read[0].group
    filled = [number for number, part in enumerate(parts) if part.rows]
    ends = [part.end for part in parts if part.end]
    ends += [one.file.as_of.date for one in read if one.file.as_of]
    end = max(ends)
    remarks = list(dict.fromkeys(remark for one in read for remark in one.remarks))
    if on is not None and on > end:
        remarks.append(
            f"{on} is after {end}, the last day this file speaks of; stays still open then are "
            "counted as going on"
        )
    last = last or (max(on, end) if on else end)
    by_group = _sum([folder / f"group-{n}.parquet" for n in filled], list(group), last)
    total = _sum([folder / f"total-{n}.parquet" for n in filled], [], last)
    kinds = sorted({kind for part in parts for kind in part.problems})
    files = []
    for number, one in enumerate(read):
        aside = sum(part.repeats.get(number, 0) for part in parts)
        of = one.file.account
        account = RowAccount(of.read, of.used - aside, of.set_aside + aside, of.not_data)
        files.append(CountedFile(one.file.name, one.file.sha256, account, one.file.as_of))
    return Counted(
        rule=rule, group=group, by_group=by_group, total=total, first=first, last=last,
        peaks=peak_days(by_group, group),
        lengths=lengths_of([part.lengths for part in parts if part.rows], list(group)),
        problems={kind: sum(part.problems.get(kind, 0) for part in parts) for kind in kinds},
        files=tuple(files), remarks=tuple(remarks),
    )  # fmt: skip


def _sum(paths: list[Path], names: list[str], last: dt.date) -> pl.DataFrame:
    """Series of the same groups and days, added up, to the last day."""
    frame = pl.read_parquet(paths[0])
    numbers = [name for name in frame.columns if name not in (*names, "date")]
    for path in paths[1:]:
        more = pl.read_parquet(path)
        frame = frame.with_columns(pl.col(name) + more[name] for name in numbers)
    return frame.filter(pl.col("date") <= last)


def _height(path: Path) -> int:
    try:
        found: Any = pl.scan_parquet(path).select(pl.len()).collect().item()
    except (OSError, pl.exceptions.PolarsError) as error:
        line = str(error).splitlines()[0]
        raise RosterError(f"{path.name}: is not a Parquet file that can be read ({line})") from None
    return int(found)
