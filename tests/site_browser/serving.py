"""`drawdown demo` in a process of its own, which may be killed and started again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

WAIT = 90


@dataclass
class Serving:
    """The demonstration being served.

    Attributes:
        folder: Its folder, with the site in `.site`.
        port: Where it listens.
        process: The process, while it runs.
        settings: Settings of its own, as environment variables.
    """

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None)
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where it is reached."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        drawdown = Path(sys.executable).with_name("drawdown")
        env = {k: v for k, v in os.environ.items() if not k.startswith(("DRAWDOWN_", "DJANGO_"))}
        with (self.folder.parent / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [drawdown, "demo", "--folder", self.folder, "--port", str(self.port)],
                env=env | self.settings, stdout=subprocess.DEVNULL, stderr=log,
            )  # fmt: skip
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            with contextlib.suppress(OSError, urllib.error.URLError):
                urllib.request.urlopen(f"{self.address}/health", timeout=5).close()
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError((self.folder.parent / "log").read_text()[-3000:])

    def kill(self) -> None:
        """End it without warning, as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def stop(self) -> None:
        """End it as an operator would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None


@contextlib.contextmanager
def serving(folder: Path, settings: dict[str, str] | None = None) -> Iterator[Serving]:
    """The demonstration, served while the block runs."""
    site = Serving(folder / "case", _port(), settings=settings or {})
    site.start()
    try:
        yield site
    finally:
        site.stop()


def _port() -> int:
    import socket

    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
