"""The lines of a person's timeline: what each entry says, and what replaced it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from drawdown.review.timeline import Event
from drawdown.site.pages.people.one import One


@dataclass(frozen=True)
class Line:
    """One line.

    Attributes:
        kind: The kind of entry.
        date: The day on which it happened.
        at: The time, where it is known.
        by: Who wrote it down.
        event: What the entry says; none where the reader's role does not show it.
        number: The number of the entry; none where it is not shown.
        newer: What replaced it, where anything did and the reader may see it.
        newer_number: The number of that entry.
    """

    kind: str
    date: date
    at: datetime | None
    by: str
    event: Event | None = None
    number: int | None = None
    newer: Event | None = None
    newer_number: int | None = None


def lines_of(one: One, events: Iterable[Event]) -> tuple[Line, ...]:
    """The timeline of a person, the latest first, with a line for what is not shown, too."""
    events = tuple(events)
    by_entry = {event.entry: event for event in reversed(events) if event.entry}
    lines = [
        Line(
            event.kind, event.date, event.at, event.by, event, one.numbers.get(event.entry),
            by_entry.get(event.replaced_by), one.numbers.get(event.replaced_by),
        )
        for event in events
    ]  # fmt: skip
    lines += [Line(hidden.kind, hidden.date, None, hidden.by) for hidden in one.unseen]
    return tuple(sorted(lines, key=_when)[::-1])  # of one moment, the last recorded first


def _when(line: Line) -> tuple[date, float]:
    return line.date, line.at.timestamp() if line.at else 0.0
