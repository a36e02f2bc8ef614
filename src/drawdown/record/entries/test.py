"""Tests for infection, offered and taken."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Text, Whole, YesNo


class Test(Entry):
    """A test offered to a person, or to a number of people, and what came of it.

    Attributes:
        facility: Where.
        person: To whom, where the entry is of one person.
        offered: To how many people.
        group: People held, or staff.
        taken: Whether it was taken.
        result: Positive, negative, pending, or unknown.
    """

    kind = "test"
    example = {"date": "2020-05-09", "facility": "F", "offered": "40", "group": "staff"}

    facility: Facility
    person: Text = ""
    offered: Whole = 1
    group: Literal["held", "staff"] = "held"
    taken: YesNo = "unknown"
    result: Literal["positive", "negative", "pending", "unknown"] = "unknown"
