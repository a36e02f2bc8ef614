"""Who was moved, and what each clause makes of it: the rows that its finding counted.

Nothing is judged here. Each row is one transfer under one clause, as the finding itself has it, so
that the numbers are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import polars as pl

from drawdown.finding import case as finding_case
from drawdown.finding.check import check
from drawdown.finding.finding import Finding
from drawdown.order.clauses.transfer import Transfer
from drawdown.order.inquiry.before_transfer import SAID, first
from drawdown.order.inquiry.preceding import NO, UNKNOWN
from drawdown.order.law import law_on

STATES = ("without", "unclear", "fine", "excepted")
"""In the order in which they are shown."""


@dataclass(frozen=True)
class Moved:
    """Every transfer under every clause on transfers.

    Attributes:
        rows: One row a transfer and clause: clause, finding (its number), state, lacking and
            unclear (lists of requirements), person, facility, to, date, date_at, said, id, note.
            Sorted: those without what is required first, the latest first.
        findings: The findings, by their number.
    """

    rows: pl.DataFrame
    findings: tuple[Finding, ...]

    def tally(self, number: int) -> dict[str, int]:
        """How many transfers of a finding are in each state."""
        return {state: self._counted.get((number, state), 0) for state in STATES}

    @cached_property
    def _counted(self) -> dict[tuple[int, str], int]:
        groups = self.rows.group_by("finding", "state").len()
        return {(number, state): count for number, state, count in groups.iter_rows()}


SCHEMA = {
    "clause": pl.String(), "finding": pl.Int64(), "state": pl.String(),
    "lacking": pl.List(pl.String()), "unclear": pl.List(pl.String()), "person": pl.String(),
    "facility": pl.String(), "to": pl.String(), "date": pl.Date(),
    "date_at": pl.Datetime("us", "UTC"), "said": pl.Boolean(), "id": pl.String(),
    "note": pl.String(),
}  # fmt: skip


def read_moved(case: finding_case.Case, on: date, known: date | None) -> Moved:
    """The transfers under every clause that binds or is stayed, as its findings have them."""
    wanted = [
        item.clause.id for item in law_on(case.order, on, known)
        if isinstance(item.clause, Transfer) and item.standing in ("in force", "stayed")
    ]  # fmt: skip
    findings = tuple(
        finding for finding in check(case, on, known, clauses=wanted) if finding.rows is not None
    )
    frames = [_rows(number, finding) for number, finding in enumerate(findings)]
    rows = pl.concat(frames) if frames else pl.DataFrame(schema=SCHEMA)
    order = pl.col("state").replace_strict(
        {state: number for number, state in enumerate(STATES)}, return_dtype=pl.Int64
    )
    return Moved(
        rows.sort(order, pl.col("date"), pl.col("person"), descending=[False, True, False])
        if len(rows) else rows,
        findings,
    )  # fmt: skip


def _rows(number: int, finding: Finding) -> pl.DataFrame:
    clause = finding.law.clause
    frame = finding.rows() if finding.rows else pl.DataFrame()
    if not isinstance(clause, Transfer) or frame.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    state = (
        pl.when("excused").then(pl.lit("excepted"))
        .when(pl.col("keeps") == NO).then(pl.lit("without"))
        .when(pl.col("keeps") == UNKNOWN).then(pl.lit("unclear"))
        .otherwise(pl.lit("fine"))
    )  # fmt: skip
    return frame.with_columns(
        clause=pl.lit(clause.id), finding=pl.lit(number, pl.Int64), state=state,
        lacking=_those(clause, NO), unclear=_those(clause, UNKNOWN),
    ).select(list(SCHEMA)).cast(SCHEMA)  # type: ignore[arg-type]  # fmt: skip


def _those(clause: Transfer, answer: int) -> pl.Expr:
    """The requirements that have an answer, as a list; all that a bar lacks is permission."""
    if not clause.requires:
        return pl.lit([] if answer == UNKNOWN else ["barred"], dtype=pl.List(pl.String))
    return pl.concat_list([
        pl.when(pl.col(first(need)) == answer).then(pl.lit(need)) for need in clause.requires
    ]).list.drop_nulls()  # fmt: skip


def chosen(
    rows: pl.DataFrame, facility: str, day: date | None, state: str, bound: str = ""
) -> pl.DataFrame:
    """The rows asked for, within a reader's part."""
    for name, value in (("facility", bound), ("facility", facility), ("state", state)):
        if value:
            rows = rows.filter(pl.col(name) == value)
    return rows if day is None else rows.filter(pl.col("date") == day)


def in_words(requirement: str, clause: Transfer | None = None) -> str:
    """A requirement as the order has it."""
    if requirement == "barred":
        return "permission: transfers are barred"
    said: str = SAID[requirement]  # type: ignore[index]
    if clause and requirement == "screening" and clause.screenings:
        said = f"a screening ({', '.join(clause.screenings)})"
    span = clause.at_most_before.get(requirement) if clause else None  # type: ignore[call-overload]
    return f"{said} at most {span} before" if span else said


def moment_of(row: dict[str, Any]) -> datetime | None:
    """When, where the hour is known."""
    at: datetime | None = row["date_at"]
    return at
