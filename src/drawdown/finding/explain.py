"""One finding in full: the order's words, the law's course, the rule, the entries, corrections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from drawdown.finding.case import Case
from drawdown.finding.check import check
from drawdown.finding.deadlines import Deadline, deadlines
from drawdown.finding.finding import Finding


@dataclass(frozen=True)
class Explanation:
    """Everything that a finding rests on.

    Attributes:
        finding: The finding.
        words: The order's own words.
        dates: The dates that the clause sets, and how each was computed.
        rows: The entries that the finding rests on.
        corrected: The earlier entries that those rows correct, oldest first.
    """

    finding: Finding
    words: str
    dates: tuple[Deadline, ...]
    rows: pl.DataFrame
    corrected: pl.DataFrame

    def as_json(self, most: int | None = None) -> dict[str, Any]:
        """The explanation as the command line's `--json` gives it."""
        text = self.finding.law.text
        rows = self.rows if most is None else self.rows.head(most)
        return {
            "finding": self.finding.as_json(),
            "words": self.words,
            "ruling": {
                "id": text.ruling.id,
                "title": text.ruling.title,
                "entered": text.ruling.entered.isoformat(),
                "docket_entry": text.ruling.docket_entry,
                "sources": list(text.ruling.sources),
            },
            "demand": self.finding.law.clause.demand(),
            "changes": [
                {
                    "action": made.change.action,
                    "ruling": made.ruling.id,
                    "effective": made.effective.isoformat(),
                    "note": made.change.note,
                }
                for made in self.finding.law.changes
            ],
            "deadlines": [deadline.as_json() for deadline in self.dates],
            "entries": len(self.rows),
            "rows": _rows(rows),
            "corrected": _rows(self.corrected),
        }


def explain(
    case: Case, clause: str, on: date, *, facility: str | None = None, known: date | None = None
) -> list[Explanation]:
    """Explain the findings of one clause, for one facility or for each."""
    view = case.record.as_known(known)
    return [
        explained(case, finding, on, known)
        for finding in check(case, on, known, clauses=[clause], view=view)
        if facility in (None, finding.facility)
    ]


def explained(case: Case, finding: Finding, on: date, known: date | None = None) -> Explanation:
    """Explain a finding that was made of a case on a day, as known on a day."""
    clause = finding.law.clause.id
    rows = finding.rows() if finding.rows else pl.DataFrame()
    ids = rows["id"].to_list() if "id" in rows.columns else []
    view = case.record.as_known(known)
    corrected = view.history(ids) if 0 < len(ids) <= 100_000 else pl.DataFrame()
    dates = tuple(deadlines(case, on=on, known=known, clause=clause))
    return Explanation(finding, case.order.clauses[clause].words, dates, rows, corrected)


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows without blank cells; days and times as text."""
    return [
        {
            key: value.isoformat() if isinstance(value, date | datetime) else value
            for key, value in row.items()
            if value not in (None, "", [])
        }
        for row in frame.iter_rows(named=True)
    ]
