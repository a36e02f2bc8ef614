"""Every date that an order sets, and how each was computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from drawdown.finding.case import Case
from drawdown.finding.check import clock_of
from drawdown.order.calendar import Computed, Refusal
from drawdown.order.due import Answer, Due
from drawdown.order.law import law_on

HORIZON = timedelta(days=30)
"""How far beyond its ruling a recurring date is listed where nothing else is asked for."""


@dataclass(frozen=True)
class Deadline:
    """One date of one clause.

    Attributes:
        clause: The clause's id.
        kind: The clause's kind.
        obligation: What is due.
        answer: The date and how it was computed, or why there is none.
        due: How the order says when, where it does.
        standing: Whether the clause binds: `in force`, `stayed`, `ended`, `not begun`.
    """

    clause: str
    kind: str
    obligation: str
    answer: Answer
    due: Due | None
    standing: str

    @property
    def date(self) -> date | None:
        """The date, where there is one."""
        return self.answer.date if isinstance(self.answer, Computed) else None

    @property
    def how(self) -> str:
        """How it was computed; or why it is refused, or what it waits for."""
        return self.answer.how if isinstance(self.answer, Computed) else self.answer.reason

    def as_json(self) -> dict[str, Any]:
        """The deadline as the command line's `--json` gives it; the keys are a contract."""
        computed = self.answer if isinstance(self.answer, Computed) else None
        span = computed.span if computed else self.due.within if self.due else None
        return {
            "clause": self.clause,
            "obligation": self.obligation,
            "date": _iso(self.date),
            "rule": computed.rule if computed else None,
            "from": _iso(computed.start) if computed else None,
            "amount": span.amount if span else None,
            "unit": span.unit if span else None,
            "rolled_from": _iso(computed.rolled_from) if computed else None,
            "at": _iso(computed.at) if computed else None,
            "how": self.how,
            "refused": isinstance(self.answer, Refusal),
            "kind": self.kind,
            "standing": self.standing,
        }


def deadlines(
    case: Case, *, on: date | None = None, known: date | None = None, until: date | None = None,
    clause: str | None = None,
) -> list[Deadline]:  # fmt: skip
    """Every date that the law in force on a day sets, in the order of the dates.

    Args:
        case: The order, and the record that has the milestones some dates are counted from.
        on: The law of which day; the last ruling's where it is missing.
        known: As known on which day.
        until: Up to when recurring dates are listed; 30 days from each clause's ruling if missing.
        clause: Only those of this clause, by its id.
    """
    on = on or max(ruling.day for ruling in case.order.rulings)
    view = case.record.as_known(known)
    clock = clock_of(case.order, view, max(on, until or on), known)
    found = [
        Deadline(item.clause.id, item.clause.kind, o.name, o.answer, o.due, item.standing)
        for item in law_on(case.order, on, known)
        if clause in (None, item.clause.id)
        for o in item.clause.obligations(clock, item.since, until or item.since + HORIZON)
    ]
    return sorted(found, key=lambda d: (d.date is None, d.date or date.max, d.clause))


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None
