"""Custody decisions proposed by one person that await a second."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import AnyFacility, Moment, Person, Text


class Proposal(Entry):
    """A decision on a person's custody that one person proposed; it decides nothing by itself.

    A `decision` that names it in `proposal` confirms it. Whoever declines it withdraws it, with a
    reason.

    Attributes:
        person: The person's number.
        outcome: Released, not released, or deferred.
        decider: Who proposes it, and decides if a second person confirms.
        reason: Why.
        authority: Under which a release would be made.
        criteria: The criteria in force that day, as the decider applied them.
        facility: Where the person was held.
        clause: The id of the clause that asks for the decision, where known.
        conditions: Of a release: its conditions, in words; `none` where there are none.
        check_in: Of a release: how often the person reports in, such as `7 days`, or `none`.
        missing: Of a deferral: what is missing.
        until: Of a deferral: the day on which it is taken up again.
    """

    kind = "proposal"
    example = {
        "date": "2020-05-05",
        "person": "A-1042",
        "outcome": "released",
        "decider": "deputy field office director",
        "reason": "underlying condition",
        "authority": "parole 212(d)(5)",
        "conditions": "lives with a sister",
        "check_in": "7 days",
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
