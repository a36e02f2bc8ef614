"""A 2xx to an INVITE, sent again until its ACK comes: RFC 3261, section 13.3.1.4."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sipmessage import Request, Response

from drawdown.check_in.lines.sip.exchange import AckKey, Exchange
from drawdown.check_in.lines.sip.invitation import LIFETIME, T1, T2


class Persistence:
    """Repeats one answer."""

    def __init__(
        self,
        exchange: Exchange,
        response: Response,
        key: AckKey,
        heard: Callable[[Request], None],
        given_up: Callable[[], None],
    ) -> None:
        """Wait for the ACK known by `key`; tell `heard` of the first, or in the end `given_up`."""
        self._exchange = exchange
        self._response = response
        self._key = key
        self._heard = heard
        self._given_up = given_up
        self._task: asyncio.Task[None] | None = None
        exchange.acknowledged[key] = self._acknowledged

    def start(self) -> None:
        """Begin to repeat, unless the ACK is here already."""
        if self._key in self._exchange.acknowledged:
            self._task = asyncio.create_task(self._repeat())

    def stop(self) -> None:
        """Wait no more."""
        self._exchange.acknowledged.pop(self._key, None)
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _acknowledged(self, ack: Request) -> None:
        self.stop()
        self._heard(ack)

    async def _repeat(self) -> None:
        pause, waited = T1, 0.0
        while waited < LIFETIME:
            await asyncio.sleep(pause)
            await self._exchange.send(self._response)
            waited += pause
            pause = min(2 * pause, T2)
        self._task = None
        self.stop()
        self._given_up()
