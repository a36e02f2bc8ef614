"""Handouts of supplies."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Text, Whole


class Handout(Entry):
    """A supply handed out, put out or renewed: masks, soap, cleaning and the like.

    Attributes:
        facility: Where.
        item: What, such as `mask` or `soap`; for cleaning, `cleaning`.
        person: To whom, where the entry is of one person.
        quantity: How many, or how many times.
        to: To people held, staff, or people being transferred.
        unit: The housing unit.
    """

    kind = "handout"
    example = {"date": "2020-05-04", "facility": "F", "item": "mask", "quantity": "411"}

    facility: Facility
    item: Text
    person: Text = ""
    quantity: Whole = 1
    to: Literal["held", "staff", "transferred"] = "held"
    unit: Text = ""
