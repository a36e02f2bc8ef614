"""Re-detentions: a released person taken back."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import AnyFacility, Moment, Person, Text, YesNo


class Redetention(Entry):
    """A released person taken back into detention.

    Attributes:
        person: The person's number.
        facility: Where the person is now held.
        ground: Why, in the order's words, such as `violation of conditions`.
        notified: When notice was given to the person or counsel.
        hearing: When a hearing was held before it.
        permission: Whether the court gave leave.
    """

    kind = "redetention"
    example = {
        "date": "2020-06-02",
        "person": "A-1042",
        "facility": "F",
        "ground": "violation of conditions",
        "notified": "2020-05-29",
        "hearing": "2020-06-01",
    }

    person: Person
    facility: AnyFacility = ""
    ground: Text = ""
    notified: Moment | None = None
    hearing: Moment | None = None
    permission: YesNo = "unknown"
