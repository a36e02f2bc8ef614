"""A record that notes which kinds of entry an answer looked at.

An answer rests on the kinds of entry that it asked for and on what replaces what. While no entry of
those kinds is added, and none that replaces another, it holds, however many others are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from drawdown.record.record import Record, View

EVERYTHING = "*"
"""Stands for every kind: an answer that looked at the record as a whole."""


@dataclass(frozen=True)
class WatchedRecord(Record):
    """A record whose views note what is asked of them.

    Attributes:
        touched: The kinds that were asked for.
        shared: Views by their moment, whose entries are kept for all answers from this record.
    """

    touched: set[str] = field(default_factory=set)
    shared: dict[datetime | None, View] = field(default_factory=dict)

    def as_known(self, known: date | datetime | None = None) -> View:
        """A view that notes what is asked of it; entries once read are shared among answers."""
        moment = super().as_known(known).known
        base = self.shared.setdefault(moment, View(self, moment))
        return WatchedView(
            self, moment, base._live, base._parts, base._superseded(), touched=self.touched
        )

    def days(self) -> tuple[date, date] | None:
        """The first and last day of anything: rests on every kind."""
        self.touched.add(EVERYTHING)
        return super().days()


@dataclass
class WatchedView(View):
    """A view that notes the kinds of entry that are asked for."""

    touched: set[str] = field(default_factory=set)

    def anew(self) -> View:
        """The same view with nothing kept but the entries; it notes in the same place."""
        return WatchedView(
            self.record, self.known, self._live, self._parts, self._superseded(),
            touched=self.touched,
        )  # fmt: skip

    def entries(self, kind: str, facility: str | None = None) -> pl.DataFrame:
        """The entries of a kind that stood; that they were asked for is noted."""
        self.touched.add(kind)
        return super().entries(kind, facility)

    def every(self, kind: str) -> pl.DataFrame:
        """All entries of a kind; that they were asked for is noted."""
        self.touched.add(kind)
        return super().every(kind)


def watched(record: Record, shared: dict[datetime | None, View]) -> WatchedRecord:
    """The record, watched for one answer; `shared` is that of the record and goes with it."""
    made = WatchedRecord(record.frames, record.zone, record.accounts, set(), shared)
    vars(made)["links"] = record.links
    return made


Views = dict[datetime | None, View]
"""Views of a record by their moment."""


def carry_on(
    old: Record | None, views: Views, new: Record, fresh: dict[str, pl.DataFrame]
) -> Views | None:
    """Let a longer record keep what is known of the shorter one, where nothing new replaces.

    Args:
        old: The record before.
        views: Its views.
        new: The record with what was added.
        fresh: What was added, by kind.

    Returns:
        The views of the longer record, with the entries of every kind of which none was added; or
        nothing, where something that was added replaces an entry.
    """
    if any((frame["supersedes"] != "").any() for frame in fresh.values()):
        return None
    if old is None or "links" not in vars(old):
        return {}
    vars(new)["links"] = old.links
    return {moment: _carried(view, new, fresh) for moment, view in list(views.items())}


def _carried(view: View, record: Record, fresh: dict[str, pl.DataFrame]) -> View:
    live = {kind: frame for kind, frame in list(view._live.items()) if kind not in fresh}
    parts = {kind: frames for kind, frames in list(view._parts.items()) if kind not in fresh}
    return View(record, view.known, live, parts, view._gone)
