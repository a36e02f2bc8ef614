"""A finding: what one clause comes to for one facility on one day, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from drawdown.order.inquiry import Status
from drawdown.order.law import InForce


@dataclass(frozen=True)
class OtherReading:
    """What the same clause comes to under another account of its words."""

    source: str
    says: str
    status: Status
    explanation: str
    due: date | None


@dataclass(frozen=True)
class Finding:
    """The answer to "is this being met?", with everything that explains it.

    Attributes:
        law: The clause, as it read that day, and whether it bound.
        status: The answer.
        facility: The facility's id; none for a clause about all of them together.
        explanation: The answer in plain words.
        value: What was found, in `unit`.
        limit: What it is held against, in `unit`.
        unit: What is counted.
        due: The date on which it was, or is, due.
        rule: By what rule the answer was reached.
        missing: What would have to be known.
        sources: The statements, files and documents that it rests on.
        readings: The answers under other accounts of the clause's words.
        rows: The entries that it rests on, read when asked for.
    """

    law: InForce
    status: Status
    facility: str | None
    explanation: str
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    due: date | None = None
    rule: str = ""
    missing: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    readings: tuple[OtherReading, ...] = ()
    rows: Callable[[], pl.DataFrame] | None = field(default=None, compare=False)

    def as_json(self) -> dict[str, Any]:
        """The finding as the command line's `--json` gives it; the keys are a contract."""
        clause = self.law.clause
        return {
            "clause": clause.id,
            "kind": clause.kind,
            "facility": self.facility,
            "status": self.status,
            "value": plain_number(self.value),
            "limit": plain_number(self.limit),
            "unit": self.unit,
            "due": self.due.isoformat() if self.due else None,
            "explanation": self.explanation,
            "rule": self.rule,
            "sources": list(self.sources),
            "missing": list(self.missing),
            "title": clause.title,
            "aim": clause.aim,
            "force": clause.force,
            "wording": clause.wording,
            "ruling": self.law.text.ruling.id,
            "readings": [
                {
                    "source": reading.source,
                    "says": reading.says,
                    "status": reading.status,
                    "due": reading.due.isoformat() if reading.due else None,
                    "explanation": reading.explanation,
                }
                for reading in self.readings
            ],
        }


def plain_number(value: float | None) -> float | int | None:
    """A whole number without a decimal point."""
    return int(value) if value is not None and value == int(value) else value
