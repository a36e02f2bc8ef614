"""What breaks, and how it is put right."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgresql import crash, start_again

FULL = 2**20
"""Bytes that no file may exceed while the disk is full."""
HOUR = 3600


@dataclass
class Place:
    """The site's processes and its database.

    Attributes:
        folder: Where files are.
        port: Of the site.
        address: The database.
        chance: Draws moments and victims.
        small: Where the site and its database have their files, where that is a small disk of its
            own, which is really filled; none: their files cannot grow instead.
    """

    folder: Path
    port: int
    address: str
    chance: random.Random
    small: Path | None = None
    calls: dict[str, str] = field(default_factory=dict)
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _said: int = 0

    @property
    def clock(self) -> Path:
        """The file that says how far the clock is set."""
        return self.folder / "clock"

    def start(self, role: str) -> None:
        """Start a process: `site`, `work` or `calls`."""
        which = str(self.port if role == "site" else 0)
        self._said += 1
        with (
            (self.folder / f"{role}.err").open("ab") as errors,
            (self.folder / f"said-{self._said}").open("wb") as said,
        ):
            self._running[role] = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.faults.served", role, which, self.clock],
                stdout=said if role == "calls" else subprocess.DEVNULL, stderr=errors,
            )  # fmt: skip

    def kill(self, role: str) -> None:
        """End a process without warning, as a power cut would."""
        process = self._running.pop(role)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        """End all of them."""
        for role in list(self._running):
            self.kill(role)

    def well(self) -> None:
        """Wait until the site answers and its database does.

        Raises:
            AssertionError: They do not.
        """
        until = time.monotonic() + 90
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=10).close()
                return
            for role, process in list(self._running.items()):
                if process.poll() is not None:
                    self.start(role)
            time.sleep(0.1)
        raise AssertionError((self.folder / "site.err").read_text()[-3000:])

    def receipts(self) -> dict[str, str]:
        """What the line has said so far: the receipt of each call."""
        for file in self.folder.glob("said-*"):
            whole = file.read_text().rpartition("\n")[0]
            self.calls |= {line.split()[0]: line.split()[1] for line in whole.splitlines()}
        return self.calls

    def processes_of(self, role: str) -> list[int]:
        """The process of a role, where it runs."""
        return [self._running[role].pid] if role in self._running else []

    def processes(self) -> list[int]:
        """Those that write to the disk: the database's, or where it is embedded all of them."""
        if self.address.startswith("sqlite"):
            return [process.pid for process in self._running.values()]
        first = int(_data(self.address).joinpath("postmaster.pid").read_text().split()[0])
        return [first, *_children(first)]


def killed_site(place: Place) -> None:
    """The server, with the worker of rosters in it."""
    place.kill("site")
    time.sleep(place.chance.uniform(0, 0.3))
    place.start("site")


def killed_worker(place: Place) -> None:
    """A worker of the line, or the process that answers calls."""
    role = place.chance.choice(("work", "calls"))
    place.kill(role)
    place.start(role)


def killed_database(place: Place) -> None:
    """PostgreSQL: all of it as by a power cut, or one of its processes, which ends all others."""
    if place.chance.random() < 0.5:
        crash(place.address)
        time.sleep(place.chance.uniform(0, 0.5))
        start_again(place.address)
        return
    _first, *others = place.processes()
    with contextlib.suppress(ProcessLookupError):
        os.kill(place.chance.choice(others), signal.SIGKILL)


def full_disk(place: Place) -> None:
    """The disk is full, or no file can grow beyond a size; then there is room again."""
    with _filled(place.small) if place.small is not None else _limited(place):
        time.sleep(place.chance.uniform(0.3, 1))
    if not place.address.startswith("sqlite"):
        try:
            first = place.processes()[0]
            os.kill(first, 0)
        except (OSError, ValueError):
            start_again(place.address)  # it gives up where it cannot even recover


@contextlib.contextmanager
def _filled(disk: Path) -> Iterator[None]:
    """A disk filled to its last block (ENOSPC) while the block runs."""
    filler = disk / "filler"
    try:
        for block in (bytes(2**20), bytes(2**12)):
            with contextlib.suppress(OSError), filler.open("ab", buffering=0) as file:
                while file.write(block) == len(block):
                    pass
        yield
    finally:
        filler.unlink(missing_ok=True)


def clock_back(place: Place) -> None:
    """The clock is set back by an hour, and is put right later."""
    place.clock.write_text(f"-{HOUR}")
    time.sleep(place.chance.uniform(0.5, 1))
    place.clock.write_text("0")


def well(place: Place) -> None:
    """Nothing breaks."""


FAULTS = {
    "site": killed_site, "worker": killed_worker, "database": killed_database, "disk": full_disk,
    "clock": clock_back,
}  # fmt: skip


@contextlib.contextmanager
def _limited(place: Place) -> Iterator[None]:
    """No file of the database's can grow beyond a size (EFBIG) while the block runs."""
    _limit(place, FULL)
    try:
        yield
    finally:
        _limit(place, resource.RLIM_INFINITY)


def _limit(place: Place, most: int) -> None:
    with contextlib.suppress(OSError, ValueError):
        for pid in place.processes():
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def _data(address: str) -> Path:
    return Path(address.rpartition("host=")[2]) / "data"


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if stat.read_text().rpartition(")")[2].split()[1] == str(parent):
                found.append(int(stat.parent.name))
    return found
