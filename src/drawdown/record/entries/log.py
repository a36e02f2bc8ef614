"""Statements that a log is complete: what makes absence mean something."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import AnyFacility, Moment, Text


class Log(Entry):
    """A statement that every entry of one kind up to a day is in the record.

    Attributes:
        date: The last day that the statement covers.
        of: The kind of entry, such as `handout` or `transfer`.
        facility: For which facility; blank for all.
        about: For which item or clause; blank for all.
        since: The first day that it covers; blank for the beginning.
    """

    kind = "log"
    example = {
        "date": "2020-05-14",
        "of": "handout",
        "facility": "F",
        "about": "mask",
        "by": "facility staff",
    }

    of: Text
    facility: AnyFacility = ""
    about: Text = ""
    since: Moment | None = None
