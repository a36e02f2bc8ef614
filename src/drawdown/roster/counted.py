"""From files to a census: stays are chained and swept, daily lists compared day by day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from drawdown.errors import nearest
from drawdown.roster.account import RowAccount
from drawdown.roster.census.daily import count_daily
from drawdown.roster.census.lists import count_lists
from drawdown.roster.census.measures import lengths_of_stay, peak_days
from drawdown.roster.census.rules import Rule
from drawdown.roster.errors import RosterError
from drawdown.roster.intake import ReadOptions, read_roster
from drawdown.roster.reading.sheet import Progress, no_progress
from drawdown.roster.roster import AsOf, Roster
from drawdown.roster.stays.chain import chain_stays


@dataclass(frozen=True)
class CountedFile:
    """What one file brought to a census."""

    name: str
    sha256: str
    account: RowAccount
    as_of: AsOf | None

    def as_dict(self) -> dict[str, object]:
        """Return it as the command line prints it."""
        as_of = self.as_of
        return {
            "file": self.name,
            "sha256": self.sha256,
            "rows": self.account.as_dict(),
            "as_of": as_of.date.isoformat() if as_of else None,
            "as_of_from": as_of.known_from if as_of else None,
        }


@dataclass(frozen=True)
class Counted:
    """A census of files.

    The series by group and in total, its measures, and what is to be known of it.
    """

    rule: Rule
    group: tuple[str, ...]
    by_group: pl.DataFrame
    total: pl.DataFrame
    first: dt.date
    last: dt.date
    peaks: pl.DataFrame
    lengths: pl.DataFrame
    problems: dict[str, int]
    files: tuple[CountedFile, ...]
    remarks: tuple[str, ...]

    @property
    def rows(self) -> dict[str, int]:
        """The row account over all files."""
        parts = [f.account.as_dict() for f in self.files]
        return {k: sum(p[k] for p in parts) for k in ("read", "used", "set_aside", "not_data")}


def count_files(
    paths: list[Path],
    rule: Rule,
    options: ReadOptions,
    *,
    by: tuple[str, ...] = (),
    first: dt.date | None = None,
    last: dt.date | None = None,
    on: dt.date | None = None,
    progress: Progress = no_progress,
) -> Counted:
    """Return the census of one file of stays, or of one or more daily lists.

    The same file given twice counts once. `on` is one day asked about: the series reaches to it.
    """
    rosters: dict[str, Roster] = {}
    for path in paths:
        roster = read_roster(path, options, progress)
        rosters.setdefault(roster.source.sha256, roster)
    kinds = {r.kind for r in rosters.values()}
    if kinds == {"stays"}:
        return _of_stays(list(rosters.values()), rule, by, (first, last, on))
    if kinds == {"daily"}:
        return _of_lists(list(rosters.values()), rule, by, on)
    raise RosterError("some files are daily lists and some are stays; count them apart")


Span = tuple[dt.date | None, dt.date | None, dt.date | None]


def _of_stays(rosters: list[Roster], rule: Rule, by: tuple[str, ...], span: Span) -> Counted:
    if len(rosters) > 1:
        names = " and ".join(r.source.name for r in rosters[:2])
        raise RosterError(
            f"{names}: are both files of stays, which may hold the same people; count one at a "
            "time, "
            "or compare them with drawdown diff"
        )
    roster = rosters[0]
    stays = chain_stays(roster.facts)
    detentions, group = with_groups(stays.detentions, roster, by)
    first, last, on = span
    remarks = list(roster.remarks)
    end = _last_day(roster, detentions)
    if on is not None and end is not None and on > end:
        remarks.append(
            f"{on} is after {end}, the last day this file speaks of; stays still open then are "
            "counted as going on"
        )
    begin = detentions["book_in"].min()
    if on is not None and isinstance(begin, dt.date):
        first, last = first or min(on, begin), last or max(on, end or on)
    counted = count_daily(detentions, rule, group=group, first=first, last=last or end)
    kinds = stays.problems.group_by("kind").len().sort("kind")
    return Counted(
        rule=rule,
        group=group,
        by_group=counted.by_group,
        total=counted.total,
        first=counted.first,
        last=counted.last,
        peaks=peak_days(counted.by_group, group),
        lengths=lengths_of_stay(detentions, list(group)),
        problems={str(k): int(n) for k, n in kinds.iter_rows()},
        files=(
            CountedFile(roster.source.name, roster.source.sha256, roster.account, roster.as_of),
        ),
        remarks=tuple(remarks),
    )


def _last_day(roster: Roster, detentions: pl.DataFrame) -> dt.date | None:
    days = [detentions["book_in"].max(), detentions["book_out"].max()]
    days.append(roster.as_of.date if roster.as_of else None)
    return max((d for d in days if isinstance(d, dt.date)), default=None)


def with_groups(
    frame: pl.DataFrame, roster: Roster, by: tuple[str, ...]
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Add the file's own columns to count by; `facility` always comes first."""
    group = ["facility"]
    cells = roster.cells.with_columns(roster.facts["row"], roster.facts["sheet"])
    for name in by:
        column = _column(name, roster)
        if name in ("facility", column) and column == roster.columns.get("facility"):
            continue
        label = name if name not in frame.columns and name not in ("date", "count") else f"{name} "
        values = cells.select(
            "row", "sheet", pl.col(column).cast(pl.String).fill_null("unknown").alias(label)
        )
        frame = frame.join(
            values, on=["row", "sheet"], how="left", nulls_equal=True, maintain_order="left"
        )
        group.append(label)
    return frame, tuple(group)


