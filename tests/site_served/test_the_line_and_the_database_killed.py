"""Workers, senders and the database killed again and again, and all of it down for an hour.

Afterwards nobody was written to twice, no check-in that was acknowledged is missing, every step
that the calendar asks for is there, and the hour is an outage that excused whom it touched and
told them so. What was sent was written down outside the database in the moment it was sent.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.requires("postgresql")
def test_nothing_twice_nothing_lost_and_the_excuses_are_right() -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("DRAWDOWN_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.schedule", "--people", "24", "--days", "7",
         "--workers", "1", "--senders", "1", "--kill", "5", "--crashes", "0.3", "--down", "6",
         "--peer", "0"],
        cwd=Path(__file__).parents[2], env=env, capture_output=True, text=True, timeout=290,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
