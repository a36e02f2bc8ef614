"""Statements of capacity that arrive after the order was written."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Text


class Capacity(Entry):
    """A statement of how many people a facility can hold.

    Attributes:
        facility: Where.
        value: The number, or the text that stood in its place (`AS NEEDED`).
        measure: What kind of number it is: design, rated, contract minimum, listed, distanced …
        unit: The housing unit, where it is of one unit only.
    """

    kind = "capacity"
    example = {"date": "2020-05-01", "facility": "F", "value": "AS NEEDED", "measure": "listed"}

    facility: Facility
    value: Text
    measure: Text = "listed"
    unit: Text = ""
