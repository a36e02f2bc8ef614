"""One timer for every call: each 20 ms all that is to be said is sent, then all heard is read."""

from __future__ import annotations

import socket
import time
from collections import deque

import numpy as np

from drawdown.check_in.lines.sip.g711 import CODECS
from drawdown.check_in.lines.sip.orders import (
    Close,
    Command,
    Connect,
    Event,
    Join,
    Load,
    Open,
    Opened,
    Play,
    Press,
    Pulse,
    Record,
    Stop,
    Tally,
    Unload,
)
from drawdown.check_in.lines.sip.stream import Stream

TICK = 0.020
BUCKETS = 200  # of half a millisecond
DRAIN = 8
"""Every so many ticks all sockets are emptied; between, one packet is taken, for one comes a tick.
That saves one system call in three."""


class Engine:
    """The streams of every call of this process, and the prompts they say."""

    def __init__(self, host: str, ports: range) -> None:
        """Bind streams on `host`, to even ports of `ports`."""
        self._host = host
        self._ports = deque(port for port in ports if port % 2 == 0)
        self._streams: dict[int, tuple[Stream, int]] = {}
        self._order: list[Stream] = []
        self._prompts: dict[str, np.ndarray[tuple[int], np.dtype[np.int16]]] = {}
        self._frames: dict[tuple[str, int], list[bytes]] = {}
        self.events: list[Event] = []
        self._ticks = 0
        self._sent = self._skipped = 0
        self._lateness = [0] * (BUCKETS + 1)
        self._busy = time.process_time()

    def obey(self, command: Command) -> None:
        """Do what signalling asks. A call that is closed already is passed over."""
        if isinstance(command, Open):
            self.events.append(Opened(command.call, self._open(command.call)))
            return
        if isinstance(command, Load):
            self._prompts[command.prompt] = np.frombuffer(command.samples, dtype=np.int16)
            return
        if isinstance(command, Unload):
            self._prompts.pop(command.prompt, None)
            for kind in CODECS:
                self._frames.pop((command.prompt, kind), None)
            return
        if command.call not in self._streams:
            return
        stream = self._streams[command.call][0]
        if isinstance(command, Connect):
            stream.connect(command)
        elif isinstance(command, Play):
            stream.play(command)
        elif isinstance(command, Record):
            stream.record(command)
        elif isinstance(command, Press):
            stream.informed(command.key)
        elif isinstance(command, Stop):
            stream.stop()
        elif isinstance(command, Join):
            if other := self._streams.get(command.other):
                stream.join(other[0])
        elif isinstance(command, Close):
            self.events.append(self._close(command.call))

    def _open(self, call: int) -> int:
        for _ in range(len(self._ports)):
            port = self._ports.popleft()
            try:
                bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            except OSError:  # no more files may be open; the calls that stand go on
                self._ports.appendleft(port)
                return 0
            bound.setblocking(False)
            try:
                bound.bind((self._host, port))
            except OSError:
                bound.close()
                self._ports.append(port)  # somebody else's now, ours perhaps later
                continue
            stream = Stream(call, bound, self._payloads, self.events.append)
            self._streams[call] = (stream, port)
            self._order = [stream for stream, _ in self._streams.values()]
            return port
        return 0

    def _close(self, call: int) -> Tally:
        stream, port = self._streams.pop(call)
        self._ports.append(port)  # last in line: late packets of this call find nobody
        self._order = [stream for stream, _ in self._streams.values()]
        return stream.close()

    def _payloads(self, prompt: str, payload_type: int) -> list[bytes]:
        """Encode a prompt once for each codec."""
        key = (prompt, payload_type)
        if key not in self._frames:
            samples = self._prompts.get(prompt)
            self._frames[key] = [] if samples is None else CODECS[payload_type].frames(samples)
        return self._frames[key]

    def tick(self, due: float) -> None:
        """Send what was due at `due`, then read."""
        clock, lateness = time.monotonic, self._lateness
        for stream in self._order:
            if stream.send():
                late = int((clock() - due) * 2000)
                lateness[late if 0 <= late < BUCKETS else BUCKETS] += 1
                self._sent += 1
        drain = self._ticks % DRAIN == 0
        for stream in self._order:
            stream.receive(drain)
        self._ticks += 1
        if self._ticks % round(1 / TICK) == 0:
            self.events.append(self.pulse())

    def skip(self) -> None:
        """Let a tick go by that is too late to be made up for."""
        for stream in self._order:
            stream.skip()
        self._skipped += len(self._order)

    def pulse(self) -> Pulse:
        """Tell how it went since the last time."""
        busy = time.process_time()
        pulse = Pulse(
            len(self._order), self._sent, self._skipped, tuple(self._lateness), busy - self._busy
        )
        self._sent = self._skipped = 0
        self._lateness[:] = [0] * (BUCKETS + 1)
        self._busy = busy
        return pulse
