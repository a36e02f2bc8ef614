"""What happens in a call, as a conversation hears of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from drawdown.check_in.lines.sip.g711 import Samples
from drawdown.check_in.sides import side_of_sip


class Side(StrEnum):
    """On whose side a call came to its end, as far as the network tells.

    The values are those of `drawdown.check_in.happened.Side`.
    """

    THEIRS = "person"
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
    """Whether the call went over to someone else; `refused` where the asking itself was."""

    done: bool
    refused: bool = False


@dataclass(frozen=True)
class Ended:
    """The call is over.

    Attributes:
        how: what became of it.
        side: whose doing that was.
        known_by: the status line, request or timer that says so.
        by_them: whether the other side ended it, and so needs no BYE.
    """

    how: How
    side: Side
    known_by: str
    by_them: bool = field(default=False, compare=False, repr=False)


@dataclass(frozen=True)
class OtherLeg:
    """What became of a second call, which is to be joined to this one."""

    event: Answered | Ended


CallEvent = Answered | Key | Said | Recorded | Transferred | OtherLeg | Ended


_NO_SUCH_NUMBER = (404, 410, 484, 604)
_HOW = {"busy": How.BUSY, "no_answer": How.NO_ANSWER, "refused": How.REFUSED}


def refused(code: int, phrase: str) -> Ended:
    """Say what a final response to our INVITE means, and whose doing it is (`check_in.sides`).

    >>> refused(486, "Busy Here")
    Ended(how=<How.BUSY: 'busy'>, side=<Side.THEIRS: 'person'>, known_by='486 Busy Here')
    >>> refused(503, "Service Unavailable").side
    <Side.CARRIER: 'carrier'>
    """
    outcome, side, _ = side_of_sip(code)
    how = How.NO_SUCH_NUMBER if code in _NO_SUCH_NUMBER else _HOW.get(outcome, How.FAILED)
    return Ended(how, Side(side), f"{code} {phrase}")


_NETWORK = (27, 34, 38, 41, 42, 44, 47)
_CAUSE = re.compile(r"^\s*Q\.850\s*;(?:.*;)?\s*cause\s*=\s*(\d{1,3})", re.I)


def hung_up(reasons: Sequence[str]) -> Ended:
    """Say whose doing a BYE was, by its Reason (RFC 3326) if it has one.

    A caller who hangs up and a call that the network drops look alike without it. The causes are
    those of ITU-T Q.850, table 1: 16 is a telephone put down, others are a network's failure.

    >>> hung_up(["Q.850;cause=16"]).side, hung_up(['Q.850;cause=38;text="down"']).side
    (<Side.THEIRS: 'person'>, <Side.CARRIER: 'carrier'>)
    >>> hung_up([])
    Ended(how=<How.HUNG_UP: 'hung_up'>, side=<Side.UNKNOWN: 'unknown'>, known_by='BYE')
    """
    for reason in reasons:
        if found := _CAUSE.match(reason):
            cause = int(found[1])
            known_by = f"BYE, Q.850 cause {cause}"
            if cause == 16:
                return Ended(How.HUNG_UP, Side.THEIRS, known_by, by_them=True)
            if cause in _NETWORK:
                return Ended(How.HUNG_UP, Side.CARRIER, known_by, by_them=True)
    return Ended(How.HUNG_UP, Side.UNKNOWN, "BYE", by_them=True)
