"""What a dialogue may wish of a call, and what it may be told; `conversation.py` carries it out."""

from __future__ import annotations

from dataclasses import dataclass

from drawdown.check_in.lines.sip.events import Answered, Side
from drawdown.check_in.lines.sip.g711 import RATE, Samples


@dataclass(frozen=True)
class Say:
    """Say sounds. A key cuts off this and every later `Say`, and counts for the `Collect` after."""

    sounds: tuple[tuple[str, Samples], ...]
    interruptible: bool = True


@dataclass(frozen=True)
class Collect:
    """Take up to `most` keys, or until the key `ends`.

    `seconds` is how long to wait for the first once all is said, `between` for each further one.
    """

    most: int = 1
    ends: str = ""
    seconds: float = 6.0
    between: float = 4.0


@dataclass(frozen=True)
class Record:
    """Sound a tone, then keep a message until the key `ends`, silence, or `seconds` are full."""

    seconds: float = 120.0
    ends: str = "#"
    silence: float = 5.0


@dataclass(frozen=True)
class Transfer:
    """Hand the call to a human, who has so many seconds to take it."""

    seconds: float = 30.0


@dataclass(frozen=True)
class HangUp:
    """End the call."""


Act = Say | Collect | Record | Transfer | HangUp


@dataclass(frozen=True)
class Digits:
    """The keys of a `Collect`, without the one that ended them; `*` at once and alone is itself."""

    keys: str


@dataclass(frozen=True)
class Timeout:
    """No key in time, nothing said in time, nobody there to take the call."""


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
