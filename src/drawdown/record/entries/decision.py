"""Custody decisions. People decide; the software counts."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import AnyFacility, Person, Text


class Decision(Entry):
    """A decision on a person's custody, by a named decider, with a reason.

    Attributes:
        person: The person's number.
        outcome: Released, not released, or deferred (which decides nothing yet).
        decider: Who decided.
        reason: Why.
        authority: Under which a release was made.
        criteria: The criteria in force that day, as the decider applied them.
        facility: Where the person was held.
    """

    kind = "decision"
    example = {
        "date": "2020-05-06",
        "person": "A-1042",
        "outcome": "released",
        "decider": "deputy field office director",
        "reason": "underlying condition",
        "authority": "parole 212(d)(5)",
    }

    person: Person
    outcome: Literal["released", "not_released", "deferred"]
    decider: Text
    reason: Text = ""
    authority: Text = ""
    criteria: Text = ""
    facility: AnyFacility = ""
