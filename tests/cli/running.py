"""Running the command in this process and as a program of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from drawdown.cli import main


@dataclass(frozen=True)
class Ran:
    """What a run came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)


def run(*arguments: str | Path) -> Ran:
    """Run the command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.object(sys, "argv", ["drawdown", *map(str, arguments)]),
        redirect_stdout(out), redirect_stderr(err),
    ):  # fmt: skip
        try:
            main()
        except SystemExit as done:
            status = done.code if isinstance(done.code, int) else 1
        else:
            status = 0
    return Ran(status, out.getvalue(), err.getvalue())


def run_program(*arguments: str | Path | bytes, **environment: str) -> Ran:
    """Run it as a program, as a shell does."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "drawdown", *arguments],
        capture_output=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def is_one_line(ran: Ran) -> bool:
    """Whether bad input was refused as it should be: one line, exit 2, nothing printed."""
    line = ran.err.rstrip("\n")
    return (ran.status, ran.out) == (2, "") and line.startswith("drawdown: ") and "\n" not in line
