"""The command line, timed."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

DRAWDOWN = Path(sys.executable).with_name("drawdown")


@dataclass(frozen=True)
class Ran:
    """What a command took, by the clock and of processors, in seconds; and what it said."""

    seconds: float
    processor: float
    said: str


def run(*arguments: str | Path) -> Ran:
    """Run `drawdown` with some arguments."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([DRAWDOWN, *arguments], check=True, capture_output=True, text=True)
    took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ran(took, used, done.stderr)
