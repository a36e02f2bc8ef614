"""The transaction layer, with what `sipua`'s leaves out on a network that loses messages.

- A request that comes again gets the same answer again, also after the transaction is over.
- The ACK of a 2xx, which is no part of a transaction, finds its call.
- A 2xx to our INVITE that comes again is acknowledged again.
- Our own INVITE is a transaction of ours (`Invitation`).
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable

import sipua
from sipmessage import Request, Response

from drawdown.check_in.lines.sip.invitation import LIFETIME, Invitation
from drawdown.check_in.lines.sip.wire import Wire

logger = logging.getLogger(__name__)

AckKey = tuple[str, str, int]
"""Call-ID, our tag, and the number of the INVITE that is acknowledged."""

_Key = tuple[str, str, int | None, str]


def _key(message: Request | Response, method: str) -> _Key:
    """What a transaction is known by to its server: RFC 3261, section 17.2.3."""
    via = message.via[0]
    return str(via.parameters["branch"]), via.host, via.port, method


class Exchange:
    """Requests and responses, each once."""

    def __init__(self, wire: Wire) -> None:
        """Stand between the wire and sipua's transaction layer."""
        self.wire = wire
        self.transactions = sipua.TransactionLayer(wire)
        if wire.request_handler is None or wire.response_handler is None:
            raise RuntimeError("sipua's transaction layer does not listen to the wire as it did")
        self._sipua_request = wire.request_handler
        self._sipua_response = wire.response_handler
        wire.request_handler = self._on_request
        wire.response_handler = self._on_response
        self._answers: dict[_Key, Response | None] = {}
        self._expiring: deque[tuple[float, _Key]] = deque()
        self._invitations: dict[tuple[str, str], Invitation] = {}
        self.acknowledged: dict[AckKey, Callable[[Request], None]] = {}

    async def send_request(self, request: Request) -> Response:
        """Send a request other than INVITE; return its final response, a 408 or a 503 of ours."""
        return await self.transactions.send_request(request)

    async def send(self, message: Request | Response) -> bool:
        """Send outside sipua's transactions: an ACK, a 2xx once more; false if that cannot be."""
        try:
            await self.wire.send_message(message)
        except OSError as error:
            logger.debug("not sent: %s", error)
            return False
        return True

    async def respond(self, response: Response) -> None:
        """Answer, and keep a final answer for those who ask again."""
        key = _key(response, response.cseq.method)
        if response.code >= 200:
            if self._answers.get(key) is not None:
                return  # it had its answer: a CANCEL and our own 200 may meet
            self._answers[key] = response
        try:
            await self.transactions.send_response(response)
        except (AssertionError, OSError) as error:
            logger.debug("an answer could not be sent: %s", error)

    def answered(self, request: Request) -> bool:
        """Whether a request has had its final answer."""
        return self._answers.get(_key(request, request.method)) is not None

    def invite(self, request: Request, on_provisional: Callable[[Response], None]) -> Invitation:
        """Prepare an INVITE that can be cancelled while it runs."""
        invitation = Invitation(request, self.send, on_provisional, self._over)
        self._invitations[invitation.key] = invitation
        return invitation

    def _over(self, invitation: Invitation) -> None:
        self._invitations.pop(invitation.key, None)

    async def _on_request(self, request: Request) -> None:
        if request.method == "ACK":
            number = (request.call_id, self._our_tag(request), request.cseq.sequence)
            if heard := self.acknowledged.get(number):
                heard(request)
                return
        else:
            key = _key(request, request.method)
            if key in self._answers:
                answer = self._answers[key]
                if answer is not None:
                    await self.send(answer)
                    return
                if request.method != "INVITE":
                    return  # still being answered
            else:
                self._remember(key)
        await self._sipua_request(request)

    @staticmethod
    def _our_tag(request: Request) -> str:
        return request.to_address.parameters.get("tag") or ""

    def _remember(self, key: _Key) -> None:
        now = time.monotonic()
        while self._expiring and self._expiring[0][0] < now:
            self._answers.pop(self._expiring.popleft()[1], None)
        self._answers[key] = None
        # Our own INVITE may ring half a minute before its answer starts to be repeated.
        self._expiring.append((now + 2 * LIFETIME, key))

    async def _on_response(self, response: Response) -> None:
        branch = str(response.via[0].parameters["branch"])
        if invitation := self._invitations.get((branch, response.cseq.method)):
            await invitation.receive(response)
        else:
            await self._sipua_response(response)
