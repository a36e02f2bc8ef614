"""Destruction of content: by order of a court, and itself on the record."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import Text, Whole


class Destruction(Entry):
    """What entries said was destroyed by order of a court; that they were made stays.

    Attributes:
        order: The court's order: its number on the docket, or its date and title.
        entries: The numbers of the entries, such as `12-14; 90`.
        count: How many they are.
        decider: Who carried the order out.
        reason: Anything the order says of why, without naming anybody.
    """

    kind = "destruction"
    example = {"date": "2020-09-01", "order": "ECF 412", "entries": "12-14; 90", "count": "4"}

    order: Text
    entries: Text
    count: Whole
    decider: Text = ""
    reason: Text = ""
