"""Notices: posters, education, and notice given to a person."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Moment, Text


class Notice(Entry):
    """A notice posted, an education given, or notice given to one person.

    Attributes:
        facility: Where.
        topic: What about, such as `hygiene` or `rights`.
        language: In which language.
        place: Where it hangs or was given.
        person: To whom, where it was given to one person.
        removed: When it was taken down.
    """

    kind = "notice"
    example = {
        "date": "2020-05-02",
        "facility": "F",
        "topic": "hygiene",
        "language": "Haitian Creole",
        "place": "Dorm 4",
    }

    facility: Facility
    topic: Text
    language: Text = ""
    place: Text = ""
    person: Text = ""
    removed: Moment | None = None
