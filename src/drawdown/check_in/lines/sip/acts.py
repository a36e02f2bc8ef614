"""What a dialogue may wish of a call, and what it may be told; `conversation.py` carries it out.

The dialogue's own words, but for those in which a call has sounds where the dialogue has prompts
and names, and says whose side ended it in its own terms.
"""

from __future__ import annotations

from dataclasses import dataclass

from drawdown.check_in.dialogue.actions import Collect, HangUp, Record, Transfer
from drawdown.check_in.dialogue.events import Digits, Timeout
from drawdown.check_in.lines.sip.events import Answered, Side
from drawdown.check_in.lines.sip.g711 import RATE, Samples

__all__ = [
    "Act",
    "Collect",
    "Digits",
    "HangUp",
    "Heard",
    "HungUp",
    "LineFailed",
    "Message",
    "Record",
    "Say",
    "Timeout",
    "Transfer",
]


@dataclass(frozen=True)
class Say:
    """Say sounds. A key cuts off this and every later `Say`, and counts for the `Collect` after."""

    sounds: tuple[tuple[str, Samples], ...]
    interruptible: bool = True


Act = Say | Collect | Record | Transfer | HangUp


@dataclass(frozen=True)
class Message:
    """A message was left, or begun when the call ended."""

    samples: Samples

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / RATE


@dataclass(frozen=True)
class HungUp:
    """The call is over."""

    side: Side
    how: str


@dataclass(frozen=True)
class LineFailed:
    """The call broke off, and not because anyone hung up."""

    side: Side
    how: str


Heard = Answered | Digits | Timeout | Message | HungUp | LineFailed
