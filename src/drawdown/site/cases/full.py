"""The entries that findings rest on: kept for the latest days, else found again.

A finding is small; what it can show of the entries behind it holds on to everything that was read
to count it. So answers that are kept say only how to find these entries again.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date

import polars as pl

from drawdown.finding.case import Case
from drawdown.finding.check import check
from drawdown.finding.finding import Finding

KEPT = 40
"""Clauses of a day whose findings are kept with their entries: of the latest days, and as counted
last, because each count holds on to the record as it then was."""


@dataclass(frozen=True, eq=False)
class Asked:
    """A clause of a day, as a record had it.

    Attributes:
        case: The order and the record.
        clause: The clause's id.
        on: As of which day.
        known: As known on which day.
    """

    case: Case
    clause: str
    on: date
    known: date | None


Key = tuple[str, str, date, date | None]
_FULL: dict[Key, tuple[Case, tuple[Finding, ...]]] = {}
_LOCK = threading.Lock()


def in_full(asked: Asked) -> tuple[Finding, ...]:
    """The findings of a clause with the entries that they rest on."""
    key = (asked.case.order.digest, asked.clause, asked.on, asked.known)
    with _LOCK:
        kept = _FULL.get(key)
        if kept is not None and kept[0].record is asked.case.record:
            return kept[1]
    found = tuple(check(asked.case, asked.on, asked.known, clauses=[asked.clause]))
    with _LOCK:
        _FULL[key] = (asked.case, found)
        while len(_FULL) > KEPT:
            del _FULL[min(_FULL, key=lambda each: each[2])]
    return found


def rows_of(asked: Asked, facility: str | None) -> pl.DataFrame:
    """The entries that the finding of a place rests on."""
    for finding in in_full(asked):
        if finding.facility == facility and finding.rows is not None:
            return finding.rows()
    return pl.DataFrame()


def forget_rows() -> None:
    """Keep nothing: for tests."""
    with _LOCK:
        _FULL.clear()
