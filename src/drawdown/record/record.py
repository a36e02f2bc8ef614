"""The record: every entry ever made, and what of it stood on a day, as known on a day.

Nothing here changes or removes an entry. `Record.as_known` gives a view: the entries recorded by
then, less those that another entry recorded by then supersedes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

import polars as pl

from drawdown.record import entries as _entries  # noqa: F401  fills KINDS
from drawdown.record.columns import SET_ASIDE
from drawdown.record.entry import KINDS
from drawdown.record.files import Account, Batch
from drawdown.record.form import schema
from drawdown.record.moments import end_of


class Store(Protocol):
    """Where entries are kept. A folder of files is one; a site's database can be another.

    A store only ever gives and takes; it has no way to change or remove an entry.
    """

    def kinds(self) -> Iterable[str]:
        """The kinds of entry it holds any of."""

    def frame(self, kind: str) -> pl.DataFrame:
        """Every entry of a kind, with the columns of `drawdown.record.form.schema`."""


@dataclass(frozen=True)
class Record:
    """Everything that is recorded of a case.

    Attributes:
        frames: The entries by kind, with the columns of `drawdown.record.form.schema`.
        zone: The court's time zone, in which days begin and end.
        accounts: What became of every row of every file that was read.
    """

    frames: Mapping[str, pl.DataFrame]
    zone: ZoneInfo
    accounts: tuple[Account, ...] = ()

    @classmethod
    def of(cls, batches: Iterable[Batch], zone: ZoneInfo) -> Record:
        """Put files together. An id given twice keeps its first entry; the others are set aside."""
        parts: dict[str, list[pl.DataFrame]] = {}
        accounts: list[Account] = []
        for batch in batches:
            accounts.append(batch.account)
            if len(batch.frame):
                parts.setdefault(batch.kind.kind, []).append(batch.frame)
        frames = {kind: pl.concat(frames) for kind, frames in parts.items()}
        frames, repeated = _unique_ids(frames)
        if len(repeated):
            accounts.append(Account("", "", 0, -len(repeated), 0, repeated))
        return cls(frames, zone, tuple(accounts))

    @classmethod
    def from_store(cls, store: Store, zone: ZoneInfo) -> Record:
        """Read everything that a store holds."""
        return cls({kind: store.frame(kind) for kind in store.kinds()}, zone)

    def __len__(self) -> int:
        """How many entries there are, superseded ones included."""
        return sum(len(frame) for frame in self.frames.values())

    def as_known(self, known: date | datetime | None = None) -> View:
        """What was known at a time, or at the end of a day; None: everything."""
        if isinstance(known, date) and not isinstance(known, datetime):
            known = end_of(known, self.zone)
        return View(self, known)

    def days(self) -> tuple[date, date] | None:
        """The first and last day on which anything happened."""
        spans = [(f["date"].min(), f["date"].max()) for f in self.frames.values() if len(f)]
        if not spans:
            return None
        return min(s[0] for s in spans), max(s[1] for s in spans)  # type: ignore[type-var,return-value]


@dataclass
class View:
    """The record as it was known at one moment. It reads each kind of entry once and keeps it."""

    record: Record
    known: datetime | None
    _live: dict[str, pl.DataFrame] = field(default_factory=dict)
    _parts: dict[str, dict[str, pl.DataFrame]] = field(default_factory=dict)
    _gone: pl.Series | None = None

    def entries(self, kind: str, facility: str | None = None) -> pl.DataFrame:
        """The entries of a kind that stood at this moment, of one facility or of all.

        Returns:
            A frame with the columns of `drawdown.record.form.schema(KINDS[kind])`.
        """
        if kind not in self._live:
            self._live[kind] = self._read(kind)
        if facility is None:
            return self._live[kind]
        if kind not in self._parts:
            parts = self._live[kind].partition_by("facility", as_dict=True)
            self._parts[kind] = {str(key[0]): frame for key, frame in parts.items()}
        return self._parts[kind].get(facility, self._live[kind].clear())

    def history(self, ids: Iterable[str]) -> pl.DataFrame:
        """The entries that the named ones supersede, oldest first: kind, id, recorded, by, note."""
        columns = ["id", "supersedes", "date", "recorded", "by", "source", "note", "file", "row"]
        found = [
            self._known(frame).select(pl.lit(kind).alias("kind"), *columns)
            for kind, frame in self.record.frames.items()
        ]
        if not found:
            return pl.DataFrame()
        everything = pl.concat(found)
        wanted, chain = set(ids), list[pl.DataFrame]()
        while wanted:
            older = everything.filter(pl.col("id").is_in(list(wanted)))["supersedes"]
            wanted = {name for name in older.to_list() if name}
            chain.append(everything.filter(pl.col("id").is_in(list(wanted))))
        return (
            pl.concat(chain).unique(maintain_order=True).sort("recorded") if chain else everything
        )

    def _known(self, frame: pl.DataFrame) -> pl.DataFrame:
        if self.known is None:
            return frame
        latest = frame["recorded"].max()
        if latest is None or latest <= self.known:  # type: ignore[operator]
            return frame
        return frame.filter(pl.col("recorded") <= self.known)

    def _read(self, kind: str) -> pl.DataFrame:
        if kind not in self.record.frames:
            return pl.DataFrame(schema=schema(KINDS[kind]))
        frame = self._known(self.record.frames[kind])
        gone = self._superseded()
        return frame.filter(~pl.col("id").is_in(gone.implode())) if len(gone) else frame

    def _superseded(self) -> pl.Series:
        """The ids of the entries that another entry, known by now and not taken back, replaces."""
        if self._gone is None:
            links = [
                self._known(frame)
                .filter(pl.col("supersedes") != "")
                .select("id", "supersedes", withdraws=pl.lit(kind == "withdrawal"))
                for kind, frame in self.record.frames.items()
            ]
            self._gone = superseded(pl.concat(links)) if links else pl.Series([], dtype=pl.String)
        return self._gone


def superseded(links: pl.DataFrame) -> pl.Series:
    """Which entries no longer stand.

    An entry is superseded when another one names it, unless that other one was withdrawn. A
    correction of a correction leaves the first entry superseded; a withdrawal of a correction
    brings it back.

    Args:
        links: Columns `id`, `supersedes` (String) and `withdraws` (Boolean), one row per entry that
            names another.

    Returns:
        The ids of the superseded and withdrawn entries.
    """
    if links.is_empty():
        return links["supersedes"]
    withdrawals = {
        row["id"]: row["supersedes"] for row in links.filter("withdraws").iter_rows(named=True)
    }
    withdrawn: set[str] = set()
    for _ in range(len(withdrawals) + 1):  # a withdrawal may itself be withdrawn
        effective = {target for id_, target in withdrawals.items() if id_ not in withdrawn}
        if effective == withdrawn:
            break
        withdrawn = effective
    standing = links.filter(~pl.col("id").is_in(list(withdrawn)))
    return standing["supersedes"].unique()


def _unique_ids(frames: dict[str, pl.DataFrame]) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Keep the first entry of each id, over all kinds; say which rows were set aside."""
    if not frames:
        return frames, pl.DataFrame(schema=SET_ASIDE)
    ids = pl.concat([f.select("id", "file", "row") for f in frames.values()])
    if ids["id"].n_unique() == len(ids):
        return frames, pl.DataFrame(schema=SET_ASIDE)
    repeated = ids.filter(~pl.col("id").is_first_distinct())
    lines = repeated.select(
        "file", "row", column=pl.lit("id"), found="id",
        reason=pl.lit("this id stands twice; expected an id that no other entry has"),
    ).cast(dict(SET_ASIDE))  # type: ignore[arg-type]  # fmt: skip
    kept = {
        kind: frame.join(repeated, on=["id", "file", "row"], how="anti", maintain_order="left")
        for kind, frame in frames.items()
    }
    return kept, lines
