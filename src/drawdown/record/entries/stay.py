"""Stays: a person's time at a facility, from book-in to book-out."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Moment, Person, Text


class Stay(Entry):
    """A person's time at a facility, from book-in to book-out.

    Attributes:
        person: The person's number.
        facility: Where.
        date: The book-in.
        book_out: The book-out; blank while the stay is open. An `exit` entry may close it instead.
        exit: How the stay ended; `unexplained` is an answer, and a transfer is not a release.
        authority: Under which a release was made, such as `parole 212(d)(5)`.
        unit: The housing unit.
    """

    kind = "stay"
    example = {
        "date": "2020-03-02T14:20",
        "person": "A-1042",
        "facility": "F",
        "book_out": "2020-05-06",
        "exit": "release",
        "authority": "parole 212(d)(5)",
    }

    person: Person
    facility: Facility
    book_out: Moment | None = None
    exit: Literal["release", "transfer", "removal", "death", "other", "unexplained", ""] = ""
    authority: Text = ""
    unit: Text = ""
