"""Stock: how much of a supply is on hand."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Text, Whole


class Stock(Entry):
    """How much of a supply a facility has on hand, counted on a day.

    Attributes:
        facility: Where.
        item: What, as `handout` entries name it, such as `mask` or `soap`.
        quantity: How many, in the portions in which they are handed out.
        unit: The housing unit whose own stock it is; blank for the facility's store.
    """

    kind = "stock"
    example = {"date": "2020-05-10", "facility": "F", "item": "mask", "quantity": "1200"}

    facility: Facility
    item: Text
    quantity: Whole
    unit: Text = ""
