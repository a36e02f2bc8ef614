"""Inspections of a facility."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Text


class Inspection(Entry):
    """An inspection of a facility.

    Attributes:
        facility: Where.
        inspector: Who inspected.
        clause: The id of the clause that it answers, where known.
        result: As the inspector states it.
    """

    kind = "inspection"
    example = {
        "date": "2020-05-10",
        "facility": "F",
        "inspector": "special master",
        "result": "beds three feet apart in Dorm 4",
    }

    facility: Facility
    inspector: Text
    clause: Text = ""
    result: Text = ""
