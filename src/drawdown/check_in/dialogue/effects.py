"""What a call brings about, as values. A line carries each out before it says what follows it.

Each has a `key` that is the same however often it is handed over, so that carrying it out twice
adds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Change = Literal["address", "telephone"]
Topic = Literal["soap", "mask", "distance", "cleaning", "other"]


@dataclass(frozen=True)
class CheckedIn:
    """A person checked in by pressing the key.

    Attributes:
        key: Names this check-in, once and for all.
        call: The call's id.
        person: The person's number in the case.
        at: When the key was pressed.
        receipt: The receipt number that is then read out.
        language: The language of the call.
        due: The due day that it counts for; none where it came outside any window.
    """

    key: str
    call: str
    person: str
    at: datetime
    receipt: str
    language: str
    due: date | None


@dataclass(frozen=True)
class ChangeReported:
    """A person said in a message that their address or telephone changed: a task for somebody.

    Attributes:
        key: Names this report.
        call: The call's id.
        person: The person's number in the case.
        what: Which of the two changed.
        recording: What the line keeps the message under.
        receipt: The receipt number.
        language: The language of the message.
    """

    key: str
    call: str
    person: str
    what: Change
    recording: str
    receipt: str
    language: str


@dataclass(frozen=True)
class CallBackAsked:
    """Somebody is to be called back by a person.

    Attributes:
        key: Names this wish.
        call: The call's id.
        person: The person's number in the case; blank where nobody was identified.
        telephone: The number to call.
        language: The language of the call.
        reason: Why: `asked`, or `nobody was free`.
    """

    key: str
    call: str
    person: str
    telephone: str
    language: str
    reason: str


@dataclass(frozen=True)
class ConditionReported:
    """Somebody reported a condition where they are held.

    Attributes:
        key: Names this report.
        call: The call's id.
        facility: The facility's id.
        topic: What is not as it should be.
        person: The number that the caller gave, which nobody checked; blank where anonymous.
        recording: What the line keeps the message under; blank where none was left.
        receipt: The receipt number.
        language: The language of the call.
    """

    key: str
    call: str
    facility: str
    topic: Topic
    person: str
    recording: str
    receipt: str
    language: str


@dataclass(frozen=True)
class NotIdentified:
    """A person number and PIN that did not belong together. The PIN is not kept.

    Attributes:
        key: Names this try.
        call: The call's id.
        number: The person number that was entered.
        tries: Which try of the call it was.
    """

    key: str
    call: str
    number: str
    tries: int


@dataclass(frozen=True)
class CallEnded:
    """The call is over. There is one in every call that was answered.

    Attributes:
        key: Names this end.
        call: The call's id.
        person: The person's number in the case; blank where nobody was identified.
        language: The language of the call.
        reached: How far the dialogue had come.
        done: The kinds of effect that were carried out.
        pressed: Whether any key was pressed; an answering machine presses none.
        side: Whose side it ended on, where it did not end by itself.
        how: How that is known.
        invite_back: Whether to invite back a person who was identified and did not check in.
    """

    key: str
    call: str
    person: str
    language: str
    reached: str
    done: tuple[str, ...]
    pressed: bool
    side: Literal["person", "carrier", "ours", "unknown"]
    how: str
    invite_back: bool


Effect = CheckedIn | ChangeReported | CallBackAsked | ConditionReported | NotIdentified | CallEnded
