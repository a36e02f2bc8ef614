"""The record: every entry ever made, and what of it stood on a day, as known on a day.

Nothing here changes or removes an entry. `Record.as_known` gives a view: the entries recorded by
then, less those that another entry recorded by then supersedes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar, cast
from zoneinfo import ZoneInfo

import polars as pl

from drawdown.record import entries as _entries  # noqa: F401  fills KINDS
from drawdown.record.entry import KINDS
from drawdown.record.files import Account, Batch
from drawdown.record.form import schema
from drawdown.record.identity import repeated_ids, without
from drawdown.record.links import Links, read_links, superseded
from drawdown.record.moments import end_of

T = TypeVar("T")


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
        """Put files together, in whatever order they come.

        An id given twice keeps the entry that was recorded first; the others are set aside.
        """
        batches = tuple(batches)
        repeated = repeated_ids([(b.kind.kind, b.frame) for b in batches if len(b.frame)])
        parts: dict[str, list[pl.DataFrame]] = {}
        accounts: list[Account] = []
        for number, batch in enumerate(b for b in batches if len(b.frame)):
            rows = repeated.get(number)
            kept, account = (batch.frame, batch.account) if rows is None else without(batch, rows)
            accounts.append(account)
            parts.setdefault(batch.kind.kind, []).append(kept)
        accounts += [batch.account for batch in batches if not len(batch.frame)]
        frames = {kind: pl.concat(frames) for kind, frames in sorted(parts.items())}
        return cls(frames, zone, tuple(accounts))

    @cached_property
    def links(self) -> Links:
        """Which entry each correction and withdrawal replaces, and those that replace none."""
        return read_links(self.frames, self.accounts)

    @property
    def unresolved(self) -> pl.DataFrame:
        """The entries whose `supersedes` replaces nothing: columns of `columns.SET_ASIDE`.

        They stand all the same; but somebody meant to take something back that still stands too.
        """
        return self.links.unresolved

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
        elif known is not None and known.tzinfo is None:
            known = known.replace(tzinfo=self.zone)
        return View(self, known.astimezone(UTC) if known else None)

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
    _kept: dict[Hashable, Any] = field(default_factory=dict)

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once for this view and kept under `key`.

        For what several questions ask of all entries alike, such as who was held on a day.
        """
        if key not in self._kept:
            self._kept[key] = make()
        return cast("T", self._kept[key])

    def anew(self) -> View:
        """The same view with nothing kept but the entries, for questions about another day."""
        return View(self.record, self.known, self._live, self._parts, self._superseded())

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

    def every(self, kind: str) -> pl.DataFrame:
        """The entries of a kind known by this moment, those that no longer stand included."""
        if kind not in self.record.frames:
            return pl.DataFrame(schema=schema(KINDS[kind]))
        return self._known(self.record.frames[kind])

    def replaced_by(self, ids: Iterable[str]) -> dict[str, str]:
        """Of the named entries those that no longer stand, each with the entry that replaced it.

        Where several did, the one that stands, or else the last recorded.
        """
        gone = self._superseded()
        if gone.is_empty():
            return {}
        links = self._known(self.record.links.frame)
        links = links.filter(
            pl.col("supersedes").is_in(list(ids)) & pl.col("supersedes").is_in(gone.implode())
        ).with_columns(stands=~pl.col("id").is_in(gone.implode()))
        ordered = links.sort("stands", "recorded", maintain_order=True)
        return dict(ordered.select("supersedes", "id").iter_rows())

    def history(self, ids: Iterable[str]) -> pl.DataFrame:
        """The entries that the named ones supersede, oldest first: kind, id, recorded, by, note."""
        columns = ["id", "supersedes", "date", "recorded", "by", "source", "note", "file", "row"]
        links = self._known(self.record.links.frame).select("id", "supersedes")
        wanted, chain = set(ids), set[str]()
        while wanted and len(links):
            found = links.filter(pl.col("id").is_in(list(wanted)))["supersedes"]
            wanted = set(found) - chain
            chain |= wanted
        some = pl.col("id").is_in(list(chain))
        older = [
            self._known(frame.filter(some) if chain else frame.clear()).select(
                pl.lit(kind).alias("kind"), *columns
            )
            for kind, frame in self.record.frames.items()
        ]
        if not older:
            return pl.DataFrame()
        return pl.concat(older).sort("recorded", "file", "row", maintain_order=True)

    def _known(self, frame: pl.DataFrame) -> pl.DataFrame:
        if self.known is None:
            return frame
        latest = frame["recorded"].max()
        if latest is None or latest <= self.known:  # type: ignore[operator]
            return frame
        return frame.filter(pl.col("recorded") <= self.known)

    def _read(self, kind: str) -> pl.DataFrame:
        frame = self.every(kind)
        gone = self._superseded()
        if gone.is_empty():
            return frame
        stands = ~frame["id"].is_in(gone.implode())
        return frame if stands.all() else frame.filter(stands)  # a copy only where something went

    def _superseded(self) -> pl.Series:
        """The ids of the entries that another entry, known by now and not taken back, replaces."""
        if self._gone is None:
            self._gone = superseded(self._known(self.record.links.frame))
        return self._gone
