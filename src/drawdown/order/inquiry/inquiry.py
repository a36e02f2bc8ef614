"""The question put to a clause: on which day, as known when, of which facilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from drawdown.order.due import Clock
from drawdown.order.header import Header
from drawdown.order.words import listed
from drawdown.record.record import View

if TYPE_CHECKING:
    from drawdown.order.clauses.clause import Clause


@dataclass(frozen=True)
class Place:
    """One facility, or several taken together.

    Attributes:
        facility: The id of the facility, or none where it is several.
        ids: The ids of its facilities.
        name: How a sentence calls it.
    """

    facility: str | None
    ids: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Inquiry:
    """Everything that a clause may look at.

    Attributes:
        on: The day asked about; what happened later does not count.
        since: The day from which the clause has bound anybody.
        view: The record as known on the day asked for.
        header: The header of the order.
        clock: How its dates are computed.
        others: The clauses in force, by id, for those that refer to another.
    """

    on: date
    since: date
    view: View
    header: Header
    clock: Clock
    others: Mapping[str, Clause] = field(default_factory=dict)

    def entries(
        self, kind: str, place: Place, *, since: date | None = None, until: date | None = None
    ) -> pl.DataFrame:
        """Entries of a kind at a place, from `since` (or ever) to `until` (or the day asked)."""
        until = until or self.on
        return self.view.keep(
            ("entries", kind, place.ids, since, until),
            lambda: self._entries(kind, place, since, until),
        )

    def _entries(self, kind: str, place: Place, since: date | None, until: date) -> pl.DataFrame:
        parts = [self.view.entries(kind, facility) for facility in place.ids]
        frame = pl.concat(parts) if len(parts) > 1 else parts[0]
        return within(frame, since, until)

    def entries_anywhere(
        self, kind: str, *, since: date | None = None, until: date | None = None
    ) -> pl.DataFrame:
        """Entries of a kind whatever the place."""
        until = until or self.on
        return self.view.keep(
            ("entries", kind, since, until),
            lambda: within(self.view.entries(kind), since, until),
        )

    def held(self, place: Place, on: date | None = None) -> pl.DataFrame | None:
        """Who was held at a place at the end of a day, from stays and exits.

        Counts a person where book-in <= day < book-out.

        Returns:
            One row per person: person, facility, arrived (Date), unit; or none where the record has
            no stays at one of the place's facilities, so that nobody can say.
        """
        on = on or self.on
        held = self.view.keep(("held", on), lambda: self._held_everywhere(on))
        if any(self.view.entries("stay", facility).is_empty() for facility in place.ids):
            return None
        parts = [held[facility] for facility in place.ids if facility in held]
        if not parts:
            return self._nobody()
        if len(parts) == 1:
            return parts[0]
        return pl.concat(parts).sort("arrived").unique("person", keep="last", maintain_order=True)

    def _held_everywhere(self, on: date) -> dict[str, pl.DataFrame]:
        """Who was held at the end of a day, by facility; a person at one facility only once."""
        frame = self.view.entries("stay").filter(
            (pl.col("date") <= on) & (pl.col("book_out").is_null() | (pl.col("book_out") > on))
        )
        left = self.view.entries("exit").filter(pl.col("date") <= on)
        if len(left):
            last = left.group_by("person", "facility").agg(pl.col("date").max().alias("left"))
            frame = frame.join(last, on=["person", "facility"], how="left").filter(
                pl.col("left").is_null() | (pl.col("left") < pl.col("date"))
            )
        held = frame.select("person", "facility", "unit", "id", "file", "row", arrived="date")
        if held.select("person", "facility").is_duplicated().any():
            held = held.sort("arrived").unique(
                ["person", "facility"], keep="last", maintain_order=True
            )
        parts = held.partition_by("facility", as_dict=True)
        return {str(key[0]): part for key, part in parts.items()}

    def _nobody(self) -> pl.DataFrame:
        stays = self.view.entries("stay").clear()
        return stays.select("person", "facility", "unit", "id", "file", "row", arrived="date")

    def stays_reach(self, facility: str) -> date:
        """The last day on which the stays recorded say who is held at a facility.

        As far as it is stated, else as far as anything is known; never beyond the day asked from.
        """
        logs = self.view.keep("logs", self._logs)
        stated = [end for of, where, _, _, end in logs if of == "stay" and where in ("", facility)]
        known = self.view.known
        reach = [max(stated)] if stated else []
        reach += [known.astimezone(self.header.zone).date()] if known else []
        return min(reach, default=date.max)

    def complete(
        self, kind: str, place: Place, *, since: date, until: date, about: str = ""
    ) -> bool:
        """Whether somebody states that every entry of a kind from `since` to `until` is recorded.

        Absence is evidence only where a `log` entry says so. Statements may follow each other.
        """
        return all(
            self._complete(kind, facility, since=since, until=until, about=about)
            for facility in place.ids
        )

    def _complete(self, kind: str, facility: str, *, since: date, until: date, about: str) -> bool:
        reached = since - timedelta(days=1)
        for of, where, what, start, end in self.view.keep("logs", self._logs):
            if of == kind and where in ("", facility) and what in ("", about.lower()):
                if start > reached + timedelta(days=1):
                    break
                reached = max(reached, end)
        return reached >= until

    def _logs(self) -> list[tuple[str, str, str, date, date]]:
        """Every statement that a log is complete: of what, where, about what, from, through."""
        logs = self.view.entries("log").select(
            pl.col("of").str.to_lowercase(), "facility", pl.col("about").str.to_lowercase(),
            pl.col("since").fill_null(date.min), "date",
        )  # fmt: skip
        return logs.sort("since").rows()

    def log_missing(self, kind: str, place: Place, until: date, about: str = "") -> str:
        """What to say where absence cannot be told from silence."""
        what = f"{kind.replace('_', '-')} log" + (f" of {about}" if about else "")
        return f"a statement that the {what} for {place.name} is complete through {until}"


def within(frame: pl.DataFrame, since: date | None, until: date) -> pl.DataFrame:
    """The rows of entries from `since` (or ever) to `until`, both included."""
    wanted = pl.col("date") <= until
    return frame.filter(wanted if since is None else wanted & (pl.col("date") >= since))


def sources_of(frame: pl.DataFrame, most: int = 4) -> tuple[str, ...]:
    """Where entries come from: the file and rows of few, the file and number of many."""
    if frame.is_empty():
        return ()
    if len(frame) <= most:
        rows = zip(frame["source"], frame["file"], frame["row"], strict=True)
        return tuple(dict.fromkeys(_source(s, f, f"row {r}") for s, f, r in rows))
    files = frame.group_by("source", "file", maintain_order=True).agg(
        pl.len().alias("entries"), first=pl.col("row").min(), last=pl.col("row").max()
    )
    lines = [
        _source(s, f, f"{n:,} entries, rows {first} to {last}")
        for s, f, n, first, last in files.head(most).iter_rows()
    ]
    if len(files) > most:
        lines.append(f"and {len(files) - most:,} more files or documents")
    return tuple(lines)


def _source(source: str, file: str, rows: str) -> str:
    return f"{file}, {rows}" if source in ("", file) else f"{source} ({file}, {rows})"


def name_place(header: Header, ids: tuple[str, ...]) -> str:
    """How a sentence calls several facilities."""
    return listed([header.facility(id_).name for id_ in ids])
