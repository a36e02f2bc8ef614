"""What people held, inspectors and staff say of a condition, beside what a log or a measure says.

Nobody's account is taken for the truth unnoticed: where two contradict each other, the answer is
`undetermined` and names the conflict, unless the clause says whose account governs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
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
class Accounts:
    """The reports of one condition that still speak of the day asked about.

    Attributes:
        reports: The latest `condition` entries of each reporter, unit and writer.
        verdicts: What each kind of reporter says: met where every report says that it is kept,
            not met where any says that it is not.
    """

    reports: pl.DataFrame
    verdicts: dict[str, Status]

    def said(self) -> str:
        """The reports in one sentence; nothing where there are none."""
        parts = [self._said_by(reporter, who) for reporter, who in REPORTERS]
        return "".join(f" {part}." for part in parts if part)

    def _said_by(self, reporter: str, who: str) -> str:
        rows = self.reports.filter(pl.col("reporter") == reporter)
        if rows.is_empty():
            return ""
        kept, broken, excepted = _split(rows)
        counts = [
            f"in {some(len(part), 'report')} {says}"
            for part, says in (
                (kept, "that it was as it should be"),
                (broken, "that it was not as it should be"),
                (excepted, "that it was not but an exception covers it"),
            )
            if len(part)
        ]
        said = listed(counts) or f"in {some(len(rows), 'report')} nothing certain"
        latest = day(rows["date"].max())  # type: ignore[arg-type]
        return f"{who.capitalize()} say {said}, the latest of {latest}"


def accounts_of(
    ask: Inquiry, place: Place, topics: Iterable[str], speaks_for: int, unit: str | None = None
) -> Accounts:
    """The reports on any of these topics from the last `speaks_for` days, the day asked included.

    A later report by the same writer about the same unit takes the place of an earlier one.
    Writers who do not give their name count as one, whose reports of the latest day stand.
    """
    wanted = [topic.lower() for topic in topics]
    since = ask.on - timedelta(days=speaks_for - 1)
    rows = ask.entries("condition", place, since=since).filter(
        pl.col("topic").str.to_lowercase().is_in(wanted)
    )
    if unit is not None:
        rows = rows.filter(pl.col("unit") == unit)
    rows = rows.filter(pl.col("date") == pl.col("date").max().over("reporter", "unit", "by"))
    verdicts: dict[str, Status] = {}
    for reporter, _ in REPORTERS:
        kept, broken, _excepted = _split(rows.filter(pl.col("reporter") == reporter))
        if len(kept) or len(broken):
            verdicts[reporter] = "not_met" if len(broken) else "met"
    return Accounts(rows, verdicts)


def _split(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The reports that say it is kept, that it is not, and that it is not but excepted."""
    excepted = pl.col("excepted") == "yes"
    broken = pl.col("kept") == "no"
    return (
        rows.filter(pl.col("kept") == "yes"),
        rows.filter(broken & ~excepted),
        rows.filter(broken & excepted),
    )


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
