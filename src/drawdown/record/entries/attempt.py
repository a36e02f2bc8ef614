"""What was done to reach a released person, and what came of it."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Moment, Person, Text


class Attempt(Entry):
    """Something done to reach a released person about a check-in, and what came of it.

    Attributes:
        id: Its key: no step is taken twice.
        person: The person's number.
        due: The due day of the check-in that it is about.
        rung: Which rung of the ladder, such as `reminder`.
        means: A text, a call, or a task for a human.
        outcome: What came of it; `claimed` until anything is known.
        side: On whose side it failed, where it did.
        how: How that is known.
    """

    kind = "attempt"
    example = {
        "date": "2020-05-12T09:00",
        "person": "A-1042",
        "due": "2020-05-13",
        "rung": "reminder",
        "means": "text",
        "outcome": "sent",
    }

    person: Person
    due: Moment
    rung: Text
    means: Literal["text", "call", "task"]
    outcome: Literal[
        "claimed", "sent", "answered", "no_key", "busy", "no_answer", "refused", "failed", "done"
    ] = "claimed"
    side: Literal["person", "carrier", "ours", "unknown"] = "unknown"
    how: Text = ""
