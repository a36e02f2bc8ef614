"""Reports of conditions by people held, inspectors and staff."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Text, YesNo


class Condition(Entry):
    """What somebody found of a condition in a facility on a day.

    Attributes:
        facility: Where.
        topic: What it is about: `distance`, `mask`, `soap`, `cleaning`, `mixing`, …
        kept: Whether the condition was as it should be.
        reporter: Who says so. What staff log and what people held report stand side by side.
        excepted: Whether an exception of the order covers it, such as a medical emergency.
        unit: The housing unit.
    """

    kind = "condition"
    example = {
        "date": "2020-05-05",
        "facility": "F",
        "topic": "soap",
        "kept": "no",
        "reporter": "held person",
        "unit": "Dorm 4",
    }

    facility: Facility
    topic: Text
    kept: YesNo = "unknown"
    reporter: Literal["held person", "inspector", "staff"]
    excepted: YesNo = "no"
    unit: Text = ""
