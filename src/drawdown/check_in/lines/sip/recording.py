"""What a caller says, put together from packets that come late, twice or not at all."""

from __future__ import annotations

import numpy as np

from drawdown.check_in.lines.sip.g711 import FRAME, RATE, Codec, Samples
from drawdown.check_in.lines.sip.rtp import Packet

QUIET = 200
"""Mean absolute sample below which 20 ms are counted as silence (of 32,767)."""


FAINT = 60
"""The same for what may be a voice far from the telephone: an idle line has less."""

ASTRAY = 2 * RATE
"""Samples by which a packet's place may differ from the time that passed, before it is moved: the
other side began to count anew."""


def is_heard(samples: Samples, level: int) -> bool:
    """Whether any 20 ms of some sound are louder than `level`."""
    whole = samples[: len(samples) - len(samples) % FRAME].astype(np.int32).reshape(-1, FRAME)
    return bool((np.abs(whole).mean(axis=1) > level).any()) if len(whole) else False


class Recording:
    """A message being left.

    A packet's place is its timestamp, so packets may come in any order; a gap stays silent. Where
    timestamps begin anew, as when another telephone takes the call up, its place is the time that
    passed. It is over once `limit` seconds are full, or `silence` seconds pass in which nothing was
    said.
    """

    __slots__ = ("_codec", "_first", "_heard", "_limit", "_loud", "_patience", "codes", "ticks")

    def __init__(self, codec: Codec, limit: float, silence: float) -> None:
        self._codec = codec
        self._limit = int(limit * RATE)
        self._patience = int(silence * RATE / FRAME)
        self._first: int | None = None
        self._loud = 0
        self._heard = 0
        self.ticks = 0
        self.codes = bytearray()

    def add(self, packet: Packet) -> None:
        """Put one packet of sound in its place."""
        if self._first is None:
            self._first = packet.timestamp
        at = (packet.timestamp - self._first + 0x80000000 & 0xFFFFFFFF) - 0x80000000
        if abs(at - self.ticks * FRAME) > ASTRAY:
            at = max(len(self.codes), self.ticks * FRAME)
            self._first = packet.timestamp - at
        if not 0 <= at < self._limit:  # past the end, or from before the beginning
            return
        piece = packet.payload[: self._limit - at]
        if (short := at + len(piece) - len(self.codes)) > 0:
            self.codes.extend(bytes([self._codec.silence]) * short)
        self.codes[at : at + len(piece)] = piece
        if np.abs(self._codec.decode(piece).astype(np.int32)).mean() > QUIET if piece else False:
            self._loud = self.ticks

    def switch(self, codec: Codec) -> None:
        """Go on in another codec."""
        self.codes = bytearray(codec.encode(self._codec.decode(bytes(self.codes))))
        self._codec = codec

    def tick(self) -> str | None:
        """Count 20 ms; say why the recording is over, once it is."""
        self.ticks += 1
        if self.ticks * FRAME >= self._limit:
            return "limit"
        if self.ticks - self._loud > self._patience:
            return "silence"
        return None
