"""Check-ins of released people, and why one did not happen."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Person, Text


class CheckIn(Entry):
    """A released person's check-in, or an attempt at one.

    Attributes:
        person: The person's number.
        outcome: Made; not reached; or a failure to comply, which only a named person records, with
            a reason, and which nothing else ever implies.
        side: Whose side a check-in that did not happen failed on. What failed on the carrier's side
            or ours is excused without anyone asking.
        decider: Who recorded a failure.
        reason: Why.
    """

    kind = "check_in"
    example = {"date": "2020-05-13T10:05", "person": "A-1042", "outcome": "made"}

    person: Person
    outcome: Literal["made", "not_reached", "failure"]
    side: Literal["person", "carrier", "ours", "unknown"] = "unknown"
    decider: Text = ""
    reason: Text = ""
