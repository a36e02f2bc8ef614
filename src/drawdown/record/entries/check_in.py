"""Check-ins of released people, and why one did not happen."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Moment, Person, Text


class CheckIn(Entry):
    """A released person's check-in, or an attempt at one.

    Attributes:
        person: The person's number.
        outcome: Made; not reached; or a failure to comply, which only a named person records, with
            a reason, and which nothing else ever implies.
        side: Whose side a check-in that did not happen failed on. What failed on the carrier's side
            or ours is excused without anyone asking.
        decider: Who recorded a failure.
        reason: Why.
        due: The due day of the window that it is about, where known.
        receipt: Of one that was made: the receipt number that was read out.
        language: The language of the call, such as `es`.
        line: The kind of line, such as `sip`, `twiml` or `console`.
        call: The id of the call.
        how: How it is known whose side it failed on.
    """

    kind = "check_in"
    example = {"date": "2020-05-13T10:05", "person": "A-1042", "outcome": "made"}

    person: Person
    outcome: Literal["made", "not_reached", "failure"]
    side: Literal["person", "carrier", "ours", "unknown"] = "unknown"
    decider: Text = ""
    reason: Text = ""
    due: Moment | None = None
    receipt: Text = ""
    language: Text = ""
    line: Text = ""
    call: Text = ""
    how: Text = ""
