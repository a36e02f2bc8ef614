"""The status of a clause over time, as spans of days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from drawdown.finding.case import Case
from drawdown.finding.check import check
from drawdown.finding.finding import Finding, plain_number
from drawdown.order.inquiry import Status

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days on which a clause had the same status.

    Attributes:
        facility: The facility's id; none for a clause about all of them together.
        start: The first day.
        end: The day after the last one.
        status: The status on each of these days.
        value_min: The smallest value found on them, where there was any.
        value_max: The largest.
    """

    facility: str | None
    start: date
    end: date
    status: Status
    value_min: float | None = None
    value_max: float | None = None

    @property
    def days(self) -> int:
        """How many days it spans."""
        return (self.end - self.start).days

    def as_json(self) -> dict[str, Any]:
        """The span as the command line's `--json` gives it; the keys are a contract."""
        return {
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "status": self.status,
            "value_min": plain_number(self.value_min),
            "value_max": plain_number(self.value_max),
            "facility": self.facility,
        }


def history(
    case: Case,
    clause: str,
    start: date,
    end: date,
    *,
    facility: str | None = None,
    known: date | None = None,
    tell: Callable[[], None] = lambda: None,
) -> list[Span]:
    """The spans of a clause's status from `start` until the day before `end`.

    Args:
        case: The order and the record.
        clause: The clause's id.
        start: The first day.
        end: The day after the last one.
        facility: Only this facility; otherwise each one after the other.
        known: As known on which day.
        tell: Called after each day, for a progress bar.

    Returns:
        The spans by facility, each list without gaps over the days on which the clause was law.
    """
    view = case.record.as_known(known)
    start = max(start, case.order.clauses[clause].ruling.day)  # before that it was no law
    spans: dict[str | None, list[Span]] = {}
    for offset in range((end - start).days):
        day = start + offset * DAY
        for finding in check(case, day, known, clauses=[clause], view=view):
            if facility in (None, finding.facility):
                _extend(spans.setdefault(finding.facility, []), finding, day)
        tell()
    return [span for found in spans.values() for span in found]


def reach(case: Case, clause: str) -> tuple[date, date]:
    """The days worth asking about: from the clause's ruling to the last day of the record.

    Returns:
        The first day, and the day after the last one.
    """
    text = case.order.clauses[clause]
    ends = [made.effective for made in case.order.changes if clause in made.clauses]
    days = case.record.days()
    last = max([text.ruling.day, *ends, *([days[1]] if days else [])])
    return text.first.begins or text.ruling.day, last + DAY


def _extend(spans: list[Span], finding: Finding, day: date) -> None:
    value = finding.value
    last = spans[-1] if spans else None
    if last and last.end == day and last.status == finding.status:
        values = [v for v in (last.value_min, last.value_max, value) if v is not None]
        low, high = (min(values), max(values)) if values else (None, None)
        spans[-1] = replace(last, end=day + DAY, value_min=low, value_max=high)
    else:
        spans.append(Span(finding.facility, day, day + DAY, finding.status, value, value))
