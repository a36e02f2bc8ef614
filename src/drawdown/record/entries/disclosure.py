"""Disclosures of data to counsel, the monitor or the court."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import AnyFacility, Terms, Text, Whole


class Disclosure(Entry):
    """Data handed to counsel, the monitor or the court.

    Attributes:
        clause: The id of the clause that it answers, where known.
        to: To whom.
        fields: What it contained.
        people: How many people it covered.
        facility: The facility that it is about; blank for all.
    """

    kind = "disclosure"
    example = {
        "date": "2020-05-07",
        "to": "class counsel",
        "fields": "person; facility; release evaluation",
        "people": "1176",
    }

    clause: Text = ""
    to: Text = ""
    fields: Terms = ()
    people: Whole | None = None
    facility: AnyFacility = ""
