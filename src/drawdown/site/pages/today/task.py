"""One thing that is due, overdue or to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

When = Literal["overdue", "today", "soon", "open"]
SOON = 7
"""Days that count as soon."""


@dataclass(frozen=True)
class Task:
    """A line of the page.

    Attributes:
        title: What it is, in a few words.
        says: One sentence more.
        address: Where it is dealt with.
        due: When it is, or was, due; none where nothing says so.
        status: The finding's status, where it is one.
        english: Whether the title is the order's and so in English.
        own: Whether it is this reader's to do; the others are to know of.
    """

    title: str
    says: str
    address: str
    due: date | None = None
    status: str = ""
    english: bool = False
    own: bool = False

    def when(self, today: date) -> When:
        """Overdue, due today, within a week, or without a day of its own."""
        if self.due is None:
            return "open"
        days = (self.due - today).days
        return (
            "overdue" if days < 0 else "today" if days == 0 else "soon" if days <= SOON else "open"
        )


def in_order(task: Task) -> tuple[bool, date, str]:
    """The reader's own first, then by the day on which it is due."""
    return (not task.own, task.due or date.max, task.title)
