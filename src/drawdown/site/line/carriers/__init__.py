"""What carries texts and calls to telephones, each behind the same two questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from drawdown.check_in.happened import Outcome, Side
from drawdown.site.cases.models import Case


@dataclass(frozen=True)
class Taken:
    """What a carrier says of a text or call.

    Attributes:
        outcome: What became of it; `claimed` where nobody knows whether it was sent.
        side: On whose side it failed, where it did.
        how: How that is known.
        carrier: What the carrier calls it.
        final: Whether nothing more will be heard of it; else the carrier tells later.
        later: It was surely not taken: to be tried again after so long.
        opted_out: The carrier says that the telephone asked not to be written to.
    """

    outcome: Outcome = "sent"
    side: Side = "unknown"
    how: str = ""
    carrier: str = ""
    final: bool = True
    later: timedelta | None = None
    opted_out: bool = False


@dataclass(frozen=True)
class To:
    """Whom a text or call goes to.

    Attributes:
        case: The case.
        person: The person's number in the case.
        number: What they enter on the telephone.
        telephone: Where they are reached, in E.164.
        language: Their language.
        hint: The keyed hash of the telephone.
    """

    case: Case
    person: str
    number: str
    telephone: str
    language: str
    hint: str


class Carrier(Protocol):
    """A way to reach a telephone, asked from any thread; it never raises what it can say."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def portion(self) -> int:
        """How many steps a sender takes at a time: few where each takes long."""

    def text(self, to: To, words: str, key: str) -> Taken:
        """Send a text, once; `key` names it."""

    def call(self, to: To, key: str) -> Taken:
        """Place a call and play the dialogue; until it is over, or until it was begun."""
