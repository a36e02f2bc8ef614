"""Why one person meets a criterion of the order, does not, or cannot be said to.

A criterion names facts of which any one suffices (`drawdown.order.header.Criteria`). Each of its
versions is answered for, since the list of facts changes: the underlying conditions of March 2020
are not those of June 2020. One yes settles it; only a no to every fact settles it the other way; a
blank is never a no. The rule is that of `drawdown.order.inquiry.criteria`, which answers for many.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import polars as pl

from drawdown.order.header import Criteria, Header
from drawdown.order.words import day, listed
from drawdown.record.record import View

Value = Literal["yes", "no", "unknown"]
Verdict = Literal["met", "not_met", "unknown"]

RANK: tuple[Value, ...] = ("yes", "no", "unknown")
"""Which counts where entries of one day contradict each other: the first of them."""


@dataclass(frozen=True)
class FactKnown:
    """What is known of one fact.

    Attributes:
        name: The fact, as the criterion names it.
        value: Yes, no or unknown.
        why: Where that is from, in a few words.
        date: The day that the entry speaks of; none where nothing is recorded.
        recorded: When it entered the record (UTC).
        by: Who recorded it.
        source: Where it is known from.
        entry: The id of the entry.
        others: The ids of entries of the same day that say something else.
    """

    name: str
    value: Value
    why: str
    date: date | None = None
    recorded: datetime | None = None
    by: str = ""
    source: str = ""
    entry: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Covered:
    """A time during which a person met a version of a criterion that governed.

    Attributes:
        criterion: The id of the criterion.
        version: The first day on which the version governs, which names it.
        begins: The first day of the time.
        ends: The first day after it; none where it goes on.
    """

    criterion: str
    version: date
    begins: date
    ends: date | None


@dataclass(frozen=True)
class VersionMet:
    """Whether a person meets one version of a criterion, and why.

    Attributes:
        criterion: The id of the criterion.
        version: The first day on which the version governs.
        until: The first day on which a later version governs; none for the last.
        source: The document that lists the facts.
        governs: Whether the version governs the day asked about.
        facts: Each fact in the order of the criterion.
        verdict: Met, not met or unknown.
        lacking: The facts that are not known, where the verdict is unknown.
        almost: The one fact that is missing, where a single one is: either answer settles it.
        settled_by: What would settle it, in a sentence; nothing where it is settled.
        since: Where it is met: the day from which it has been, by the days of the facts.
        covered: The times during which it was met and the version governed, up to the day asked.
    """

    criterion: str
    version: date
    until: date | None
    source: str
    governs: bool
    facts: tuple[FactKnown, ...]
    verdict: Verdict
    lacking: tuple[str, ...]
    almost: str
    settled_by: str
    since: date | None
    covered: tuple[Covered, ...]

    @property
    def name(self) -> str:
        """How a decision names the version: its criterion and its first day."""
        return name_of(self.criterion, self.version)


def name_of(criterion: str, version: date) -> str:
    """How a version of a criterion is named, as in a decision's `criteria`.

    >>> name_of("underlying-conditions", date(2020, 3, 1))
    'underlying-conditions since 2020-03-01'
    """
    return f"{criterion} since {version}"


def criteria_of(header: Header, view: View, person: str, on: date) -> tuple[VersionMet, ...]:
    """Every version of every criterion of an order, answered for one person.

    Args:
        header: The order's header.
        view: The record as known then.
        person: The person's number.
        on: The day asked about: facts dated after it do not count.

    Returns:
        One answer per version, by criterion in the order of the header, then by first day. An order
        without criteria gives none.
    """
    facts = view.entries("fact").filter((pl.col("person") == person) & (pl.col("date") <= on))
    rows = [
        row | {"name": row["name"].lower()}
        for row in facts.sort("date", "recorded", maintain_order=True).iter_rows(named=True)
    ]
    ids = dict.fromkeys(criteria.id for criteria in header.criteria)
    found = []
    for id_ in ids:
        versions = sorted((c for c in header.criteria if c.id == id_), key=lambda c: c.starting)
        ends = [*(version.starting for version in versions[1:]), None]
        for version, until in zip(versions, ends, strict=True):
            governs = version.starting <= on and (until is None or on < until)
            found.append(_answer(version, until, rows, on, governs=governs))
    return tuple(found)


def _answer(
    version: Criteria, until: date | None, rows: list[dict[str, Any]], on: date, *, governs: bool
) -> VersionMet:
    names = tuple(dict.fromkeys(name.lower() for name in version.any_of))
    about = [row for row in rows if row["name"] in names]
    facts = tuple(_fact(name, about, on) for name in names)
    verdict = _verdict(facts)
    lacking = tuple(f.name for f in facts if f.value == "unknown") if verdict == "unknown" else ()
    runs = _runs(names, about)
    return VersionMet(
        version.id, version.starting, until, version.source, governs, facts, verdict, lacking,
        lacking[0] if len(lacking) == 1 else "", _settled_by(lacking),
        runs[-1][0] if verdict == "met" else None,
        tuple(_clipped(version, until, runs, on)),
    )  # fmt: skip


def _fact(name: str, rows: list[dict[str, Any]], on: date) -> FactKnown:
    about = [row for row in rows if row["name"] == name and row["date"] <= on]
    if not about:
        return FactKnown(name, "unknown", "nothing is recorded")
    latest = max(row["date"] for row in about)
    of_day = [row for row in about if row["date"] == latest]
    value = min((row["value"] for row in of_day), key=RANK.index)
    entry = [row for row in of_day if row["value"] == value][-1]
    differing = [row for row in of_day if row["value"] != value]
    why = f"recorded as {value} for {day(latest)}"
    if differing:
        said = listed([v for v in RANK if any(row["value"] == v for row in of_day)])
        why = f"entries of {day(latest)} say {said}; the {value} counts"
    return FactKnown(
        name, value, why, latest, entry["recorded"], entry["by"], entry["source"] or entry["file"],
        entry["id"], tuple(row["id"] for row in differing),
    )  # fmt: skip


def _verdict(facts: tuple[FactKnown, ...]) -> Verdict:
    values = {fact.value for fact in facts}
    return "met" if "yes" in values else "unknown" if "unknown" in values else "not_met"


def _settled_by(lacking: tuple[str, ...]) -> str:
    if not lacking:
        return ""
    if len(lacking) == 1:
        return f"One fact is missing: {lacking[0]}. Either answer settles it."
    return (
        f"{len(lacking)} facts are missing: {listed(lacking)}. A yes to any of them settles it; "
        "otherwise it takes a no to each."
    )


def _runs(names: tuple[str, ...], rows: list[dict[str, Any]]) -> list[tuple[date, date | None]]:
    """The times during which it was met, by the days of the facts; ends exclusive."""
    runs: list[tuple[date, date | None]] = []
    for on in sorted({row["date"] for row in rows}):
        met = _verdict(tuple(_fact(name, rows, on) for name in names)) == "met"
        running = bool(runs) and runs[-1][1] is None
        if met and not running:
            runs.append((on, None))
        elif running and not met:
            runs[-1] = (runs[-1][0], on)
    return runs


def _clipped(
    version: Criteria, until: date | None, runs: list[tuple[date, date | None]], on: date
) -> list[Covered]:
    """The runs as far as the version governed and had begun to by the day asked about."""
    found = []
    for begins, ends in runs:
        first = max(begins, version.starting)
        last = min((end for end in (ends, until) if end is not None), default=None)
        if last is not None and last > on:  # what ends after the day asked goes on that day
            last = None
        if first <= on and (last is None or first < last):
            found.append(Covered(version.id, version.starting, first, last))
    return found
