"""Kamailio and baresip, each with a folder and ports of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import wave
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import numpy as np
from tests.check_in.lines.sip.peers import tone
from tests.check_in.lines.sip.ports import free_port, media_ports

from drawdown.check_in.lines.sip.g711 import RATE, Samples


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 3)
        except TimeoutError:
            process.kill()
            await process.wait()


@contextlib.asynccontextmanager
async def kamailio(
    program: Path, configuration: str, folder: Path, port: int
) -> AsyncIterator[Path]:
    """Run Kamailio in the foreground until it answers; yield its log."""
    file, log = folder / "kamailio.cfg", folder / "kamailio.log"
    file.write_text(configuration)
    with log.open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            str(program), "-f", str(file), "-DD", "-E", "-m", "32", "-M", "4", "-Y", str(folder),
            "-w", str(folder), "-P", str(folder / "pid"),
            cwd=folder, stdin=asyncio.subprocess.DEVNULL, stdout=written, stderr=written,
        )  # fmt: skip
    try:
        await _answers(port, process, log)
        yield log
    finally:
        await _end(process)


async def _answers(port: int, process: asyncio.subprocess.Process, log: Path) -> None:
    """Wait until something on the port answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.bind(("127.0.0.1", 0))
        asking.setblocking(False)
        ping = (
            f"OPTIONS sip:127.0.0.1:{port} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP 127.0.0.1:{asking.getsockname()[1]};branch=z9hG4bKping\r\n"
            "From: <sip:a@b>;tag=1\r\nTo: <sip:b@b>\r\nCall-ID: ping\r\nCSeq: 1 OPTIONS\r\n"
            "Max-Forwards: 7\r\nContent-Length: 0\r\n\r\n"
        )
        for _ in range(100):
            assert process.returncode is None, log.read_text(errors="replace")
            with contextlib.suppress(OSError):
                asking.sendto(ping.encode(), ("127.0.0.1", port))
            await asyncio.sleep(0.1)
            with contextlib.suppress(OSError):
                if asking.recv(4096):
                    return
    raise AssertionError(log.read_text(errors="replace"))


class Baresip:
    """A telephone on the desk: dials, presses keys, and writes down what it hears."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self.port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self.events: list[dict[str, object]] = []
        self._came = asyncio.Event()

    async def connect(self, port: int, process: asyncio.subprocess.Process, log: Path) -> None:
        """Wait until it takes commands; what it wrote is in the error if it never does."""
        for _ in range(600):
            assert process.returncode is None, log.read_text(errors="replace")
            with contextlib.suppress(OSError):
                self._reader, self._writer = await asyncio.open_connection("127.0.0.1", port)
                return
            await asyncio.sleep(0.05)
        raise AssertionError(log.read_text(errors="replace"))

    async def listen(self) -> None:
        """Note events, which come as netstrings of JSON, until the telephone is gone."""
        assert self._reader is not None
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                length = int((await self._reader.readuntil(b":"))[:-1])
                self.events.append(json.loads((await self._reader.readexactly(length + 1))[:-1]))
                self._came.set()

    async def command(self, command: str, params: str = "") -> None:
        assert self._writer is not None
        data = json.dumps({"command": command, "params": params})
        self._writer.write(f"{len(data)}:{data},".encode())
        await self._writer.drain()

    async def until(self, kind: str, seconds: float = 30) -> None:
        """Wait for an event of this type."""
        async with asyncio.timeout(seconds):
            while not any(each.get("type") == kind for each in self.events):
                self._came.clear()
                await self._came.wait()

    async def press(self, keys: str) -> None:
        """Press keys, about four a second."""
        for key in keys:
            await self.command("sndcode", key)
            await asyncio.sleep(0.25)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()

    @property
    def heard(self) -> Samples:
        """What came out of the earpiece in its only call."""
        (path,) = self._folder.glob("dump-*-dec.wav")
        return self.sound(path)

    @staticmethod
    def sound(path: Path) -> Samples:
        """What one of its files holds."""
        with contextlib.closing(_open(path)) as file:
            assert file.getframerate() == RATE
            return np.frombuffer(file.readframes(file.getnframes()), np.int16)


def _open(path: Path) -> wave.Wave_read:
    return wave.open(str(path), "rb")


@contextlib.contextmanager
def _speech(path: Path, seconds: float) -> Iterator[None]:
    # baresip hangs up where its sound file ends, so this one is longer than any test.
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(tone(300, seconds).tobytes())
    yield


@contextlib.asynccontextmanager
async def baresip(
    program: Path, folder: Path, account: str, codec: str = "PCMU", seconds: float = 20
) -> AsyncIterator[Baresip]:
    """Run a telephone; `{port}` in `account` is its own port. It hums for so many seconds."""
    port, control, (sound, end) = free_port(), free_port(), media_ports()
    settings = {
        "net_interface": "127.0.0.1",
        "sip_listen": f"127.0.0.1:{port}",
        "audio_source": f"aufile,{folder / 'speech.wav'}",
        "audio_player": "aubridge,earpiece",
        "audio_alert": "aubridge,bell",
        "ausrc_srate": "8000",
        "auplay_srate": "8000",
        "ausrc_channels": "1",
        "auplay_channels": "1",
        "rtp_ports": f"{sound}-{end}",
        "module_path": "/usr/lib/baresip/modules",
        "ctrl_tcp_listen": f"127.0.0.1:{control}",
        "snd_path": str(folder),
    }
    lines = [f"{name} {value}" for name, value in settings.items()]
    lines += [f"module {name}.so" for name in ("g711", "aufile", "aubridge", "sndfile")]
    lines += ["module_tmp account.so", "module_app menu.so", "module_app ctrl_tcp.so"]
    (folder / "config").write_text("\n".join(lines) + "\n")
    more = f";audio_codecs={codec};answermode=auto"
    (folder / "accounts").write_text(account.format(port=port) + more + "\n")
    (folder / "contacts").write_text("\n")
    telephone = Baresip(folder, port)
    with _speech(folder / "speech.wav", seconds), (folder / "baresip.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            str(program), "-f", str(folder), "-v",
            stdin=asyncio.subprocess.PIPE, stdout=log, stderr=log,
        )  # fmt: skip
    listening: asyncio.Task[None] | None = None
    try:
        await telephone.connect(control, process, folder / "baresip.log")
        listening = asyncio.create_task(telephone.listen())
        yield telephone
    finally:
        telephone.close()
        await _end(process)
        if listening is not None:
            await listening
