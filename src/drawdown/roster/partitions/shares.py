"""The two pieces of work of a census in parts: share out a file's rows, and count one share.

What passes between them lies in a folder that every worker sees.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from os import getpid
from pathlib import Path

import polars as pl

from drawdown.roster.census.daily import count_daily
from drawdown.roster.census.measures import lengths_counted
from drawdown.roster.census.rules import Rule
from drawdown.roster.counted import CountedFile, with_groups
from drawdown.roster.errors import RosterError
from drawdown.roster.intake import ReadOptions, read_roster
from drawdown.roster.same import repeated_rows
from drawdown.roster.stays.chain import chain_stays


@dataclass(frozen=True)
class File:
    """One file to be read and shared out."""

    path: Path
    number: int
    before: int
    options: ReadOptions
    by: tuple[str, ...]
    shares: int
    folder: Path


@dataclass(frozen=True)
class Read:
    """What reading a file came to; its rows lie in the folder."""

    file: CountedFile
    kind: str
    columns: dict[str, str]
    group: tuple[str, ...]
    groups: pl.DataFrame
    span: pl.DataFrame
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """The rows of some people, from all files."""

    number: int
    folder: Path
    rule: Rule
    groups: pl.DataFrame
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Part:
    """What a share came to; its daily series lie in the folder."""

    rows: int
    begin: dt.date | None
    end: dt.date | None
    repeats: dict[int, int]
    lengths: pl.DataFrame
    problems: dict[str, int]


def share_out(file: File) -> Read:
    """Read one file and put its rows, shared out by person, into the folder."""
    roster = read_roster(file.path, file.options)
    facts, group = with_groups(roster.facts, roster, file.by)
    facts = facts.with_columns(pl.col("row") + file.before)
    own = pl.concat_str(pl.lit("row "), pl.col("row").cast(pl.String))
    facts = facts.with_columns(
        pl.when("keyed").then("person").otherwise(own).alias("person"),
        pl.lit(file.number, dtype=pl.UInt32).alias("file"),
    )
    share = facts["person"].hash(seed=0) % file.shares
    for number in range(file.shares):
        _put(facts.filter(share == number), _rows_of(file.folder, file.number, number))
    span = facts.select(
        pl.col("book_in").min().alias("begin"),
        pl.max_horizontal("book_in", "book_out", "stay_book_out").max().alias("end"),
    )
    counted = CountedFile(roster.source.name, roster.source.sha256, roster.account, roster.as_of)
    return Read(
        counted, roster.kind, roster.columns, group, facts.select(group).unique(), span,
        roster.remarks,
    )  # fmt: skip


def count_share(share: Share) -> Part:
    """Chain and count the people of one share, and put its daily series into the folder."""
    paths = sorted(share.folder.glob(f"rows-*-{share.number}.parquet"))
    facts = pl.concat([pl.read_parquet(path) for path in paths]).sort("row")
    repeats = repeated_rows(facts)
    twice = facts[repeats["pos"]]["file"].value_counts()
    facts = facts.filter(~pl.int_range(pl.len()).is_in(repeats["pos"].to_list())).drop("file")
    group = tuple(share.groups.columns)
    stays = chain_stays(facts)
    kinds = stays.problems.group_by("kind").len().sort("kind")
    held = stays.detentions
    days = [held["book_in"].max(), held["book_out"].max()]
    part = Part(
        facts.height,
        _day(held["book_in"].min()),
        max((d for d in days if isinstance(d, dt.date)), default=None),
        {int(file): int(number) for file, number in twice.iter_rows()},
        lengths_counted(held, list(group)),
        {str(kind): int(number) for kind, number in kinds.iter_rows()},
    )
    if facts.height:
        counted = count_daily(
            held, share.rule, group=group, first=share.first, last=share.last, groups=share.groups
        )
        for name, series in (("group", counted.by_group), ("total", counted.total)):
            _put(series, share.folder / f"{name}-{share.number}.parquet")
    return part


def _rows_of(folder: Path, file: int, share: int) -> Path:
    return folder / f"rows-{file:07}-{share}.parquet"


def _put(frame: pl.DataFrame, path: Path) -> None:
    """Write a file whole or not at all: a piece may be run again after its worker was lost."""
    draft = path.with_suffix(f".{getpid()}.draft")
    try:
        frame.write_parquet(draft, compression="lz4")
        draft.replace(path)
    except OSError as error:
        raise RosterError(f"{path.parent}: cannot be written ({error.strerror})") from None


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
