"""What happened: check-ins, attempts, outages, pauses, and on whose side something failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Side = Literal["person", "carrier", "ours", "unknown"]
"""Whose side: ours and the carrier's are never held against anyone, and unknown says nothing."""

Means = Literal["text", "call", "task"]
"""How a person is reached, or that a human is asked to."""

Outcome = Literal[
    "claimed", "sent", "answered", "no_key", "busy", "no_answer", "refused", "failed", "done"
]
"""What became of an attempt; `claimed` until anything is known, `done` of a task that was done."""


@dataclass(frozen=True)
class CheckIn:
    """A key was pressed by an identified person: the check-in is made.

    Attributes:
        person: The person's number.
        at: When.
        receipt: Its receipt number.
        language: The language of the call.
        line: The kind of line, such as `sip`.
        call: The call's id.
    """

    person: str
    at: datetime
    receipt: str
    language: str = ""
    line: str = ""
    call: str = ""


@dataclass(frozen=True)
class Attempt:
    """Something done to reach a person, written down before it is done.

    Attributes:
        key: Its idempotency key: no step is done twice.
        person: The person's number.
        rung: Which rung of the ladder.
        means: A text, a call, or a task for a human.
        at: When it was claimed.
        outcome: What became of it.
        side: On whose side it failed, where it did.
        how: How that is known, such as `SIP 486 from the far end`.
    """

    key: str
    person: str
    rung: str
    means: Means
    at: datetime
    outcome: Outcome = "claimed"
    side: Side = "unknown"
    how: str = ""

    @property
    def excuses(self) -> bool:
        """Whether it failed on a side that is never the person's."""
        return self.side in ("carrier", "ours")


@dataclass(frozen=True)
class Outage:
    """A time when the line did not work.

    Attributes:
        since: From when.
        until: Until when; none while it lasts.
        side: The carrier's or ours.
        how: How that is known.
    """

    since: datetime
    until: datetime | None
    side: Literal["carrier", "ours"] = "ours"
    how: str = ""


@dataclass(frozen=True)
class Pause:
    """A time in which nothing is asked of a person, such as in hospital or back in custody.

    It is no status of theirs: the schedule stays, and goes on where the pause ends.
    """

    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True)
class Failure:
    """A failure to comply that a named person recorded of a window, with a reason."""

    person: str
    at: datetime
    decider: str
    reason: str


@dataclass(frozen=True)
class History:
    """What happened to one person that bears on their windows.

    Attributes:
        check_ins: The person's check-ins.
        attempts: What was done to reach the person.
        outages: Outages, whomever they touched.
        pauses: The person's pauses.
        failures: Failures recorded by named people.
    """

    check_ins: tuple[CheckIn, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    outages: tuple[Outage, ...] = ()
    pauses: tuple[Pause, ...] = ()
    failures: tuple[Failure, ...] = ()
