"""A call of ours, from INVITE to the answer: ringing, busy, digest, taken back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sipmessage import Request, Response

from drawdown.check_in.lines.sip import sdp
from drawdown.check_in.lines.sip.digest import answer
from drawdown.check_in.lines.sip.events import Ended, How, Side, refused
from drawdown.check_in.lines.sip.invitation import LIFETIME, Invitation
from drawdown.check_in.lines.sip.requests import cancel

if TYPE_CHECKING:
    from drawdown.check_in.lines.sip.agent import Agent
    from drawdown.check_in.lines.sip.call import Call


class Placing:
    """One try to reach someone."""

    def __init__(self, agent: Agent, call: Call, ring_limit: float) -> None:
        """Ring for `ring_limit` seconds at most."""
        self._agent = agent
        self._call = call
        self._ring_limit = ring_limit
        self._invitation: Invitation | None = None
        self._over: Ended | None = None
        self.rang = False

    async def run(self) -> None:
        """Return once the call is up, or over."""
        call = self._call
        if not await call.open():
            call.end(Ended(How.FAILED, Side.OURS, "no port for sound"))
            return
        limit = asyncio.get_running_loop().call_later(self._ring_limit, self._too_long)
        try:
            response = await self._invite()
        finally:
            limit.cancel()
        if 200 <= response.code < 300:
            await self._answered(response)
        elif self._over is not None:
            call.end(self._over)
        elif self._invitation is None or (self._invitation.unheard and response.code == 503):
            call.end(Ended(How.FAILED, Side.OURS, "the INVITE could not be sent"))
        elif self._invitation.unheard:
            # Whether the trunk or our own network is down cannot be told from here.
            call.end(Ended(How.FAILED, Side.UNKNOWN, "no response to INVITE"))
        else:
            call.end(refused(response.code, response.phrase))

    async def _invite(self) -> Response:
        response = await self._try(self._request())
        for _ in range(2):  # with a digest, and once more if its nonce was stale
            again = self._request() if response.code in (401, 407) else None
            if again is None or self._over or not answer(again, response, self._agent.account):
                break
            response = await self._try(again)
        return response

    async def _try(self, request: Request) -> Response:
        self._invitation = self._agent.exchange.invite(request, self._provisional)
        self._invitation.on_fork = self._hang_up_fork
        return await self._invitation.run()

    def _request(self) -> Request:
        call = self._call
        request = call.create_request("INVITE")
        request.headers.setlist("Route", self._agent.first_route())
        call.with_sdp(request, call.described.offer())
        return request

    def _provisional(self, response: Response) -> None:
        if response.code > 100:
            self.rang = True
        if self._over is not None:
            self._agent.spawn(self._send_cancel())

    def _too_long(self) -> None:
        self._over = Ended(
            How.NO_ANSWER,
            Side.THEIRS if self.rang else Side.UNKNOWN,
            f"{'rang for' if self.rang else 'no ringing in'} {self._ring_limit:g} s",
        )
        if self._invitation is not None and not self._invitation.provisional.is_set():
            self._invitation.give_up(408)  # what may come yet is taken back when it comes
            return
        self._agent.spawn(self._send_cancel())

    async def cancel(self) -> None:
        """Take the call back."""
        if self._over is None:
            self._over = Ended(How.CANCELLED, Side.OURS, "we took it back")
            await self._send_cancel()

    async def _send_cancel(self) -> None:
        """Send CANCEL; only once something was heard may it be sent (RFC 3261, section 9.1)."""
        invitation = self._invitation
        if invitation is None or invitation.cancelled:
            return
        if not invitation.provisional.is_set():
            return  # `_provisional` sends it, or nothing is ever heard
        invitation.cancelled = True
        await self._agent.exchange.send_request(cancel(invitation.request))
        # RFC 3261, section 9.1: an old server may never answer a cancelled INVITE.
        asyncio.get_running_loop().call_later(LIFETIME, invitation.give_up, 487)

    async def _answered(self, response: Response) -> None:
        call, invitation = self._call, self._invitation
        call.adopt(response)
        if invitation is not None:
            invitation.ack = call.create_ack(response.cseq.sequence)
            await self._agent.exchange.send(invitation.ack)
        why: Ended | None = self._over
        try:
            audio = sdp.parse(response.body)
        except sdp.NotAcceptableError as error:
            why = why or Ended(How.FAILED, Side.CARRIER, f"the answer: {error}")
        if why is not None:  # CANCEL and the answer crossed, or there is nothing to hear
            call.end(why)
            await call.send_in_dialog(call.create_request("BYE"))
            return
        call.connect(audio)
        call.up()

    async def _hang_up_fork(self, response: Response) -> None:
        """Hang up a second telephone that answered this same call: RFC 3261, section 13.2.2.4."""
        exchange, number = self._agent.exchange, response.cseq.sequence
        await exchange.send(self._call.create_ack(number, of=response))
        await exchange.send_request(self._call.create_request("BYE", of=response))
