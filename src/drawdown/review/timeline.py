"""Everything that the record holds about one person, in order, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import polars as pl

from drawdown.record.entry import KINDS
from drawdown.record.form import forms
from drawdown.record.record import View
from drawdown.review.sentences import Names, departure, sentence

FEW = 100
"""Up to so many entries are looked through one by one: a pass over columns costs more."""


@dataclass(frozen=True)
class Event:
    """One thing that an entry says of a person.

    Attributes:
        kind: The kind of entry.
        date: The day on which it happened.
        at: The time, where it is known (UTC).
        says: What it says, in a plain sentence.
        by: Who wrote it down.
        source: Where it is known from.
        entry: The id of the entry.
        recorded: When it entered the record (UTC).
        replaced_by: The id of the entry that corrects it or takes it back; blank where it stands.
        replaces: The id of the entry that it corrects or takes back.
        note: Anything else that the entry says.
    """

    kind: str
    date: date
    at: datetime | None
    says: str
    by: str
    source: str
    entry: str
    recorded: datetime | None
    replaced_by: str = ""
    replaces: str = ""
    note: str = ""

    @property
    def stands(self) -> bool:
        """Whether nothing replaced it."""
        return not self.replaced_by


def timeline(
    view: View, person: str, *, names: Names | None = None, on: date | None = None
) -> tuple[Event, ...]:
    """Everything about one person, oldest first, entries that no longer stand included and marked.

    Args:
        view: The record as known at a moment; what was recorded later is not in it.
        person: The person's number.
        names: The names of facilities by their ids (`Header.names`).
        on: Only what happened by the end of this day; everything where missing.

    Returns:
        One event per entry, and a second for the end of a stay. Of one day, what has no time comes
        first; entries of one moment stand in the order in which they were recorded.
    """
    names = names or {}
    rows = [(kind, row) for kind in _kinds(view) for row in _rows(view, kind, person)]
    ids = [row["id"] for _, row in rows]
    rows += [("withdrawal", row) for row in _withdrawals(view, ids)]
    everything = [row["id"] for _, row in rows]
    gone = view.replaced_by(everything)
    links = view.record.links.frame.filter(pl.col("id").is_in(everything))
    older = dict(links.select("id", "supersedes").iter_rows())
    events = [
        replace(event, replaced_by=gone.get(event.entry, ""), replaces=older.get(event.entry, ""))
        for kind, row in rows
        for event in _events(kind, row, names)
    ]
    return tuple(sorted((e for e in events if on is None or e.date <= on), key=_moment))


def _moment(event: Event) -> tuple[date, float, float]:
    at = event.at.timestamp() if event.at else 0.0
    return event.date, at, event.recorded.timestamp() if event.recorded else 0.0


def _kinds(view: View) -> Iterator[str]:
    """The kinds of entry that may be about a person, of which there are any."""
    yield from (kind for kind in view.record.frames if "person" in forms(KINDS[kind]))


def _rows(view: View, kind: str, person: str) -> Iterator[dict[str, Any]]:
    frame = view.every(kind)
    if len(frame) > FEW:
        frame = frame.filter(pl.col("person") == person)
    yield from (row for row in frame.iter_rows(named=True) if row["person"] == person)


def _withdrawals(view: View, ids: list[str]) -> Iterator[dict[str, Any]]:
    """The withdrawals of the person's entries, and of those withdrawals."""
    links = view.record.links.frame
    if not links["withdraws"].any():
        return
    frame = view.every("withdrawal")
    known = links.filter("withdraws", pl.col("id").is_in(frame["id"].implode()))
    of = dict(known.select("id", "supersedes").iter_rows())
    about, before = set(ids), 0
    while len(about) > before:
        before = len(about)
        about |= {id_ for id_, other in of.items() if other in about}
    found = pl.col("id").is_in([id_ for id_ in of if id_ in about])
    yield from frame.filter(found).iter_rows(named=True)


def _events(kind: str, row: dict[str, Any], names: Names) -> Iterator[Event]:
    yield _event(kind, row, sentence(kind, row, names), row["date"], row["date_at"])
    if kind == "stay" and row["book_out"]:
        yield _event(kind, row, departure(row, names), row["book_out"], row["book_out_at"])


def _event(kind: str, row: dict[str, Any], says: str, on: date, at: datetime | None) -> Event:
    source = row["source"] or row["file"]
    return Event(
        kind, on, at, says, row["by"], source, row["id"], row["recorded"], note=row["note"]
    )
