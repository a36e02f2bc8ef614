"""Transfers with and without what must come first, as the clause in force judges them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from drawdown.order.clauses.transfer import Transfer
from drawdown.order.inquiry.before_transfer import Requirement, first
from drawdown.order.inquiry.preceding import NO, UNKNOWN, YES
from drawdown.report.asked import Asked


@dataclass(frozen=True)
class Moved:
    """The transfers out of one facility since the clause began to bind.

    Attributes:
        clause: The clause's id.
        facility: The facility's id; none for all together.
        requires: What must come first.
        period: How many in the period; the other numbers are of all since the clause bound.
        all: How many.
        kept: With everything that must come first.
        lacking: How many without each.
        unclear: Of how many it is not known.
        excused: Under an exception, not counted against the clause.
        rows: The transfers, with `<requirement>_first` and `excused`.
    """

    clause: str
    facility: str | None
    requires: tuple[Requirement, ...]
    period: int
    all: int
    kept: int
    lacking: dict[Requirement, int]
    unclear: dict[Requirement, int]
    excused: int
    rows: pl.DataFrame


def transfers(asked: Asked) -> list[Moved]:
    """The transfers that each finding of a `transfer` clause in force counts."""
    found = []
    for finding in asked.findings:
        clause = finding.law.clause
        if isinstance(clause, Transfer) and finding.law.standing == "in force" and finding.rows:
            found.append(_moved(asked, clause, finding.facility, finding.rows()))
    return found


def _moved(asked: Asked, clause: Transfer, facility: str | None, rows: pl.DataFrame) -> Moved:
    bound = rows.filter(~pl.col("excused"))

    def of(state: int) -> dict[Requirement, int]:
        return {r: bound.filter(pl.col(first(r)) == state).height for r in clause.requires}

    return Moved(
        clause.id, facility, clause.requires,
        rows.filter(pl.col("date") >= asked.since).height, len(rows),
        bound.filter(pl.col("keeps") == YES).height if clause.requires else 0,
        of(NO), of(UNKNOWN), len(rows) - len(bound), rows.sort("date", "facility", "person"),
    )  # fmt: skip
