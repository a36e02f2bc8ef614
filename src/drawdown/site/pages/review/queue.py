"""The review queue as it stands: what was counted, less what was decided since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from drawdown.order.document import Order
from drawdown.review.queue import Queue, review_queue
from drawdown.site.accounts.access import Access
from drawdown.site.cases.answers import keep
from drawdown.site.cases.models import Row

OPEN = ("overdue", "due", "waiting", "deferred", "unclear")


@dataclass(frozen=True)
class Standing:
    """A queue, through which entry it counts, and how much was entered since.

    Attributes:
        rows: One row per clause and person, with the columns of `drawdown.review.queue.QUEUE`,
            within the reader's part.
        numbers: How many people are in each state, within the reader's part.
        position: Through which entry it counts.
        behind: How many entries were added since.
        decided_since: People on whom somebody decided since, and who are no longer in `rows`.
    """

    queue: Queue
    rows: pl.DataFrame
    numbers: dict[str, int]
    order: Order
    position: int
    behind: int
    decided_since: frozenset[str]


def queue_of(access: Access, on: date, known: date | None) -> Standing:
    """The review queue of a day for a reader, kept while it holds."""
    position, queue, case = keep(
        access.case, ("queue", on, known), lambda now: review_queue(now.case, on, known), known
    )
    rows = queue.rows
    if access.facility:
        rows = rows.filter(pl.col("facility") == access.facility)
    numbers = dict(rows.group_by(pl.col("state").cast(pl.String)).len().iter_rows())
    since: frozenset[str] = frozenset()
    if known is None and position < access.case.position:
        newer = Row.objects.filter(case=access.case, seq__gt=position)
        decided = newer.filter(kind__in=("decision", "proposal"))
        since = frozenset(decided.values_list("person", flat=True))
        rows = rows.filter(~pl.col("person").is_in(list(since)))
    return Standing(
        queue, rows, numbers, case.order, position, max(0, access.case.position - position), since
    )
