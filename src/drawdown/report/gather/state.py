"""The state of the record that a report rests on, to tell whether another is the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drawdown.finding.destroyed import Destroyed, destroyed_in
from drawdown.report.asked import Asked


@dataclass(frozen=True)
class State:
    """The record as a report found it.

    Attributes:
        entries: How many entries of each kind were known.
        standing: Of those, how many stand.
        last: When the last of them was recorded.
        unresolved: Corrections that correct nothing.
        set_aside: Rows of files that could not be read.
        order: The SHA-256 of the order file.
        checkpoint: The signed checkpoint of the record as text; blank where none was made.
        destroyed: What of it was destroyed by order of the court; none where nothing was.
    """

    entries: dict[str, int]
    standing: dict[str, int]
    last: datetime | None
    unresolved: int
    set_aside: int
    order: str
    checkpoint: str
    destroyed: Destroyed | None = None

    @property
    def total(self) -> int:
        """How many entries there are."""
        return sum(self.entries.values())


def state(asked: Asked) -> State:
    """The state of the record as known on the day that the report is of."""
    record = asked.case.record
    kinds = sorted(record.frames)
    known = {kind: asked.view.every(kind) for kind in kinds}
    latest = [frame["recorded"].max() for frame in known.values() if len(frame)]
    moments = [one for one in latest if isinstance(one, datetime)]
    return State(
        {kind: len(known[kind]) for kind in kinds if len(known[kind])},
        {kind: len(asked.view.entries(kind)) for kind in kinds if len(known[kind])},
        max(moments, default=None), len(record.unresolved),
        sum(len(account.set_aside) for account in record.accounts), asked.case.order.digest,
        (asked.checkpoint or "").strip(), destroyed_in(record),
    )  # fmt: skip