def _column(name: str, roster: Roster) -> str:
    """Return the file's column that a name means.

    Its header, in any case, or a field it is mapped to.
    """
    if name in roster.cells.columns:
        return name
    matches = [c for c in roster.cells.columns if c.lower() == name.lower()]
    if len(matches) == 1:
        return matches[0]
    if name in roster.columns:
        return roster.columns[name]
    known = [*roster.cells.columns, *roster.columns]
    raise RosterError(
        f"{roster.source.name}: has no column '{name}', which --by names{nearest(name, known)}"
    )


def _of_lists(
    rosters: list[Roster], rule: Rule, by: tuple[str, ...], on: dt.date | None
) -> Counted:
    lists: dict[dt.date, list[pl.DataFrame]] = {}
    remarks: list[str] = []
    files = []
    group: tuple[str, ...] = ("facility",)
    for roster in rosters:
        roster, remark = dated(roster, on)
        remarks += [*roster.remarks, *remark]
        files.append(
            CountedFile(roster.source.name, roster.source.sha256, roster.account, roster.as_of)
        )
        frame, group = with_groups(roster.facts, roster, by)
        for (day,), part in frame.partition_by("as_of", as_dict=True).items():
            assert isinstance(day, dt.date)  # noqa: S101 - dated() leaves no blank
            lists.setdefault(day, []).append(part)
    days = {d: pl.concat(parts) for d, parts in lists.items()}
    for day, frame in sorted(days.items()):
        twice = frame.filter("keyed").select(pl.col("person").is_duplicated().sum()).item()
        if twice:
            remarks.append(f"on {day}, {twice:,} rows name a person who is listed more than once")
    by_group = count_lists(days, group)
    total = count_lists(
        {d: f.with_columns(pl.lit("").alias("everywhere")) for d, f in days.items()},
        ("everywhere",),
    ).drop("everywhere")
    return Counted(
        rule=rule,
        group=group,
        by_group=by_group,
        total=total,
        first=min(days),
        last=max(days),
        peaks=peak_days(by_group, group),
        lengths=pl.DataFrame(),
        problems={},
        files=tuple(files),
        remarks=tuple(
            dict.fromkeys([*remarks, "daily lists: counted as listed on their own days"])
        ),
    )


def dated(roster: Roster, on: dt.date | None = None) -> tuple[Roster, list[str]]:
    """Return a daily roster whose every row has the day it speaks of, and how that day is known.

    Without a stated day it is the one asked about, else the latest book-in: the list is no older
    than that.
    """
    if roster.facts["as_of"].null_count() == 0 and roster.facts.height:
        return roster, []
    as_of, remark = roster.as_of, []
    if as_of is None and on is not None:
        as_of = AsOf(on, "--on")
    if as_of is None:
        latest = roster.facts["book_in"].max()
        if not isinstance(latest, dt.date):
            raise RosterError(
                f"{roster.source.name}: lists people without saying on which day; say it with "
                "--as-of"
            )
        as_of = AsOf(latest, "the latest book-in")
        remark = [
            f"{roster.source.name}: states no day; taken as the list of {latest}, its latest "
            "book-in "
            "(say another with --as-of)"
        ]
    facts = roster.facts.with_columns(pl.col("as_of").fill_null(as_of.date))
    return replace(roster, facts=facts, as_of=as_of), remark
