"""Milestones that deadlines are counted from."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import Text


class Milestone(Entry):
    """Something that happened once and that a deadline is counted from.

    Attributes:
        name: As the order names it, such as `plan approved`.
    """

    kind = "milestone"
    example = {"date": "2020-05-04", "name": "plan approved"}

    name: Text
