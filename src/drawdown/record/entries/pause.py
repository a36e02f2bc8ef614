"""Times in which nothing is asked of a released person."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import Moment, Person, Text


class Pause(Entry):
    """A time in which no check-in is asked of a released person, such as a stay in hospital.

    Attributes:
        person: The person's number.
        until: When it ends; blank while that is not known.
        reason: Why, in a word that tells nothing of health, such as `unable to call`.
        decider: Who decided so.
    """

    kind = "pause"
    example = {
        "date": "2020-05-20",
        "person": "A-1042",
        "until": "2020-05-27",
        "reason": "unable to call",
        "decider": "field office director",
    }

    person: Person
    until: Moment | None = None
    reason: Text = ""
    decider: Text
