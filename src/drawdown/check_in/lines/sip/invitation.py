"""An INVITE of ours as a transaction: RFC 3261, section 17.1.1, with RFC 6026's accepted state.

`sipua`'s own gives up after 32 seconds of ringing, tells nobody that it rings, and acknowledges a
2xx once, in the branch of the INVITE. This one waits for as long as it rings (the caller cancels),
and repeats the right ACK for every 2xx that comes again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import sipua
from sipmessage import Request, Response

from drawdown.check_in.lines.sip.requests import acknowledge_refusal

T1 = 0.5
"""Seconds a message and its answer are thought to need: RFC 3261, section 17.1.1.1."""

T2 = 4.0
"""The longest pause between two tries, but for an INVITE."""

LIFETIME = 64 * T1
"""Seconds after which nothing more is awaited of a transaction."""


class Invitation:
    """One INVITE on its way."""

    def __init__(
        self,
        request: Request,
        send: Callable[[Request], Awaitable[bool]],
        on_provisional: Callable[[Response], None],
        over: Callable[[Invitation], None],
    ) -> None:
        """Prepare to send `request` with `send`; `over` is told when nothing more can come."""
        self.request = request
        self.key = (str(request.via[0].parameters["branch"]), "INVITE")
        self._send = send
        self._on_provisional = on_provisional
        self._over = over
        self._final: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self.provisional = asyncio.Event()
        self.cancelled = False
        self.unheard = False
        self.ack: Request | None = None
        self.on_fork: Callable[[Response], Awaitable[None]] | None = None

    async def run(self) -> Response:
        """Send until something is heard; return the final response."""
        repeats = asyncio.create_task(self._repeat())
        try:
            return await self._final
        finally:
            repeats.cancel()
            asyncio.get_running_loop().call_later(LIFETIME, self._over, self)

    async def _repeat(self) -> None:
        pause = T1
        waited = 0.0
        while waited < LIFETIME:
            if not await self._send(self.request):
                self.give_up(503)
                return
            pause = min(pause, LIFETIME - waited)  # timer B ends the last one
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.provisional.wait(), pause)
                return
            waited += pause
            pause *= 2
        self.give_up(408)

    def give_up(self, code: int) -> None:
        """End with a response of our own making."""
        if not self._final.done():
            self.unheard = True
            self._final.set_result(sipua.create_response(request=self.request, code=code))

    async def receive(self, response: Response) -> None:
        """Take a response off the wire."""
        if response.code < 200:
            self.provisional.set()
            if self.unheard or not self._final.done():
                self._on_provisional(response)
        elif response.code < 300:
            if not self._final.done():
                self._final.set_result(response)
            elif self.unheard:  # nothing had come when we gave up, and now they have answered
                if self.on_fork is not None:
                    await self.on_fork(response)
            elif self.ack is None:
                return  # the call is about to acknowledge it
            elif response.headers["To"] == self.ack.headers["To"]:
                await self._send(self.ack)
            elif self.on_fork is not None:
                await self.on_fork(response)
        else:
            await self._send(acknowledge_refusal(self.request, response))
            if not self._final.done():
                self._final.set_result(response)
