"""What changed since the last report: first what it said that is no longer so, then what happened.

Both questions are about the same two moments: the end of the last report's day, as it was known
then and as it is known now; and the end of this report's day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from drawdown.finding.check import check, inquiries
from drawdown.finding.finding import Finding
from drawdown.order.inquiry import Inquiry
from drawdown.record.moments import end_of
from drawdown.record.record import View
from drawdown.report.asked import Asked
from drawdown.report.facts.numbers.movements import KINDS, arrivals, each_exit
from drawdown.report.gather.movements import held

WHAT = {
    "exits/release": "releases", "exits/transfer": "transfers", "exits/removal": "removals",
    "exits/death": "deaths", "exits/other": "other exits", "exits/unexplained": "unexplained exits",
    "arrivals": "arrivals", "decisions": "people with a custody decision", "held": "people held",
}  # fmt: skip
"""What each number counts, in words."""


@dataclass(frozen=True)
class Corrected:
    """A number of the last report's day that is another now.

    Attributes:
        what: What is counted: `exits/release`, `held`, `arrivals`, `decisions`.
        facility: The facility's id; none for all together.
        then: As it was known then; none: not counted.
        now: As it is known now.
    """

    what: str
    facility: str | None
    then: str
    now: str

    @property
    def says(self) -> str:
        """What is counted, in words."""
        what = WHAT[self.what]
        said = what if self.what == "held" else f"cumulative {what}"
        return f"{said[0].upper()}{said[1:]}"


@dataclass(frozen=True)
class Restated:
    """A finding of the last report's day that is another now."""

    then: Finding
    now: Finding


@dataclass(frozen=True)
class Changes:
    """What changed.

    Attributes:
        day: The day of the last report, or the day before the period.
        corrected: Numbers of that day that are others now.
        restated: Findings of that day that are others now.
        entries: The entries recorded since that correct or take back what was known then: kind,
            id, supersedes, date, recorded, by, note.
        moved: Findings that stood otherwise on that day, as it is known now, than they do today.
    """

    day: date
    corrected: tuple[Corrected, ...]
    restated: tuple[Restated, ...]
    entries: pl.DataFrame
    moved: tuple[Restated, ...]


ENTRIES = {
    "kind": pl.String(), "id": pl.String(), "supersedes": pl.String(), "date": pl.Date(),
    "recorded": pl.Datetime("us", "UTC"), "by": pl.String(), "note": pl.String(),
}  # fmt: skip


def changes(asked: Asked) -> Changes | None:
    """What changed since the day before the period; none where nothing was ruled by then."""
    return asked.view.keep(("changes", asked.since, asked.on), lambda: _changes(asked))


def _changes(asked: Asked) -> Changes | None:
    day = asked.before
    was = asked.case.record.as_known(day)  # each view reads every kind of entry once
    then, now = _ask(asked, day, day, was), _ask(asked, day, asked.known, asked.view)
    if now is None:
        return None
    corrected = [] if then is None else _differing(_numbers(asked, then), _numbers(asked, now))
    old = {_place(f): f for f in check(asked.case, day, day, view=was)}
    new = {_place(f): f for f in check(asked.case, day, asked.known, view=asked.view)}
    today = {_place(f): f for f in asked.findings}
    return Changes(
        day, tuple(corrected), tuple(_restated(old, new, numbers=True)), _correcting(asked, day),
        tuple(_restated(new, today, numbers=False)),
    )  # fmt: skip


def _ask(asked: Asked, on: date, known: date | None, view: View) -> Inquiry | None:
    found = inquiries(asked.case, on, known, view=view)
    if not found:
        return None
    one = found[0][1]
    return Inquiry(on, asked.start, one.view, one.header, one.clock, one.others)


def _place(finding: Finding) -> tuple[str, str]:
    return finding.law.clause.id, finding.facility or ""


def _numbers(asked: Asked, ask: Inquiry) -> dict[tuple[str, str | None], str]:
    """Cumulative numbers since the first order, and how many were held, by facility."""
    days = pl.col("date").is_between(asked.start, ask.on)
    out = each_exit(ask).filter(days)
    came = arrivals(ask).filter(days)
    decided = ask.entries_anywhere("decision").filter(days & (pl.col("outcome") != "deferred"))
    found: dict[tuple[str, str | None], str] = {}
    for facility in (*asked.names, None):
        here = pl.lit(value=True) if facility is None else pl.col("facility") == facility
        for kind in KINDS:
            number = out.filter(here & (pl.col("how") == kind)).height
            found[f"exits/{kind}", facility] = f"{number:,}"
        found["arrivals", facility] = f"{came.filter(here).height:,}"
    found["decisions", None] = f"{decided['person'].n_unique():,}"
    for place in asked.places:
        found["held", place.facility] = str(held(ask, place, ask.on))
    return found


def _differing(
    then: dict[tuple[str, str | None], str], now: dict[tuple[str, str | None], str]
) -> list[Corrected]:
    """The numbers that differ; of one that is of a single facility, the total is left out."""
    return [
        Corrected(what, facility, then[what, facility], number)
        for (what, facility), number in now.items()
        if then[what, facility] != number
    ]


def _restated(
    old: dict[tuple[str, str], Finding], new: dict[tuple[str, str], Finding], *, numbers: bool
) -> list[Restated]:
    """Findings whose status, and with `numbers` whose value or limit, is another."""

    def said(finding: Finding) -> tuple[Any, ...]:
        return (finding.status, *((finding.value, finding.limit) if numbers else ()))

    return [
        Restated(old[place], finding)
        for place, finding in new.items()
        if place in old and said(old[place]) != said(finding)
    ]


def _correcting(asked: Asked, day: date) -> pl.DataFrame:
    """The entries recorded after a day that replace one recorded by then."""
    zone = asked.case.order.header.zone
    moment = end_of(day, zone)
    links = asked.case.record.links.frame
    if links.is_empty():
        return pl.DataFrame(schema=ENTRIES)
    recorded = pl.concat([
        asked.view.every(kind).select(
            pl.lit(kind).alias("kind"), "id", "date", "recorded", "by", "note"
        )
        for kind in asked.case.record.frames
    ])  # fmt: skip
    made = recorded.join(links.select("id", "supersedes"), on="id")
    older = recorded.select(supersedes="id", was_recorded="recorded")
    both = made.join(older, on="supersedes").filter(
        (pl.col("recorded") > moment) & (pl.col("was_recorded") <= moment)
    )
    return both.select(list(ENTRIES)).cast(ENTRIES).sort("recorded", "id")  # type: ignore[arg-type]
