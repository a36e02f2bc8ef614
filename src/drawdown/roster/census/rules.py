"""The counting rules. A number of people held means nothing without the rule that counted it."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """When a person counts on a day.

    `midnight`: held at the midnight that ends the day. This is how ICE counts, and how the
    Deportation Data Project and the Vera Institute name it. `any-part`: held at any moment of the
    day, the day of leaving included (Vera's "24-hour population"). `interval`: book-in <= day <
    book-out, on dates (the rule of the University of Washington Center for Human Rights). On local
    dates it gives the same number as `midnight`, by construction: a person who came on or before
    the day and leaves after it is there when it ends.

    A stay without a book-out runs on. Two detentions of one person at one place on one day count
    once.
    """

    MIDNIGHT = "midnight"
    ANY_PART = "any-part"
    INTERVAL = "interval"

    @property
    def includes_last_day(self) -> bool:
        """Whether the day of the book-out counts."""
        return self is Rule.ANY_PART

    @property
    def says(self) -> str:
        """The rule in words."""
        return {
            Rule.MIDNIGHT: "held at the midnight that ends the day",
            Rule.ANY_PART: "held at any part of the day",
            Rule.INTERVAL: "book-in <= day < book-out",
        }[self]
