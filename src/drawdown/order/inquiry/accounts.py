"""What people held, inspectors and staff say of a condition, beside what a log or a measure says.

Nobody's account is taken for the truth unnoticed: where two contradict each other, the answer is
`undetermined` and names the conflict, unless the clause says whose account governs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place
from drawdown.order.inquiry.outcome import Status
from drawdown.order.words import day, listed, some

Governs = Literal["log", "held person", "inspector", "staff", ""]
"""Whose account governs where accounts contradict each other; blank: the order does not say."""

REPORTERS: tuple[tuple[str, str], ...] = (
    ("inspector", "inspectors"), ("staff", "staff"), ("held person", "people held")
)  # fmt: skip


@dataclass(frozen=True)
class Tally:
    """How many reports of one kind of reporter say what, and the day of the latest.

    Attributes:
        reports: All of them, those that say nothing certain included.
        kept: Those that say it was as it should be.
        broken: Those that say it was not.
        excepted: Those that say it was not but an exception covers it.
        latest: The day of the latest.
    """

    reports: int
    kept: int
    broken: int
    excepted: int
    latest: date


@dataclass(frozen=True)
class Accounts:
    """The reports of one condition that still speak of the day asked about.

    Attributes:
        reports: The latest `condition` entries of each reporter, unit and writer.
        tallies: How many of them say what, by the kind of reporter.
    """

    reports: pl.DataFrame
    tallies: dict[str, Tally]

    @property
    def verdicts(self) -> dict[str, Status]:
        """What each kind of reporter says.

        Met where every report says that it is kept, not met where any says that it is not.
        """
        return {
            reporter: "not_met" if tally.broken else "met"
            for reporter, tally in self.tallies.items()
            if tally.kept or tally.broken
        }

    def said(self) -> str:
        """The reports in one sentence; nothing where there are none."""
        return "".join(
            f" {_said_by(self.tallies[reporter], who)}."
            for reporter, who in REPORTERS
            if reporter in self.tallies
        )


def _said_by(tally: Tally, who: str) -> str:
    counts = [
        f"in {some(number, 'report')} {says}"
        for number, says in (
            (tally.kept, "that it was as it should be"),
            (tally.broken, "that it was not as it should be"),
            (tally.excepted, "that it was not but an exception covers it"),
        )
        if number
    ]
    said = listed(counts) or f"in {some(tally.reports, 'report')} nothing certain"
    return f"{who.capitalize()} say {said}, the latest of {day(tally.latest)}"


def accounts_of(
    ask: Inquiry, place: Place, topics: Iterable[str], speaks_for: int, unit: str | None = None
) -> Accounts:
    """The reports on any of these topics from the last `speaks_for` days, the day asked included.

    A later report by the same writer about the same unit takes the place of an earlier one.
    Writers who do not give their name count as one, whose reports of the latest day stand.
    """
    wanted = [topic.lower() for topic in topics]
    since = ask.on - timedelta(days=speaks_for - 1)
    rows = ask.entries("condition", place, since=since)
    if rows.is_empty():
        return Accounts(rows, {})
    about = pl.col("topic").str.to_lowercase().is_in(wanted)
    rows = rows.filter(about if unit is None else about & (pl.col("unit") == unit))
    rows = rows.filter(pl.col("date") == pl.col("date").max().over("reporter", "unit", "by"))
    return Accounts(rows, _tallies(rows))


def _tallies(rows: pl.DataFrame) -> dict[str, Tally]:
    if rows.is_empty():
        return {}
    excepted, broken = pl.col("excepted") == "yes", pl.col("kept") == "no"
    found = rows.group_by(pl.col("reporter").cast(pl.String)).agg(
        pl.len(), (pl.col("kept") == "yes").sum(), (broken & ~excepted).sum().alias("broken"),
        (broken & excepted).sum().alias("excepted"), pl.col("date").max(),
    )  # fmt: skip
    return {reporter: Tally(*tally) for reporter, *tally in found.iter_rows()}


@dataclass(frozen=True)
class Weighed:
    """What a log (or a measure) and the accounts come to together.

    Attributes:
        status: The answer.
        sentence: What the accounts say, and whose governs; nothing where there are none.
        missing: What would settle a conflict.
    """

    status: Status
    sentence: str
    missing: tuple[str, ...] = ()


def weigh(
    log: Status, accounts: Accounts, governs: Governs, *, what: str, log_is: str, settle: bool
) -> Weighed:
    """Put what a log says and what people say together.

    Args:
        log: What the log comes to alone; `undetermined` is silence.
        accounts: What people say.
        governs: Whose account governs, where the order says.
        what: What it is about, for a sentence.
        log_is: How a sentence calls the log: `staff's log`, `the measurements`.
        settle: Whether reports that it is kept are enough where the log is silent. Reports that it
            is not kept always are.
    """
    said = accounts.said()
    verdicts: dict[str, Status] = dict(accounts.verdicts)
    if log in ("met", "not_met"):
        verdicts["log"] = log
    names: dict[str, str] = {"log": log_is, **dict(REPORTERS)}
    if governs in verdicts:
        others = set(verdicts.values()) - {verdicts[governs]}
        note = f" The account of {names[governs]} governs." if others else ""
        return Weighed(verdicts[governs], said + note)
    if len(set(verdicts.values())) > 1:
        sides = [
            f"{listed([names[name] for name, v in verdicts.items() if v == verdict])} {says}"
            for verdict, says in (("met", "for it"), ("not_met", "against it"))
        ]
        conflict = f"whose account of {what} governs ({'; '.join(sides)})"
        return Weighed("undetermined", f"{said} The accounts contradict each other.", (conflict,))
    if "log" in verdicts or not verdicts:
        return Weighed(log, said)
    verdict = next(iter(verdicts.values()))
    return Weighed(verdict if settle or verdict == "not_met" else "undetermined", said)
