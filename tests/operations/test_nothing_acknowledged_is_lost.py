"""What was acknowledged is there, once, though the server died, the disk was full, a clock wrong.

A backup that is taken meanwhile holds all that was acknowledged before; restored into an empty
database it has the same findings and a record that verifies; with one bit flipped it is refused.
`python -m benchmarks.faults` does the same many times, and kills workers and PostgreSQL, too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FAULTS = "site,disk,clock,backup"


@pytest.mark.requires("postgresql")
def test_whatever_breaks() -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("DRAWDOWN_", "DJANGO_"))}
    each = os.environ.get("DRAWDOWN_FAULT_ROUNDS", "1")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.faults", "--each", each, "--faults", FAULTS],
        cwd=Path(__file__).parents[2], env=env, capture_output=True, text=True, check=False,
        timeout=290 * int(each),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1500:]
    assert "held: " in done.stdout
