"""The memory of processes over time, and whether it grows."""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np


@dataclass
class Memory:
    """Samples of the memory of groups of processes, in MiB, taken in a thread.

    Attributes:
        groups: Gives the processes of each group, by its name; asked anew for each sample.
        every: Seconds between samples.
    """

    groups: Callable[[], dict[str, list[int]]]
    every: float = 5.0
    taken: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Take no more."""
        self._stop.set()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self.every):
            now = time.monotonic()
            for name, pids in self.groups().items():
                own, shared = (sum(each) / 2**20 for each in zip(*map(held, pids), strict=True))
                self.taken.setdefault(name, []).append((now, own))
                if shared > 1:
                    self.taken.setdefault(f"{name}, shared", []).append((now, shared))


@dataclass(frozen=True)
class Slope:
    """A straight line through samples, by least squares.

    Attributes:
        hourly: MiB an hour.
        low: The lower end of its 95% confidence interval.
        high: The upper end.
        first: The line's value at its beginning, in MiB.
        last: And at its end.
    """

    hourly: float
    low: float
    high: float
    first: float
    last: float


def slope(samples: list[tuple[float, float]]) -> Slope:
    """The line through samples of (seconds, MiB); neighbours that resemble each other count less.

    Memory goes up in steps, so that one sample says little that the one before did not: the
    interval is widened as for a series with the lag-1 autocorrelation of the residuals
    (Santer et al. 2000, J. Geophys. Res. 105, equation 6).
    """
    at = np.array([s for s, _ in samples]) / 3600
    held_ = np.array([m for _, m in samples])
    middle = at - at.mean()
    spread = float((middle**2).sum())
    rise = float((middle * held_).sum()) / spread
    rest = held_ - held_.mean() - rise * middle
    power = float((rest**2).sum())
    alike = float((rest[1:] * rest[:-1]).sum()) / power if power else 0.0
    alike = min(max(alike, 0.0), 0.99)
    count = max(3.0, len(samples) * (1 - alike) / (1 + alike))
    half = 1.96 * math.sqrt(power / (count - 2) / spread)
    start, end = held_.mean() + rise * middle[0], held_.mean() + rise * middle[-1]
    return Slope(rise, rise - half, rise + half, float(start), float(end))


def held(pid: int) -> tuple[int, int]:
    """The bytes that a process holds, and those of shared memory: its part of each (PSS).

    Shared memory is set aside at the start (PostgreSQL's `shared_buffers`) and counts from when it
    is first used, so that it fills up to a size that is known.
    """
    found = {"Pss:": 0, "Pss_Shmem:": 0}
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            name, value, *_ = line.split()
            if name in found:
                found[name] = int(value) * 1024
    return found["Pss:"] - found["Pss_Shmem:"], found["Pss_Shmem:"]


def below(parent: int) -> list[int]:
    """A process, and all those below it."""
    found, parents = [parent], {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    for pid in found:
        found += [child for child, of in parents.items() if of == pid and child not in found]
    return found
