"""The weeks of the page: whole weeks from the day of the order, so that pages agree on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from drawdown.order.document import Order

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


def anchor(order: Order) -> date:
    """The day of the first ruling that orders anything, or else of the first one."""
    ordered = [ruling.day for ruling in order.rulings if ruling.force == "ordered"]
    return min(ordered or [ruling.day for ruling in order.rulings])


def week_ends(start: date, on: date) -> list[date]:
    """The ends of the weeks that were over by a day, the day of the order itself first.

    >>> week_ends(date(2020, 4, 30), date(2020, 5, 15))[1:]
    [datetime.date(2020, 5, 7), datetime.date(2020, 5, 14)]
    """
    whole = max(0, (on - start) // WEEK)
    return [start + WEEK * number for number in range(whole + 1)]


def spans(cuts: Iterable[date]) -> list[tuple[date, date]]:
    """The spans between days: from the day after one until the next, both included."""
    days = sorted(set(cuts))
    return [(one + DAY, two) for one, two in pairwise(days)]


def week_code(start: date, end: date) -> str:
    """The label of a week."""
    return f"week:{start.isoformat()}/{end.isoformat()}"
