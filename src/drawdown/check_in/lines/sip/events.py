"""What happens in a call, as a conversation hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from drawdown.check_in.lines.sip.g711 import Samples


class Side(StrEnum):
    """On whose side a call came to its end, as far as the network tells."""

    THEIRS = "theirs"
    CARRIER = "carrier"
    OURS = "ours"
    UNKNOWN = "unknown"


class How(StrEnum):
    """How a call ended."""

    HUNG_UP = "hung_up"  # after it was answered
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    NO_SUCH_NUMBER = "no_such_number"
    CANCELLED = "cancelled"  # before it was answered
    FAILED = "failed"


@dataclass(frozen=True)
class Answered:
    """Sound goes both ways now."""


@dataclass(frozen=True)
class Key:
    """A key was pressed, in a packet of its own or in an INFO."""

    key: str


@dataclass(frozen=True)
class Said:
    """All is said, or a key cut it off."""

    turn: int
    cut: bool


@dataclass(frozen=True)
class Recorded:
    """What the caller said, 16-bit, 8,000 samples a second, and why it is over."""

    turn: int
    samples: Samples
    over: str


@dataclass(frozen=True)
class Transferred:
    """Whether the call went over to someone else."""

    done: bool


@dataclass(frozen=True)
class Ended:
    """The call is over.

    Attributes:
        how: what became of it.
        side: whose doing that was.
        known_by: the status line, request or timer that says so.
    """

    how: How
    side: Side
    known_by: str


CallEvent = Answered | Key | Said | Recorded | Transferred | Ended

_BY_CODE = {
    404: (How.NO_SUCH_NUMBER, Side.CARRIER),
    408: (How.NO_ANSWER, Side.UNKNOWN),
    410: (How.NO_SUCH_NUMBER, Side.CARRIER),
    480: (How.NO_ANSWER, Side.THEIRS),
    484: (How.NO_SUCH_NUMBER, Side.OURS),
    486: (How.BUSY, Side.THEIRS),
    487: (How.CANCELLED, Side.UNKNOWN),
    600: (How.BUSY, Side.THEIRS),
    603: (How.REFUSED, Side.THEIRS),
    604: (How.NO_SUCH_NUMBER, Side.CARRIER),
}


def refused(code: int, phrase: str) -> Ended:
    """Say what a final response to our INVITE means, and whose doing it is.

    What cannot be told from the status alone is never held to be theirs.

    >>> refused(486, "Busy Here")
    Ended(how=<How.BUSY: 'busy'>, side=<Side.THEIRS: 'theirs'>, known_by='486 Busy Here')
    >>> refused(503, "Service Unavailable").side
    <Side.CARRIER: 'carrier'>
    """
    known_by = f"{code} {phrase}"
    if code in _BY_CODE:
        how, side = _BY_CODE[code]
        return Ended(how, side, known_by)
    if 400 <= code < 500:  # they say that we asked for something wrong
        return Ended(How.FAILED, Side.OURS, known_by)
    return Ended(How.FAILED, Side.CARRIER, known_by)
