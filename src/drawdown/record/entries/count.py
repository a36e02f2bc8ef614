"""Counts of people: how many a facility held on a day."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Text, Whole


class Count(Entry):
    """How many people a facility held on a day.

    Attributes:
        facility: Where.
        count: How many people.
        rule: How they were counted: at midnight, on any part of the day, from book-in until the
            day before book-out, or unknown.
        unit: The housing unit, where the count is of one unit only.
        group: Whom it counts: people held, or staff on duty.
    """

    kind = "count"
    example = {"date": "2020-05-14", "facility": "F", "count": "411", "rule": "midnight"}
    one_per = ("facility", "date", "unit", "group", "rule", "source")
    fact = "count"

    facility: Facility
    count: Whole
    rule: Literal["midnight", "any_part", "interval", "unknown"] = "unknown"
    unit: Text = ""
    group: Literal["held", "staff"] = "held"
