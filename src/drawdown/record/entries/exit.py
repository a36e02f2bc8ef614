"""Exits: how a person's stay at a facility ended."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Person, Text


class Exit(Entry):
    """How a person's stay at a facility ended.

    Attributes:
        person: The person's number.
        facility: The facility that the person left.
        how: What kind of exit it was; `unexplained` is an answer, and a transfer is not a release.
        authority: Under which a release was made, such as `parole 212(d)(5)` or `bond 236(a)`.
        to: Where a transferred person went.
        reason: As the source states it.
    """

    kind = "exit"
    example = {
        "date": "2020-05-06",
        "person": "A-1042",
        "facility": "F",
        "how": "transfer",
        "to": "another centre",
    }

    person: Person
    facility: Facility
    how: Literal["release", "transfer", "removal", "death", "other", "unexplained"]
    authority: Text = ""
    to: Text = ""
    reason: Text = ""
