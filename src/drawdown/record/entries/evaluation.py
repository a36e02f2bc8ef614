"""Evaluations of a person's eligibility for release."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Person, Text


class Evaluation(Entry):
    """An evaluation of whether a person is eligible for release.

    Attributes:
        person: The person's number.
        facility: Where the person was held.
        outcome: Eligible, not eligible, or unknown.
        reason: Why.
    """

    kind = "evaluation"
    example = {"date": "2020-05-02", "person": "A-1042", "facility": "F", "outcome": "eligible"}

    person: Person
    facility: Facility
    outcome: Literal["eligible", "not_eligible", "unknown"] = "unknown"
    reason: Text = ""
