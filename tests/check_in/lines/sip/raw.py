"""A telephone that sends what it is told, byte for byte, and notes all that comes."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator

OFFER = """v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
c=IN IP4 127.0.0.1
t=0 0
m=audio 9 RTP/AVP 0 101
a=rtpmap:101 telephone-event/8000
"""


class Raw(asyncio.DatagramProtocol):
    """One UDP port."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.port = 0
        self.inbox: list[str] = []
        self._transport: asyncio.DatagramTransport | None = None
        self._came = asyncio.Event()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.inbox.append(data.decode())
        self._came.set()

    def send(self, message: str | bytes) -> None:
        assert self._transport is not None
        data = message if isinstance(message, bytes) else message.encode()
        self._transport.sendto(data, ("127.0.0.1", self.to))

    def request(
        self, method: str, number: int, branch: str, to: str = "", body: str = "", more: str = "",
        call: str = "call-1",
    ) -> str:  # fmt: skip
        """Write a request; `to` is the To tag."""
        body = body.replace("\n", "\r\n")
        lines = [
            f"{method} sip:check-in@127.0.0.1:{self.to} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};rport;branch=z9hG4bK{branch}",
            "From: <sip:+15550100@127.0.0.1>;tag=a+b!c",
            f"To: <sip:check-in@127.0.0.1>{f';tag={to}' if to else ''}",
            f"Call-ID: {call}@raw",
            f"CSeq: {number} {method}",
            f"Contact: <sip:caller@127.0.0.1:{self.port}>",
            "Max-Forwards: 70",
            *([more] if more else []),
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        return "\r\n".join(lines) + "\r\n\r\n" + body

    def answer(self, request: str, status: str, tag: str = "", body: str = "") -> str:
        """Write a response to a request that came."""
        kept = [
            line
            for line in request.split("\r\n")
            if line.startswith(("Via:", "From:", "To:", "Call-ID:", "CSeq:"))
        ]
        kept = [f"{line};tag={tag}" if tag and line.startswith("To:") else line for line in kept]
        body = body.replace("\n", "\r\n")
        lines = [f"SIP/2.0 {status}", *kept, f"Contact: <sip:callee@127.0.0.1:{self.port}>"]
        lines += ["Content-Type: application/sdp"] if body else []
        return "\r\n".join([*lines, f"Content-Length: {len(body)}"]) + "\r\n\r\n" + body

    async def wait(self, beginning: str, times: int = 1, seconds: float = 8) -> str:
        """Return the last of so many messages that begin so."""
        async with asyncio.timeout(seconds):
            while len(found := self.all(beginning)) < times:
                self._came.clear()
                await self._came.wait()
        return found[-1]

    def all(self, beginning: str) -> list[str]:
        return [message for message in self.inbox if message.startswith(beginning)]


def tag_of(message: str) -> str:
    """The To tag."""
    found = re.search(r"^To:.*;tag=(\S+)", message, re.MULTILINE)
    return found[1] if found else ""


@contextlib.asynccontextmanager
async def raw(to: int) -> AsyncIterator[Raw]:
    """A telephone that talks to a port of ours."""
    telephone = Raw(to)
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: telephone, local_addr=("127.0.0.1", 0)
    )
    telephone._transport = transport
    telephone.port = transport.get_extra_info("sockname")[1]
    try:
        yield telephone
    finally:
        transport.close()
