"""The line under test, and what it is tested with: sipp, an ear for sound, a network that loses."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tests.check_in.lines.sip.ports import free_port, media_ports

from drawdown.check_in.lines.sip.agent import Agent
from drawdown.check_in.lines.sip.call import Call
from drawdown.check_in.lines.sip.events import Answered, CallEvent, Ended, Key, Said
from drawdown.check_in.lines.sip.g711 import CODECS, FRAME, RATE, Samples
from drawdown.check_in.lines.sip.rtp import Packet, build, parse
from drawdown.check_in.lines.sip.settings import Settings

HERE = Path(__file__).parent
SCENARIOS = HERE / "scenarios"


def tone(hertz: float, seconds: float) -> Samples:
    """A prompt that can be told from others."""
    at = np.arange(int(seconds * RATE)) / RATE
    return (12_000 * np.sin(2 * np.pi * hertz * at)).astype(np.int16)


@dataclass
class Script:
    """A conversation for tests: says a prompt, notes what happens, hangs up after `keys` keys."""

    prompts: dict[str, Samples]
    keys: int | None = None
    interruptible: bool = True
    after_prompt: str = ""  # "record", "hang up"
    events: list[CallEvent] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, call: Call) -> Callable[[CallEvent], None]:
        self.calls.append(call)
        return lambda event: self.hear(call, event)

    def hear(self, call: Call, event: CallEvent) -> None:
        self.events.append(event)
        if isinstance(event, Answered):
            call.say(self.prompts, interruptible=self.interruptible)
        elif isinstance(event, Said) and not event.cut and self.after_prompt == "record":
            call.record(limit=10, silence=5)
        elif (isinstance(event, Said) and self.after_prompt == "hang up") or (
            isinstance(event, Key) and len(self.pressed) == self.keys
        ):
            asyncio.get_running_loop().create_task(call.hang_up())
        self._changed.set()

    @property
    def pressed(self) -> str:
        return "".join(event.key for event in self.events if isinstance(event, Key))

    @property
    def ended(self) -> list[Ended]:
        return [event for event in self.events if isinstance(event, Ended)]

    async def until(self, done: Callable[[Script], bool], seconds: float = 10) -> None:
        """Wait until `done` is true of this script."""
        async with asyncio.timeout(seconds):
            while not done(self):
                self._changed.clear()
                await self._changed.wait()

    async def until_ended(self, calls: int = 1, seconds: float = 10) -> None:
        await self.until(lambda script: len(script.ended) >= calls, seconds)


@contextlib.asynccontextmanager
async def line(
    script: Callable[[Call], Callable[[CallEvent], None]], **settings: object
) -> AsyncIterator[Agent]:
    """A line that answers with `script`."""
    chosen = {"port": 0, "media_ports": media_ports()} | settings
    agent = Agent(Settings(**chosen), script)  # type: ignore[arg-type]
    await agent.start()
    try:
        yield agent
    finally:
        await agent.close()


async def sipp(
    scenario: str, folder: Path, *more: str, to: int | None = None, port: int | None = None
) -> str:
    """Run a scenario of ours to its end; return what went wrong, empty where nothing did."""
    arguments = [
        "sipp", "-sf", str(SCENARIOS / f"{scenario}.xml"), "-i", "127.0.0.1",
        "-p", str(port or free_port()), "-m", "1", "-nostdin", "-timeout", "14", "-timeout_error",
        "-trace_err", "-error_file", str(folder / "sipp.log"), *more,
    ]  # fmt: skip
    if to is not None:
        arguments.append(f"127.0.0.1:{to}")
    process = await asyncio.create_subprocess_exec(
        *arguments, cwd=folder, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == 0:
        return ""
    log = folder / "sipp.log"
    told = log.read_text(errors="replace") if log.exists() else ""
    return (
        f"sipp ended with {process.returncode}\n{told}\n{output.decode(errors='replace')[-3000:]}"
    )


class Ear(asyncio.DatagramProtocol):
    """The sound of a telephone whose signalling is sipp's: hears what is said, and can speak."""

    def __init__(self, payload_type: int = 0) -> None:
        self.packets: list[tuple[float, Packet]] = []
        self.codec = CODECS[payload_type]
        self._transport: asyncio.DatagramTransport | None = None
        self._source: tuple[str, int] | None = None
        self._heard = asyncio.Event()

    async def open(self) -> int:
        """Take a port."""
        self._transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: self, local_addr=("127.0.0.1", 0)
        )
        return int(self._transport.get_extra_info("sockname")[1])

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        packet = parse(data)
        assert packet is not None
        self.packets.append((asyncio.get_running_loop().time(), packet))
        self._source = addr
        self._heard.set()

    async def speak(self, datagrams: list[bytes], pause: float = 0.02) -> None:
        """Send to where sound comes from, once some has come."""
        await asyncio.wait_for(self._heard.wait(), 10)
        assert self._transport is not None
        for data in datagrams:
            self._transport.sendto(data, self._source)
            await asyncio.sleep(pause)

    def sound(self, samples: Samples, sequence: int = 100) -> list[bytes]:
        """The datagrams of some sound."""
        return [
            build(self.codec.payload_type, sequence + n, FRAME * (sequence + n), 77, payload)
            for n, payload in enumerate(self.codec.frames(samples))
        ]

    @property
    def heard(self) -> Samples:
        """What was said, by the packets' timestamps: a gap is silence, a repeat is no sound."""
        start = self.packets[0][1].timestamp
        last = max((packet.timestamp - start) & 0xFFFFFFFF for _, packet in self.packets)
        found = np.zeros(last + FRAME, np.int16)
        for _, packet in self.packets:
            at = (packet.timestamp - start) & 0xFFFFFFFF
            found[at : at + FRAME] = self.codec.decode(packet.payload)
        return found


def without_silence(samples: Samples) -> Samples:
    """Cut off the silence before and after."""
    loud = np.flatnonzero(np.abs(samples.astype(int)) > 16)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]


def likeness(heard: Samples, said: Samples) -> float:
    """How alike two sounds are, 1 for the same, at the shift where they are most alike."""
    a, b = heard.astype(float), said.astype(float)
    size = 1 << int(np.ceil(np.log2(len(a) + len(b))))
    product = np.fft.irfft(np.fft.rfft(a, size) * np.conj(np.fft.rfft(b, size)), size)
    return float(product.max() / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-9))
