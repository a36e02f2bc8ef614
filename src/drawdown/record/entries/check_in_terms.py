"""How a released person checks in from a day on, where that differs from what the order says."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Moment, Number, Person, Terms, Text, Whole


class CheckInTerms(Entry):
    """How a released person checks in from a day on; what was due before it stays as it was.

    Attributes:
        date: The first day on which the terms hold.
        person: The person's number.
        zone: Where the person lives, as an IANA time zone, such as `America/Chicago`; the court's
            where blank.
        every: Every how many days; 0 where nothing is due any more.
        weekdays: On which days of the week instead, such as `mon; thu`.
        first: The first due day.
        at: The time of day by which it is due, such as `17:00`; the end of the day where blank.
        opens: How many days before it is due a window opens; blank: when the one before it closes.
        grace: How many days after it is due a window closes.
        holidays: What becomes of a due day that is no working day.
        decider: Who decided so.
        reason: Why.
    """

    kind = "check_in_terms"
    example = {
        "date": "2020-06-01",
        "person": "A-1042",
        "zone": "America/Chicago",
        "weekdays": "mon",
        "at": "20:00",
        "decider": "field office director",
        "reason": "moved to Texas",
    }

    person: Person
    zone: Text = ""
    every: Whole | None = None
    weekdays: Terms = ()
    first: Moment | None = None
    at: Text = ""
    opens: Number | None = None
    grace: Number | None = None
    holidays: Literal["kept", "skipped", "moved"] = "kept"
    decider: Text
    reason: Text = ""
