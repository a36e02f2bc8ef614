"""What somebody is asked to do for a released person."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Text


class Task(Entry):
    """Something that a human is asked to do after a call, or after a release.

    Attributes:
        person: The person's number; blank where nobody was identified.
        what: A changed address or telephone to take down from a message, a call back, somebody to
            be reached, a message or text to hear or read, or, for who was released without a
            decision, to say how they check in.
        to: Who is asked, by name or office; blank for whoever is on duty.
        message: What the recorded message is kept under; its sound is kept elsewhere, sealed.
        receipt: The receipt number that the person heard.
        language: The language of the call.
        done: Whether it is done.
        line: The kind of line, such as `sip`.
        call: The id of the call.
    """

    kind = "task"
    example = {
        "date": "2020-05-13T10:05",
        "person": "A-1042",
        "what": "call back",
        "language": "ht",
    }

    person: Text = ""
    what: Literal[
        "changed address",
        "changed telephone",
        "call back",
        "reach the person",
        "read a message",
        "set a schedule",
    ]
    to: Text = ""
    message: Text = ""
    receipt: Text = ""
    language: Text = ""
    done: Literal["yes", "no"] = "no"
    line: Text = ""
    call: Text = ""
