"""What is agreed about sound: SDP offers and answers (RFC 8866, RFC 3264), audio only."""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass

from drawdown.check_in.lines.sip.g711 import CODECS

TYPE = "application/sdp"
EVENT_TYPE = 101
"""The payload type under which we offer keys."""

_DIRECTIONS = {"sendrecv", "sendonly", "recvonly", "inactive"}
_ANSWER = {"sendonly": "recvonly", "recvonly": "sendonly"}


class NotAcceptableError(Exception):
    """No sound that both sides speak: the answer is a 488."""


@dataclass(frozen=True)
class Audio:
    """What the other side says of the sound it takes and gives.

    Attributes:
        host: IPv4 address at which it takes packets.
        payload_type: the first it names of PCMU and PCMA.
        event_type: the payload type it has for telephone-event at 8,000 a second, if any.
        direction: from its side.
        medium: which of its media this is.
        media: the first line of each, for the answer must name them all.
    """

    host: str
    port: int
    payload_type: int
    event_type: int | None
    direction: str
    medium: int = 0
    media: tuple[str, ...] = ()

    @property
    def on_hold(self) -> bool:
        """Whether it wants no packets of ours."""
        return self.direction in ("sendonly", "inactive") or self.host == "0.0.0.0"  # noqa: S104

    @property
    def answer_direction(self) -> str:
        """Our side of it."""
        return _ANSWER.get(self.direction, self.direction)


@dataclass
class _Medium:
    line: str
    host: str
    direction: str
    attributes: list[str]


def parse(body: bytes) -> Audio:
    """Read an offer or an answer.

    Raises:
        NotAcceptableError: it is no SDP, or has no plain-RTP audio in a codec of ours.
    """
    if len(body) > 16_384:
        raise NotAcceptableError("too long")
    host, direction = "", "sendrecv"
    media: list[_Medium] = []
    for line in body.decode("utf-8", "replace").splitlines():
        kind, _, value = line.partition("=")
        value = value.strip()
        if kind == "m":
            media.append(_Medium(value, host, direction, []))
        elif kind == "c":
            host_here = _host(value)
            if media:
                media[-1].host = host_here
            else:
                host = host_here
        elif kind == "a":
            if media:
                media[-1].attributes.append(value)
                if value in _DIRECTIONS:
                    media[-1].direction = value
            elif value in _DIRECTIONS:
                direction = value
    for number, medium in enumerate(media):
        if (found := _audio(medium, number, tuple(each.line for each in media))) is not None:
            return found
    raise NotAcceptableError("no audio in PCMU or PCMA over plain RTP")


def _host(value: str) -> str:
    words = value.split()
    if len(words) < 3 or words[:2] != ["IN", "IP4"]:
        return ""
    try:
        return str(ipaddress.IPv4Address(words[2].partition("/")[0]))
    except ValueError:
        return ""


def _number(word: str, most: int) -> int | None:
    if not (word.isascii() and word.isdigit() and len(word) <= 6):
        return None
    return number if (number := int(word)) <= most else None


def _audio(medium: _Medium, number: int, media: tuple[str, ...]) -> Audio | None:
    words = medium.line.split()
    if len(words) < 4 or words[0] != "audio" or words[2] != "RTP/AVP" or not medium.host:
        return None
    port = _number(words[1].partition("/")[0], 65535)
    if not port:
        return None
    kinds = [kind for word in words[3:] if (kind := _number(word, 127)) is not None]
    names: dict[int, str] = {}
    for attribute in medium.attributes:
        if attribute.startswith("rtpmap:"):
            kind_word, _, name = attribute[7:].partition(" ")
            if (kind := _number(kind_word, 127)) is not None:
                names[kind] = name.strip().lower()
    codec = next((kind for kind in kinds if kind in CODECS), None)
    if codec is None:
        return None
    events = [kind for kind in kinds if names.get(kind, "").startswith("telephone-event/8000")]
    return Audio(
        medium.host, port, codec, events[0] if events else None, medium.direction, number, media
    )


def _body(host: str, number: int, version: int, media: list[str]) -> bytes:
    head = [
        "v=0",
        f"o=- {number} {version} IN IP4 {host}",
        "s=-",
        f"c=IN IP4 {host}",
        "t=0 0",
    ]
    return ("\r\n".join([*head, *media]) + "\r\n").encode()


def _lines(port: int, kinds: list[int], event_type: int | None, direction: str) -> list[str]:
    shown = [*kinds, *([] if event_type is None else [event_type])]
    lines = [f"m=audio {port} RTP/AVP {' '.join(map(str, shown))}"]
    lines += [f"a=rtpmap:{kind} {CODECS[kind].name}/8000" for kind in kinds]
    if event_type is not None:
        lines += [f"a=rtpmap:{event_type} telephone-event/8000", f"a=fmtp:{event_type} 0-15"]
    return [*lines, "a=ptime:20", f"a={direction}"]


@dataclass
class Description:
    """Our side of the agreement, as it changes in the course of a call."""

    host: str
    port: int
    number: int
    version: int = 0

    @classmethod
    def new(cls, host: str, port: int) -> Description:
        """Describe the stream at an address."""
        return cls(host, port, secrets.randbits(31))

    def offer(self) -> bytes:
        """Offer both codecs, and keys."""
        self.version += 1
        return _body(
            self.host, self.number, self.version,
            _lines(self.port, list(CODECS), EVENT_TYPE, "sendrecv"),
        )  # fmt: skip

    def answer(self, offer: Audio) -> bytes:
        """Take the first codec that is ours, and keys as the offer numbers them; no other media."""
        self.version += 1
        lines: list[str] = []
        for number, line in enumerate(offer.media):
            if number == offer.medium:
                lines += _lines(
                    self.port, [offer.payload_type], offer.event_type, offer.answer_direction
                )
            else:
                words = line.split()
                lines.append("m=" + " ".join([*words[:1], "0", *words[2:]]))
        return _body(self.host, self.number, self.version, lines)
