"""Calls over our own SIP line: placed in the line's process, which claims their steps itself."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, cast

from drawdown.check_in.happened import Outcome, Side
from drawdown.site.line.carriers import Taken, To

LONGEST = timedelta(minutes=15).total_seconds()
"""No call that we place lasts longer, in seconds; shorter than a claim holds."""


class Reached(Protocol):
    """What came of a call, as the line says."""

    @property
    def outcome(self) -> Outcome:
        """What came of it."""

    @property
    def side(self) -> Side:
        """On whose side it failed, where it did."""

    @property
    def how(self) -> str:
        """How that is known."""


Place = Callable[[str, str, str], Awaitable[Reached]]
"""`drawdown.check_in.lines.sip.line.Line.place`: telephone, person number, language."""


class LineBeat(Protocol):
    """What a SIP line says of itself every few seconds."""

    @property
    def media(self) -> bool:
        """Whether the process of the sound works."""

    @property
    def registered(self) -> bool | None:
        """Whether the trunk knows us; none where it does not ask."""

    @property
    def draining(self) -> bool:
        """Whether it takes no more calls, since it is about to end."""


@dataclass(frozen=True)
class SipCarrier:
    """Places calls by a line that runs in a loop of this process.

    Attributes:
        place: What places one.
        loop: The loop.
    """

    place: Place
    loop: asyncio.AbstractEventLoop
    name: str = "sip"
    portion: int = 1

    def text(self, to: To, words: str, key: str) -> Taken:
        """SIP carries no texts here."""
        return Taken("failed", "ours", "the SIP line sends no texts")

    def call(self, to: To, key: str) -> Taken:
        """Place a call, and wait until it is over."""
        placed = cast(
            "Coroutine[Any, Any, Reached]", self.place(to.telephone, to.number, to.language)
        )
        reached = asyncio.run_coroutine_threadsafe(placed, self.loop).result(LONGEST)
        return Taken(reached.outcome, reached.side, reached.how)


def trouble_of(beat: LineBeat) -> str:
    """What a beat of the line says is wrong; blank where nothing is.

    >>> from types import SimpleNamespace
    >>> trouble_of(SimpleNamespace(media=True, registered=False, draining=False))
    'the trunk does not know us'
    """
    if not beat.media:
        return "the process of the sound does not answer"
    if beat.registered is False:
        return "the trunk does not know us"
    return ""


def place_calls(carrier: SipCarrier, stop: threading.Event, at_once: int) -> list[threading.Thread]:
    """Claim calls that are to be placed, and place up to so many at once, until told to stop."""
    from drawdown.site.line.working import Sender, run

    threads = [
        threading.Thread(target=run, args=(Sender({"call": carrier}), stop),
                         name=f"calls-{number}", daemon=True)
        for number in range(at_once)
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    return threads
