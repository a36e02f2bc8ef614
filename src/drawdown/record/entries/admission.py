"""Admissions: people brought into a facility."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Text, Whole, YesNo


class Admission(Entry):
    """People brought into a facility on a day: one person, or a number of them.

    Attributes:
        facility: Where.
        person: The person's number, where the entry is of one person.
        count: How many people.
        how: New to detention, transferred in, returned, or unknown.
        excepted: Whether an exception of the order covers it.
    """

    kind = "admission"
    example = {"date": "2020-05-03", "facility": "F", "count": "2", "how": "transfer"}

    facility: Facility
    person: Text = ""
    count: Whole = 1
    how: Literal["new", "transfer", "return", "unknown"] = "unknown"
    excepted: YesNo = "no"
