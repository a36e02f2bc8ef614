"""The way from an event to the end of its period, stop by stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from drawdown.order.calendar.span import Span


@dataclass(frozen=True, slots=True)
class Course:
    """Where a period would end, where it rolled to, and where it was extended to.

    Attributes:
        span: the period.
        forward: whether it is measured after the event, or before it.
        day: the day of the event.
        counted: the day on which the span alone ends.
        rolled: the same, or the working day it ran to (6(a)(1)(C), 6(a)(2)(C)).
        final: the same, or the day it was extended to for an inaccessible office (6(a)(3)).
        begins, expires, ends: the moments of a period stated in hours: of the event, of the end
            of the span alone, and of the end.
        working: whether working days alone were counted.
    """

    span: Span
    forward: bool
    day: date
    counted: date
    rolled: date
    final: date
    begins: datetime | None = None
    expires: datetime | None = None
    ends: datetime | None = None
    working: bool = False
