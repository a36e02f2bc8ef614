"""Transfers of a person between facilities, with what preceded them."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Moment, Person, Text, YesNo


class Transfer(Entry):
    """The transfer of a person from one facility to another.

    Attributes:
        person: The person's number.
        facility: The facility that the person left.
        to: Where the person went.
        evaluated: When release was evaluated before the transfer, if the source says so here;
            `evaluation` entries count as well.
        screened: When the person was screened before it; `screening` entries count as well.
        notified: When notice was given; `notice` entries for the person count as well.
        mask: Whether a new mask was given.
        excepted: Whether an exception of the order covers it.
    """

    kind = "transfer"
    example = {
        "date": "2020-05-08T09:00",
        "person": "A-1077",
        "facility": "F",
        "to": "another centre",
        "evaluated": "2020-05-07",
        "screened": "2020-05-08T08:30",
        "mask": "yes",
    }

    person: Person
    facility: Facility
    to: Text = ""
    evaluated: Moment | None = None
    screened: Moment | None = None
    notified: Moment | None = None
    mask: YesNo = "unknown"
    excepted: YesNo = "no"
