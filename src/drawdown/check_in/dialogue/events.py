"""What can happen in a call. A line turns whatever its telephone does into one of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from drawdown.check_in.dialogue.effects import Effect

Side = Literal["person", "carrier", "ours", "unknown"]
"""Whose side something failed on; ours and the carrier's are never held against anyone."""


@dataclass(frozen=True)
class Answered:
    """The call stands: somebody called us, or whom we called picked up."""


@dataclass(frozen=True)
class Digits:
    """Keys pressed: as many as were asked for, or those before `#`, or `*` alone.

    Attributes:
        keys: The keys in their order, without the `#` that ended them; `#` alone gives none.
    """

    keys: str


@dataclass(frozen=True)
class Timeout:
    """Nothing came in time: no key, no word to record, or nobody to whom the call was handed."""


@dataclass(frozen=True)
class RecordingDone:
    """A message was recorded.

    A call that ends while a message is recorded gives this first, with what there is, and then
    `HungUp`.

    Attributes:
        recording: What the line keeps the sound under.
        seconds: How long it is.
    """

    recording: str
    seconds: float


@dataclass(frozen=True)
class HungUp:
    """The other end is gone.

    Attributes:
        side: Whose side ended the call, where known; who hangs up and whom the carrier drops look
            alike.
        how: How that is known, such as `BYE from the other end`.
    """

    side: Side = "unknown"
    how: str = ""


@dataclass(frozen=True)
class LineFailed:
    """The line itself broke, so that nothing more can be said on it.

    Attributes:
        side: Whose side: the carrier's or ours.
        how: How that is known, such as `no packet for 10 seconds`.
    """

    side: Side
    how: str


@dataclass(frozen=True)
class NotSaved:
    """An effect could not be carried out, such as a check-in that the store did not take.

    Attributes:
        effect: The effect. What was to be said after it was not said. None where it is the sound
            of a message that could not be kept.
        how: What went wrong.
    """

    effect: Effect | None = None
    how: str = ""


Event = Answered | Digits | Timeout | RecordingDone | HungUp | LineFailed | NotSaved
