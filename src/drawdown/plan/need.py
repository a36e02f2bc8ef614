"""How many exits a day a date asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Need:
    """People per day.

    Attributes:
        excess: How many people are above the limit.
        days: Days left, today not counted; 1 where the date is today or has passed.
        overdue: Whether the date has come.
        net: How many fewer must be held each day: exits less arrivals.
        gross: Exits of any kind each day at today's arrivals; none where arrivals are not known.
        leaving: Exits without transfers each day, if nobody is moved in or out; none likewise.
    """

    excess: int
    days: int
    overdue: bool
    net: float
    gross: float | None
    leaving: float | None


def need(
    count: int, limit: int, due: date, on: date, arrivals: float | None, transfers_in: float | None
) -> Need:
    """What meeting a limit by its date takes, from the end of today to the end of that day.

    Args:
        count: The people held today.
        limit: The most that may be held.
        due: By when.
        on: Today.
        arrivals: People per day who come without being moved there; none where not known.
        transfers_in: People per day who are moved there.
    """
    excess = max(0, count - limit)
    days = max(1, (due - on).days)
    net = excess / days
    known = arrivals is not None and transfers_in is not None
    return Need(
        excess, days, due <= on and excess > 0, net,
        net + (arrivals or 0) + (transfers_in or 0) if known and excess else None,
        net + (arrivals or 0) if known and excess else None,
    )  # fmt: skip
