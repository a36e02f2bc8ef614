"""Telling a registrar where we are, and again before it forgets: RFC 3261, section 10."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from sipmessage import URI, Request, Response

from drawdown.check_in.lines.sip.digest import answer
from drawdown.check_in.lines.sip.requests import build, new_tag, new_via

if TYPE_CHECKING:
    from drawdown.check_in.lines.sip.agent import Agent

logger = logging.getLogger(__name__)

SOON, LATE = 2.0, 60.0
"""Seconds until a registration that failed is tried again: at first, and at most."""


class Registration:
    """Our entry at one registrar, kept fresh."""

    def __init__(self, agent: Agent, domain: str, expires: int) -> None:
        """Register the agent's own address at `domain`."""
        self._agent = agent
        self._registrar = URI.parse(f"sip:{domain}")
        self._expires = expires
        self._call_id = new_tag()
        self._tag = new_tag()
        self._sequence = 0
        self._task: asyncio.Task[None] | None = None
        self.until = 0.0
        """Until when, by `time.monotonic()`, the registrar knows us."""
        self.last = ""
        """The status line of its last answer."""
        self.first = asyncio.Event()
        self.heard = asyncio.Event()
        """Set once there was an answer of any kind, or none in time."""
        self.refused = False
        """Whether the registrar answered, and does not want us."""

    @property
    def current(self) -> bool:
        """Whether calls for us can reach us."""
        return time.monotonic() < self.until

    def start(self) -> None:
        """Register, and stay so."""
        self._task = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Let the registrar forget us."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self.current:
            self.until = 0.0
            try:
                await asyncio.wait_for(self._register(0), 3)
            except TimeoutError:
                logger.warning("the registrar did not hear that we are gone")

    async def _keep(self) -> None:
        pause = SOON
        while True:
            try:
                response = await self._register(self._expires)
            except Exception:  # whatever a registrar makes of us, we are to try again
                logger.exception("a registration broke off")
                await asyncio.sleep(LATE)
                continue
            self.last = f"{response.code} {response.phrase}"
            if 200 <= response.code < 300:
                granted = self._granted(response)
                self.until = time.monotonic() + granted
                self.first.set()
                self.heard.set()
                self.refused = False
                pause = SOON
                # Early enough for some tries to fail before the entry runs out.
                await asyncio.sleep(max(1.0, granted * 0.6))
            else:
                logger.warning("not registered: %s; again in %g s", self.last, pause)
                self.refused = 400 <= response.code < 500 and response.code not in (408, 423)
                self.heard.set()
                await asyncio.sleep(pause)
                pause = min(2 * pause, LATE)

    async def _register(self, expires: int) -> Response:
        request = self._request(expires)
        response = await self._agent.exchange.send_request(request)
        for _ in range(2):  # a second challenge may say that the first nonce was stale
            if response.code in (401, 407):
                request = self._request(expires)
                if not answer(request, response, self._agent.account):
                    return response
            elif response.code == 423 and response.min_expires and expires:
                self._expires = expires = min(response.min_expires, 86_400)
                request = self._request(expires)
            else:
                return response
            response = await self._agent.exchange.send_request(request)
        return response

    def _request(self, expires: int) -> Request:
        agent = self._agent
        self._sequence += 1
        address = f"<sip:{agent.user}@{self._host()}>"
        request = build(
            "REGISTER", self._registrar, via=new_via(agent.wire.host, agent.wire.port),
            sender=f"{address};tag={self._tag}", to=address, call_id=self._call_id,
            sequence=self._sequence, contact=agent.contact(), route=agent.first_route(),
        )  # fmt: skip
        request.expires = expires
        return request

    def _host(self) -> str:
        uri = self._registrar
        return f"{uri.host}:{uri.port}" if uri.port else uri.host

    def _granted(self, response: Response) -> int:
        """Return for how long the registrar took our Contact: its `expires`, or the header's."""
        ours = self._agent.contact().uri
        for contact in response.contact:
            if (contact.uri.host, contact.uri.port) == (ours.host, ours.port):
                told = contact.parameters.get("expires") or ""
                if told.isascii() and told.isdigit():
                    return min(int(told[:9]), 86_400)
        return response.expires if response.expires is not None else self._expires
