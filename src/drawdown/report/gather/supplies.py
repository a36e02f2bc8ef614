"""Supplies: what a clause needs, what was handed out, and what people held and others report."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from drawdown.finding.finding import Finding
from drawdown.order.clauses.supply import Supply
from drawdown.report.asked import Asked
from drawdown.supply.sides import conflicts, side_by_side
from drawdown.supply.stock import items_named


@dataclass(frozen=True)
class Supplied:
    """One item at one facility in the period: two accounts, side by side.

    Attributes:
        facility: The facility's id.
        item: The item.
        finding: The finding of the clause that asks for it there.
        handed_out: How many were logged as handed out in the period.
        reports: How often people held, inspectors and staff said that it was there, and was not.
        conflicts: How many reports of people held stand against a handout logged shortly before.
    """

    facility: str
    item: str
    finding: Finding
    handed_out: int
    reports: dict[tuple[str, str], int]
    conflicts: int


WHO = ("held", "inspector", "staff")


def supplies(asked: Asked) -> list[Supplied]:
    """Every item that a clause in force asks for, at every facility."""
    sides = side_by_side(asked.case, asked.since, asked.on, asked.known)
    against = conflicts(asked.case, asked.since, asked.on, asked.known)
    found = []
    for finding in asked.findings:
        clause = finding.law.clause
        if not isinstance(clause, Supply) or finding.law.standing != "in force":
            continue
        for item in items_named(clause.items).values():
            for facility in [finding.facility] if finding.facility else list(asked.names):
                found.append(_one(facility, item, finding, sides, against))
    return found


def _one(
    facility: str, item: str, finding: Finding, sides: pl.DataFrame, against: pl.DataFrame
) -> Supplied:
    here = (pl.col("facility") == facility) & (pl.col("item") == item)
    rows = sides.filter(here)
    reports = {
        (who, kept): int(rows[f"{who}_{kept}"].sum()) for who in WHO for kept in ("yes", "no")
    }
    return Supplied(
        facility,
        item,
        finding,
        int(rows["logged"].sum() or 0),
        reports,
        against.filter(here).height,
    )
