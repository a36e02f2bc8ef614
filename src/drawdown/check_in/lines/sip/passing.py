"""Sound on its way from one call to another: what came in unevenly goes out every 20 ms."""

from __future__ import annotations

from drawdown.check_in.lines.sip.g711 import FRAME, Codec
from drawdown.check_in.lines.sip.rtp import Packet

AHEAD = 3 * FRAME
"""Bytes that are there before any goes on, so that a late packet leaves no hole: 60 ms."""

MOST = 10 * FRAME
"""Bytes that wait at most; of more the oldest go, so that nobody hears the other ever later."""


class Passing:
    """What one side said and the other has not heard yet."""

    __slots__ = ("_codec", "_codes", "_flows", "_last")

    def __init__(self, codec: Codec) -> None:
        """Pass sound on to somebody who hears `codec`."""
        self._codec = codec
        self._codes = bytearray()
        self._flows = False
        self._last: tuple[int, int] | None = None

    def switch(self, codec: Codec) -> None:
        """Go on in another codec."""
        self._codes = bytearray(codec.encode(self._codec.decode(bytes(self._codes))))
        self._codec = codec

    def add(self, packet: Packet, codec: Codec) -> None:
        """Take a packet of sound; one that came twice, or after a later one, is passed over."""
        if self._last is not None and self._last[0] == packet.ssrc:
            ahead = (packet.sequence - self._last[1]) & 0xFFFF
            if not 0 < ahead < 0x8000:
                return
        self._last = packet.ssrc, packet.sequence
        codes = packet.payload
        if codec is not self._codec:
            codes = self._codec.encode(codec.decode(codes))
        self._codes += codes
        if len(self._codes) > MOST:
            del self._codes[: len(self._codes) - MOST]
        self._flows = self._flows or len(self._codes) >= AHEAD

    def take(self) -> bytes | None:
        """The next 20 ms; none where nothing is there, or not enough yet to begin."""
        if not self._flows or len(self._codes) < FRAME:
            self._flows = False
            return None
        codes = bytes(self._codes[:FRAME])
        del self._codes[:FRAME]
        return codes
