"""Cohorting: who is housed in which unit, by infection status."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Person, Text


class Cohort(Entry):
    """Where a person is housed from this moment on, and with which infection status.

    Attributes:
        person: The person's number.
        facility: Where.
        unit: The housing unit; blank when the person has left.
        status: Confirmed, suspected, quarantined after exposure, other, or unknown.
    """

    kind = "cohort"
    example = {
        "date": "2020-05-04",
        "person": "A-1077",
        "facility": "F",
        "unit": "Dorm 4",
        "status": "quarantined",
    }

    person: Person
    facility: Facility
    unit: Text = ""
    status: Literal["confirmed", "suspected", "quarantined", "other", "unknown"] = "unknown"
