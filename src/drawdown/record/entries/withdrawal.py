"""Withdrawals: an entry taken back without another in its place."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import Text


class Withdrawal(Entry):
    """An entry taken back: what it stated is not so, and nothing stands in its place.

    Attributes:
        supersedes: The id of the entry taken back.
        reason: Why.
    """

    kind = "withdrawal"
    example = {
        "date": "2020-05-08",
        "supersedes": "events/handout.csv#2",
        "reason": "entered for the wrong centre",
    }

    supersedes: Text
    reason: Text = ""
