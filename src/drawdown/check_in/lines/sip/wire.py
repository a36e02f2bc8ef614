"""Datagrams in and out: SIP over UDP, with everything that strangers send checked first.

`sipua` reads a header only when asked for it, and then raises; here every header that will be
needed is read once at the door, so nothing behind it can fail on what a message looks like.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import re
import socket

import sipua
from sipmessage import URI, Message, Request, Response

from drawdown.check_in.lines.sip.requests import values

logger = logging.getLogger(__name__)

LONGEST = 16_384
"""Bytes of the longest message that is read; an INVITE through many proxies has some 3,000."""

_FOLD = re.compile(rb"\r\n[ \t]+")
_SPACE_BEFORE_COLON = re.compile(rb"(?m)^([A-Za-z0-9.!%*_+`'~-]+)[ \t]+:")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_NAME = re.compile(rb"(?im)^((?:from|f|to|t|contact|m)\s*+:\s*+)([^\"<\r\n,]*+)<")
"""A name without quotes; nothing is tried twice, however long a line a stranger sends."""
_METHOD = re.compile(r"[A-Z]{1,20}")
_RECEIVED = re.compile(
    r"\s*;\s*(?:received\s*=\s*[^;,\s]*|rport(?:\s*=\s*\d*)?)(?=\s*(?:;|$))", re.I
)
_RPORT = re.compile(r";\s*rport\s*(?:=\s*)?(?:;|$)", re.I)


def read(data: bytes, source: tuple[str, int]) -> Request | Response | None:
    """Read a datagram; `None` for keep-alives and for what is not SIP that can be answered.

    The topmost Via of a request gets `received` and `rport` (RFC 3581, section 4). Headers that a
    response repeats are kept as they were written: `sipmessage` would write them anew, and a tag
    with a `+` in it would no longer be the same tag.
    """
    if len(data) > LONGEST or not data.strip():
        return None
    try:
        head, separator, body = data.partition(b"\r\n\r\n")
        head = _SPACE_BEFORE_COLON.sub(rb"\1:", _FOLD.sub(b" ", head.lstrip(b"\r\n")))
        if _CONTROL.search(head.replace(b"\r\n", b"")):
            return None
        head = _NAME.sub(_in_quotes, head)
        message = Message.parse(head + separator + body)
        _check(message)
        if isinstance(message, Request):
            _mark_source(message, source)
    except Exception:  # a parser that strangers feed: whatever it raises, the answer is the same
        logger.debug("not SIP, from %s: %.80r", source, data)
        return None
    return message


def _in_quotes(found: re.Match[bytes]) -> bytes:
    """A name that is neither ASCII nor in quotes, as José: not allowed, and yet written."""
    before, name = found[1], found[2]
    return found[0] if name.isascii() else b'%b"%b" <' % (before, name.rstrip())


def _check(message: Request | Response) -> None:
    """Read every header that will be needed; raise where one is missing or malformed."""
    if isinstance(message, Request):
        if not _METHOD.fullmatch(message.method) or message.cseq.method != message.method:
            raise ValueError("method")
        if message.method == "INVITE" and not message.contact:
            raise ValueError("an INVITE needs a Contact")
    elif not 100 <= message.code < 700:
        raise ValueError("status")
    if not message.via[0].parameters["branch"] or not message.call_id:
        raise ValueError("Via or Call-ID")
    if not message.from_address.parameters["tag"]:
        raise ValueError("From has no tag")
    for each in (message.to_address, message.contact, message.record_route, message.route):
        str(each)
    str((message.cseq, message.content_type, message.require, message.expires))
    length = message.content_length
    if length is not None:
        if not 0 <= length <= len(message.body):
            raise ValueError("shorter than it says")
        message.body = message.body[:length]


def _mark_source(request: Request, source: tuple[str, int]) -> None:
    top, *others = values(request.headers.getlist("Via"))
    asked = bool(_RPORT.search(top))
    if asked or request.via[0].host != source[0]:
        top = f"{_RECEIVED.sub('', top)};received={source[0]}"
        if asked:
            top += f";rport={source[1]}"
    request.headers.setlist("Via", [top, *others])
    if not request.via[0].parameters.get("branch"):
        raise ValueError("branch")


class Wire(sipua.TransportLayer):
    """The transport layer on one UDP port."""

    def __init__(self, advertised: str | None = None) -> None:
        """Name `advertised` as our host to others; by default the address that is bound."""
        super().__init__()
        self._advertised = advertised
        self._datagrams: asyncio.DatagramTransport | None = None
        self.host = advertised or ""
        self.port = 0

    async def listen(self, address: sipua.TransportAddress) -> None:
        """Bind the port."""
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Datagrams(self), local_addr=(address.host, address.port)
        )
        self._datagrams = transport
        taken = self._datagrams.get_extra_info("socket")
        with contextlib.suppress(OSError):  # room for a burst of new calls
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 21)
        bound = taken.getsockname()
        self.host, self.port = self._advertised or bound[0], bound[1]

    async def close(self) -> None:
        """Give the port back."""
        if self._datagrams is not None:
            self._datagrams.close()
            self._datagrams = None

    def received(self, data: bytes, source: tuple[str, int]) -> None:
        """Hand on what came, if it is SIP."""
        message = read(data, source)
        if message is None:
            return
        if isinstance(message, Response) and len(message.via) != 1:
            return  # not ours: RFC 3261, section 8.1.3.3
        handler = self.request_handler if isinstance(message, Request) else self.response_handler
        if handler is not None:
            task = asyncio.get_running_loop().create_task(handler(message))  # type: ignore[arg-type]
            _tasks.add(task)
            task.add_done_callback(_done)

    async def send_message(self, message: Message) -> bool:
        """Send, and return false: UDP is not reliable.

        Raises:
            ConnectionError: the message asks for another transport, its host is not known, or the
                port is closed. sipua makes a 503 of it.
        """
        if not isinstance(message, Request | Response):
            raise TypeError(message)
        message.content_length = len(message.body)
        destination = await self._destination(message)
        if self._datagrams is None or self._datagrams.is_closing():
            raise ConnectionError("the port is closed")
        self._datagrams.sendto(bytes(message), destination)
        return False

    async def _destination(self, message: Request | Response) -> tuple[str, int]:
        if isinstance(message, Response):
            via = message.via[0]
            rport = via.parameters.get("rport") or via.port or 5060
            return via.parameters.get("received") or via.host, int(rport)
        route = message.headers.getlist("Route")
        uri = message.route[0].uri if route else message.uri
        return await resolve(uri)


async def resolve(uri: URI) -> tuple[str, int]:
    """Find the address and port of a URI: an A record, or an address; no SRV."""
    if (uri.parameters.get("transport") or "udp").lower() != "udp" or uri.scheme != "sip":
        raise ConnectionError(f"{uri}: only SIP over UDP is spoken here")
    port = uri.port or 5060
    try:
        return str(ipaddress.IPv4Address(uri.host)), port
    except ValueError:
        pass
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            uri.host, port, family=socket.AF_INET, type=socket.SOCK_DGRAM
        )
    except (OSError, UnicodeError) as error:
        raise ConnectionError(f"{uri.host}: {error}") from error
    return str(found[0][4][0]), port


_tasks: set[asyncio.Task[None]] = set()  # the loop itself keeps only weak references


def _done(task: asyncio.Task[None]) -> None:
    _tasks.discard(task)
    if not task.cancelled() and (error := task.exception()):
        logger.error("a message could not be handled", exc_info=error)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._wire.received(data, addr)

    def error_received(self, exc: Exception) -> None:
        logger.debug("the last datagram did not arrive: %s", exc)
