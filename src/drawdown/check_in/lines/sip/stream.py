"""The sound of one call: what goes out every 20 ms, and what is made of what comes in."""

from __future__ import annotations

import contextlib
import secrets
import socket
from collections.abc import Callable

from drawdown.check_in.lines.sip.g711 import CODECS, FRAME, PCMU, Codec
from drawdown.check_in.lines.sip.orders import (
    Connect,
    Event,
    Heard,
    Play,
    Pressed,
    Record,
    Said,
    Tally,
)
from drawdown.check_in.lines.sip.passing import Passing
from drawdown.check_in.lines.sip.recording import Recording
from drawdown.check_in.lines.sip.rtp import Count, KeyEar, build, parse

PIECE = 4000
"""Bytes of a recording that cross the pipe at once, so that no tick waits for a long one."""

AT_ONCE = 50
"""Packets taken from one socket in one tick: a flood to one call must not stop the others."""

SAME_KEY = 12
"""Ticks within which a key by INFO and the same key in packets are one."""

Frames = Callable[[str, int], list[bytes]]
"""The payloads of a prompt, by its name and the codec's payload type."""


class Stream:
    """One call's socket and what is said and heard over it.

    Until the first packet comes, it is sent to where the caller's offer says. From then on to where
    packets come from, which behind address translation is somewhere else, and packets from anywhere
    else are not even delivered: the socket is connected.
    """

    __slots__ = (
        "_bound", "_call", "_codec", "_connected", "_count", "_ear", "_ends", "_event_type",
        "_frames", "_informed", "_interruptible", "_joined", "_marker", "_next", "_offered",
        "_packets", "_passing", "_prompts", "_recording", "_remote", "_sending", "_sent",
        "_sequence", "_silence", "_socket", "_ssrc", "_tell", "_ticks", "_timestamp",
        "_turn", "_unsaid",
    )  # fmt: skip

    def __init__(
        self, call: int, bound: socket.socket, frames: Frames, tell: Callable[[Event], None]
    ) -> None:
        self._call = call
        self._socket = bound
        self._bound = bound.getsockname()
        self._frames = frames
        self._tell = tell
        self._codec = PCMU
        self._silence = bytes([PCMU.silence]) * FRAME
        self._event_type: int | None = None
        self._remote: tuple[str, int] | None = None
        self._offered: tuple[str, int] | None = None
        self._sending = self._connected = False
        self._marker = True
        self._prompts: tuple[str, ...] = ()
        self._unsaid: list[bytes] = []
        self._next = 0
        self._turn = 0
        self._ends = ""
        self._interruptible = False
        self._recording: tuple[int, Recording] | None = None
        self._ear = KeyEar()
        self._ssrc = secrets.randbits(32)
        self._sequence = secrets.randbits(15)
        self._timestamp = secrets.randbits(31)
        self._sent = self._ticks = 0
        self._count = Count()
        self._packets = False
        self._informed: tuple[str, int] | None = None
        self._joined: Stream | None = None
        self._passing: Passing | None = None

    def connect(self, order: Connect) -> None:
        """Send to a new place, or in another codec, or no longer."""
        codec = CODECS[order.payload_type]
        if codec is not self._codec:
            self._switch(codec)
        self._event_type = order.event_type
        self._sending = order.sending
        if (order.host, order.port) != self._offered:
            self._remote = self._offered = (order.host, order.port)
            self._release()

    def _switch(self, codec: Codec) -> None:
        """Go on in another codec, with what is being said and what is being recorded."""
        self._codec, self._silence = codec, bytes([codec.silence]) * FRAME
        if self._unsaid:
            self._unsaid = self._encoded()
        if self._recording:
            self._recording[1].switch(codec)
        if self._passing:
            self._passing.switch(codec)

    def _encoded(self) -> list[bytes]:
        kind = self._codec.payload_type
        return [frame for prompt in self._prompts for frame in self._frames(prompt, kind)]

    def _release(self) -> None:
        """Hear from anywhere again. A connected socket cannot be parted from its peer in Python."""
        if not self._connected:
            return
        self._connected = False
        self._socket.close()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        with contextlib.suppress(OSError):  # if somebody took the port just now, we hear nothing
            self._socket.bind(self._bound)

    def play(self, order: Play) -> None:
        """Say prompts from the next tick on."""
        self._prompts = order.prompts
        self._unsaid = self._encoded()
        self._next = 0
        self._turn, self._interruptible = order.turn, order.interruptible
        self._marker = True
        if not self._unsaid:
            self._tell(Said(self._call, order.turn, False))

    def record(self, order: Record) -> None:
        """Keep what is said from now on."""
        self._stop_recording("closed")
        self._ends = order.ends
        self._recording = (order.turn, Recording(self._codec, order.limit, order.silence))

    def stop(self) -> None:
        """Fall silent, and send what was recorded so far."""
        if self._recording:
            self._take(all_there_is=True)
        self._unsaid, self._next = [], 0
        self._stop_recording("closed")

    def join(self, other: Stream) -> None:
        """Say to each what the other says, until one of the two is closed."""
        for one, its_other in ((self, other), (other, self)):
            one._part()
            one.stop()
            one._joined, one._passing = its_other, Passing(one._codec)

    def _part(self) -> None:
        """Say nothing more of another call's, nor to it."""
        if self._joined is not None:
            self._joined._joined = self._joined._passing = None
            self._joined = self._passing = None

    def send(self) -> bool:
        """Send the packet of this tick; tell whether there was one."""
        remote = self._remote
        if remote is None:
            return False
        at, unsaid = self._next, self._unsaid
        payload = unsaid[at] if at < len(unsaid) else self._silence
        if self._passing is not None:
            payload = self._passing.take() or self._silence
        self._timestamp += FRAME
        if not self._sending:
            return False
        packet = build(
            self._codec.payload_type, self._sequence, self._timestamp, self._ssrc, payload,
            self._marker,
        )  # fmt: skip
        self._marker = False
        self._sequence += 1
        self._sent += 1
        try:
            if self._connected:
                self._socket.send(packet)
            else:
                self._socket.sendto(packet, remote)
        except OSError:
            pass  # nobody there, or the buffer is full: the next packet is 20 ms away
        if unsaid:
            self._next = at + 1
            if self._next == len(unsaid):
                self._unsaid, self._next = [], 0
                self._tell(Said(self._call, self._turn, False))
        return True

    def skip(self) -> None:
        """Let 20 ms of what is being said go by: its time is over."""
        self._timestamp += FRAME

    def receive(self, all_there_is: bool) -> None:
        """Take the packet of this tick, or all that have come; count the tick."""
        self._take(all_there_is)
        self._ticks += 1
        if self._recording and (over := self._recording[1].tick()):
            self._stop_recording(over)

    def _take(self, all_there_is: bool) -> None:
        for _ in range(AT_ONCE):
            try:
                data, source = self._socket.recvfrom(2048)
            except BlockingIOError:
                break
            except OSError:
                continue  # an ICMP error of an earlier packet
            if self._hear(data, source) and not all_there_is:
                break

    def _hear(self, data: bytes, source: tuple[str, int]) -> bool:
        packet = parse(data)
        if packet is None:
            return False
        if not self._connected and self._remote is not None:
            self._remote = source
            try:
                self._socket.connect(source)
                self._connected = True
            except OSError:
                pass
        self._count.add(packet)
        if packet.payload_type == self._event_type:
            if (key := self._ear.hear(packet)) and not self._came_by_info(key):
                self.pressed(key, packets=True)
        elif packet.payload_type == self._codec.payload_type:
            if self._recording:
                self._recording[1].add(packet)
            if self._joined is not None and self._joined._passing is not None:
                self._joined._passing.add(packet, self._codec)
        return True

    def informed(self, key: str) -> None:
        """Take a key that came by INFO, unless this telephone tells of its keys in packets too."""
        if not self._packets:
            self._informed = key, self._ticks
            self.pressed(key, packets=False)

    def _came_by_info(self, key: str) -> bool:
        """Whether a telephone's first key in packets is the one that it told of by INFO before."""
        first, self._packets = not self._packets, True
        if not first or self._informed is None:
            return False
        told, tick = self._informed
        return told == key and self._ticks - tick < SAME_KEY

    def pressed(self, key: str, *, packets: bool) -> None:
        """A key cuts off a prompt that may be cut off, and ends a recording."""
        if self._unsaid and self._interruptible:
            self._unsaid, self._next = [], 0
            self._tell(Said(self._call, self._turn, True))
        if key in self._ends:
            self._stop_recording("key")
        self._tell(Pressed(self._call, key, packets))

    def _stop_recording(self, why: str) -> None:
        if not self._recording:
            return
        turn, recording = self._recording
        self._recording = None
        codes = bytes(recording.codes)
        kind = self._codec.payload_type
        while len(codes) > PIECE:
            self._tell(Heard(self._call, turn, codes[:PIECE], kind, ""))
            codes = codes[PIECE:]
        self._tell(Heard(self._call, turn, codes, kind, why))  # type: ignore[arg-type]

    def close(self) -> Tally:
        """Give the port back; send what was recorded first."""
        self._part()
        self.stop()
        self._socket.close()
        return Tally(self._call, self._sent, self._count.received, self._count.lost)
