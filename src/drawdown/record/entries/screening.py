"""Screenings of a person."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Person, Text


class Screening(Entry):
    """A screening of a person, for symptoms or for a risk factor.

    Attributes:
        person: The person's number.
        facility: Where.
        what: `risk factor`, `verbal`, `temperature`, or as the order names it.
        result: As the source states it.
    """

    kind = "screening"
    example = {
        "date": "2020-05-02",
        "person": "A-1042",
        "facility": "F",
        "what": "risk factor",
        "result": "diabetes",
    }

    person: Person
    facility: Facility
    what: Text = "risk factor"
    result: Text = ""
