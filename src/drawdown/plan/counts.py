"""How many people a place held on each day up to one, as a row of numbers with gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from drawdown.order.inquiry import Inquiry, Place
from drawdown.order.inquiry.limit import Basis
from drawdown.order.inquiry.stays import stays_at

ENOUGH = 14
"""From so many counts on, the last of them of today, counts are taken rather than stays."""
LOOK_BACK = 180
"""How many days of counts a forecast looks at."""


@dataclass(frozen=True)
class Daily:
    """Counts by day.

    Attributes:
        until: The last day.
        people: One number for each day up to it, NaN where there is none; shape (days,).
        source: What they come from: `counts`, `stays`, or nothing.
    """

    until: date
    people: NDArray[np.float64]
    source: str

    @property
    def known(self) -> int:
        """On how many days the number is known."""
        return int(np.isfinite(self.people).sum())

    @property
    def span(self) -> int:
        """How many days lie between the first known number and the last day, both counted."""
        known = np.flatnonzero(np.isfinite(self.people))
        return len(self.people) - int(known[0]) if len(known) else 0

    def on(self, day: date) -> float:
        """The number on a day; NaN where it is not known."""
        at = len(self.people) - 1 - (self.until - day).days
        return float(self.people[at]) if 0 <= at < len(self.people) else float("nan")

    def ending_with(self, people: float) -> Daily:
        """The same, with the last day's number as the finding has it.

        Where that is an older count which still holds, it is moved to the last day and does not
        stand on its own day as well: nothing is known of a change in between.
        """
        changed = self.people.copy()
        known = np.flatnonzero(np.isfinite(changed))
        if not np.isfinite(changed[-1]) and len(known) and changed[known[-1]] == people:
            changed[known[-1]] = np.nan
        changed[-1] = people
        return Daily(self.until, changed, self.source)


def daily_counts(ask: Inquiry, place: Place, basis: Basis, *, days: int = LOOK_BACK) -> Daily:
    """The number of people held on each of the last days, by counts or, where too few, by stays.

    The two are not mixed: a change from one source to the other would look like people moving.
    Stays count from the first departure that they record. A list that begins with whoever was held
    on its first day lacks those who had left before it, so that earlier days would seem to grow.

    Args:
        ask: The inquiry.
        place: One facility, or several, whose numbers are then added.
        basis: Whose counts govern.
        days: How many days, the day asked about included.
    """
    counts = sum_of([_counted(ask, id_, basis, days) for id_ in place.ids], basis.max_age_days)
    fresh = np.isfinite(counts[-1 - basis.max_age_days :]).any()
    if basis.count_source or (fresh and np.isfinite(counts).sum() >= min(days, ENOUGH)):
        return Daily(ask.on, counts, "counts")
    stays = [_by_stays(ask, id_, days) for id_ in place.ids]
    if any(part is None for part in stays):
        return Daily(ask.on, counts, "counts" if np.isfinite(counts).any() else "")
    return Daily(ask.on, sum_of([part for part in stays if part is not None], 0), "stays")


def sum_of(parts: list[NDArray[np.float64]], max_age: int) -> NDArray[np.float64]:
    """Facilities added day by day: on days on which any was counted and all are known.

    Args:
        parts: The number held at each facility on each day, NaN where there is none.
        max_age: For how many days a number holds until the next.
    """
    if len(parts) == 1:
        return parts[0]
    fresh = np.any([np.isfinite(part) for part in parts], axis=0)
    held = [part.copy() for part in parts]
    for row, part in zip(held, parts, strict=True):
        for age in range(1, max_age + 1):
            lacks = ~np.isfinite(row[age:]) & np.isfinite(part[:-age])
            row[age:][lacks] = part[:-age][lacks]
    total: NDArray[np.float64] = np.where(fresh, np.sum(held, axis=0), np.nan)
    return total


def _counted(ask: Inquiry, facility: str, basis: Basis, days: int) -> NDArray[np.float64]:
    closed = ask.header.facility(facility).closed
    row = np.full(days, np.nan)
    if closed is not None and closed <= ask.on:
        row[max(0, days - 1 - (ask.on - closed).days) :] = 0
    first = ask.on - timedelta(days=days - 1)
    frame = ask.entries("count", Place(facility, (facility,), ""), since=first).filter(
        (pl.col("unit") == "") & (pl.col("group") == "held")
    )
    for column, wanted in (("source", basis.count_source), ("rule", basis.counting_rule)):
        if wanted:
            frame = frame.filter(pl.col(column).cast(pl.String) == wanted)
    most = frame.group_by("date").agg(pl.col("count").max())
    for day, count in most.iter_rows():
        row[(day - first).days] = count
    return row


def stays_begin(ask: Inquiry, facility: str) -> date | None:
    """From which day the stays of a facility tell who was held: that of the first departure."""
    stays = stays_at(ask, Place(facility, (facility,), ""))
    if stays is None:
        return None
    first = stays["left"].min() or stays["arrived"].min()
    return first if isinstance(first, date) else None


def _by_stays(ask: Inquiry, facility: str, days: int) -> NDArray[np.float64] | None:
    stays = stays_at(ask, Place(facility, (facility,), ""))
    begins = stays_begin(ask, facility)
    if stays is None or begins is None or ask.on > ask.stays_reach(facility):
        return None
    asked = pl.date_range(ask.on - timedelta(days=days - 1), ask.on, eager=True)
    came = stays["arrived"].sort().search_sorted(asked, side="right").cast(pl.Int64)
    went = stays["left"].drop_nulls().sort().search_sorted(asked, side="right").cast(pl.Int64)
    row = (came - went).to_numpy().astype(np.float64)
    row[: max(0, (begins - asked[0]).days)] = np.nan
    return row
