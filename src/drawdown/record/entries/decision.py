"""Custody decisions. People decide; the software counts."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import AnyFacility, Moment, Person, Text


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
        clause: The id of the clause that asks for it, where known; it counts for every clause that
            asks for a decision on the person.
        conditions: Of a release: its conditions, in words; `none` where there are none.
        check_in: Of a release: how often the person reports in, such as `7 days`, or `none`.
        missing: Of a deferral: what is missing.
        until: Of a deferral: the day on which it is taken up again.
        second: Who confirmed it, where a second person did; never the decider.
        proposal: The id of the proposal that it confirms.
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
    clause: Text = ""
    conditions: Text = ""
    check_in: Text = ""
    missing: Text = ""
    until: Moment | None = None
    second: Text = ""
    proposal: Text = ""
