"""Packets of sound, and of keys pressed: RFC 3550 (RTP) and RFC 4733 (telephone-event)."""

from __future__ import annotations

import struct
from collections import deque
from typing import NamedTuple

KEYS = "0123456789*#ABCD"
"""RFC 4733, table 3: the key of each event code from 0 to 15."""

DROPOUT, MISORDER = 3000, 100
"""RFC 3550, appendix A.1: how far numbers may leap ahead, and how far one may come late."""

_HEADER = struct.Struct("!BBHII")
_EVENT = struct.Struct("!BBH")


class Packet(NamedTuple):
    """One RTP packet, without its header's extensions and padding."""

    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes


def parse(data: bytes) -> Packet | None:
    r"""Read a datagram as RTP version 2 (RFC 3550, section 5.1); `None` where it is not that.

    >>> parse(bytes.fromhex("8000 0001 000000a0 00000007 ff"))
    Packet(payload_type=0, marker=False, sequence=1, timestamp=160, ssrc=7, payload=b'\xff')
    >>> parse(b"hello") is None
    True
    """
    if len(data) < _HEADER.size or data[0] >> 6 != 2:
        return None
    flags, kind, sequence, timestamp, ssrc = _HEADER.unpack_from(data)
    if 72 <= kind & 0x7F <= 76:  # RTCP on the same port: RFC 5761, section 4
        return None
    start, end = _HEADER.size + 4 * (flags & 0x0F), len(data)
    if flags & 0x10:
        if end < start + 4:
            return None
        start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4], "big")
    if flags & 0x20:
        padding = data[-1]
        if not padding:
            return None
        end -= padding
    if end < start:
        return None
    return Packet(kind & 0x7F, bool(kind & 0x80), sequence, timestamp, ssrc, data[start:end])


def build(
    payload_type: int,
    sequence: int,
    timestamp: int,
    ssrc: int,
    payload: bytes,
    marker: bool = False,
) -> bytes:
    """Write a packet; the counters wrap around as the fields do."""
    kind = payload_type | (0x80 if marker else 0)
    return _HEADER.pack(0x80, kind, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc) + payload


class Count:
    """Packets come and lost, by their sequence numbers: RFC 3550, appendix A.

    A new source, or numbers that begin anew, are counted from there: they are no loss.
    """

    __slots__ = ("_first", "_here", "_highest", "_missing", "_ssrc", "received")

    def __init__(self) -> None:
        self.received = 0
        self._missing = 0
        self._ssrc: int | None = None
        self._first = self._highest = self._here = 0

    def add(self, packet: Packet) -> None:
        """Count one packet."""
        ahead = (packet.sequence - self._highest) & 0xFFFF
        if packet.ssrc != self._ssrc or MISORDER < 0x10000 - ahead < 0x10000 - DROPOUT:
            self._missing = self.lost
            self._ssrc = packet.ssrc
            self._first = self._highest = packet.sequence
            self._here = 0
        elif ahead <= DROPOUT:
            self._highest += ahead
        self._here += 1
        self.received += 1

    @property
    def lost(self) -> int:
        """Packets that never came."""
        if not self._here:
            return self._missing
        return self._missing + max(0, self._highest - self._first + 1 - self._here)


class KeyEvent(NamedTuple):
    """A telephone-event payload: which key, whether it is let go, and for how many samples."""

    key: str
    end: bool
    volume: int
    duration: int


def parse_event(payload: bytes) -> KeyEvent | None:
    """Read the first event of a payload (RFC 4733, section 2.3); `None` for what is not a key.

    >>> parse_event(bytes.fromhex("0b 8a 0320"))
    KeyEvent(key='#', end=True, volume=10, duration=800)
    """
    if len(payload) < _EVENT.size:
        return None
    code, flags, duration = _EVENT.unpack_from(payload)
    if code >= len(KEYS):
        return None
    return KeyEvent(KEYS[code], bool(flags & 0x80), flags & 0x3F, duration)


LONGEST = 0xFFFF
"""The longest duration that an event's packet can tell of, in samples."""


class KeyEar:
    """Hears each key once, however often and in whatever order its packets come.

    All packets of one press carry the timestamp of its beginning (RFC 4733, section 2.5.1.2), so a
    press is known by that. The key counts from the first packet: a prompt falls silent at once, and
    a lost end delays nothing. A key held down for more than eight seconds goes on under a new
    timestamp, the longest duration later (section 2.5.1.3), and is still one press.
    """

    __slots__ = ("_last", "_seen")

    def __init__(self) -> None:
        self._seen: deque[tuple[int, int]] = deque(maxlen=16)
        self._last: tuple[int, int, str] | None = None

    def hear(self, packet: Packet) -> str | None:
        """Return the key that this packet is the first to tell of."""
        event = parse_event(packet.payload)
        press = (packet.ssrc, packet.timestamp)
        if event is None or press in self._seen:
            return None
        self._seen.append(press)
        before = (packet.ssrc, (packet.timestamp - LONGEST) & 0xFFFFFFFF, event.key)
        held = before == self._last
        self._last = (packet.ssrc, packet.timestamp, event.key)
        return None if held else event.key
