"""The processes of the line, some of which are killed now and then, and the clock they go by."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from tests.postgresql import crash, start_again

T = TypeVar("T")
EARLIER = "UPDATE line_beat SET at = at - %s, since = since - %s"
MANY = 5_000
"""People from which on nobody asks for more work every fiftieth of a second."""


@dataclass
class Crew:
    """The processes.

    Attributes:
        clock: The file with the time.
        folder: Where each sender's file is.
        every: Seconds between two kills; 0: none.
        address: The database, which crashes once in so many kills.
        run: How often the benchmark was begun on this database: part of the files' names.
        idle: Seconds after which a worker with nothing to do looks again; a sender four times that.
    """

    clock: Path
    folder: Path
    every: float
    address: str = ""
    crashes: float = 0
    run: int = 0
    idle: float = 0.02
    chance: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311
    running: dict[int, tuple[str, subprocess.Popen[bytes]]] = field(default_factory=dict)
    killed: int = 0
    crashed: int = 0
    _next: float = field(default_factory=time.monotonic)

    def start(self, role: str, number: int) -> None:
        """Start one."""
        ledger = self.folder / f"sent-{self.run}-{number}-{self.killed}.txt"
        rests = self.idle * (4 if role == "sender" else 1)  # most hours have nothing to be sent
        command = [sys.executable, "-m", "benchmarks.schedule.work", role, self.clock, ledger,
                   str(rests)]  # fmt: skip
        self.running[number] = (role, subprocess.Popen(command))

    def tend(self, *, kills: bool = True) -> None:
        """Kill one where it is time; start anew whoever is gone."""
        if kills and self.every and time.monotonic() >= self._next:
            self._next = time.monotonic() + self.chance.uniform(0.5, 1.5) * self.every
            if self.chance.random() < self.crashes:
                crash(self.address)
                time.sleep(self.chance.uniform(0, 1))
                start_again(self.address)
                self.crashed += 1
            else:
                at_work = {pid for pid, _ in self.starts()}
                _, process = self.running[self.chance.choice(sorted(self.running))]
                if process.pid in at_work:  # on a slow machine some would never come to work
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    self.killed += 1
        for number, (role, process) in list(self.running.items()):
            if process.poll() is not None:
                self.start(role, number)

    def end(self) -> None:
        """Kill them all."""
        for _, process in self.running.values():
            process.kill()
            process.wait()

    def sleep(self, now: datetime, long: timedelta) -> None:
        """Everything is down for a while, the database too; only the clock goes on."""
        from django.db import connection

        self.end()
        crash(self.address)
        start_again(self.address)

        def earlier() -> None:
            with connection.cursor() as cursor:
                cursor.execute(EARLIER, [long, long])

        again(earlier)
        tell(self.clock, now + long)

    def starts(self) -> list[tuple[int, float]]:
        """The processes that came to work, of every run, and the processor seconds until then."""
        file = self.clock.with_name("starts.txt")
        lines = file.read_text().splitlines() if file.exists() else []
        found = [line.split() for line in lines]
        return [(int(each[0]), float(each[1])) for each in found if len(each) == 2]

    def cpu(self) -> float:
        """Processor seconds of every process so far, once they have ended."""
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime


def again(ask: Callable[[], T]) -> T:
    """What a question to the database gives, asked again while it is away."""
    from django.db import Error, connection

    until = time.monotonic() + 60
    while True:
        try:
            return ask()
        except Error:
            if time.monotonic() > until:
                raise
            connection.close()
            time.sleep(0.1)


def tell(clock: Path, now: datetime) -> None:
    """Set the clock; nobody reads half of it."""
    fresh = clock.with_suffix(".new")
    fresh.write_text(now.isoformat())
    fresh.replace(clock)


def used_by_database(address: str) -> float:
    """Processor seconds of the database's processes, those that ended included."""
    file = Path(address.rpartition("host=")[2]) / "data" / "postmaster.pid"
    server_ = file.read_text().split()[0]
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            rest = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if stat.parent.name == server_:
            ticks += sum(map(int, rest[11:15]))
        elif rest[1] == server_:
            ticks += sum(map(int, rest[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")
