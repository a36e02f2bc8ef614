"""One worker or sender, in a process of its own that may be killed."""

from __future__ import annotations

import os
import sys
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

GIVEN = [*sys.argv[1:], "", "", "", ""][:4]
ROLE, CLOCK, LEDGER, IDLE = GIVEN[0], Path(GIVEN[1]), Path(GIVEN[2]), float(GIVEN[3] or 0.02)


@dataclass(frozen=True)
class Ledger:
    """A carrier that writes down each text the moment it is sent, in a file that outlives it."""

    file: int
    name: str = "ledger"
    portion: int = 2_000

    def text(self, to: object, words: str, key: str) -> object:
        from drawdown.site.line.carriers import Taken

        os.write(self.file, f"{key}\n".encode())
        return Taken("sent")

    def call(self, to: object, key: str) -> object:
        from drawdown.site.line.carriers import Taken

        os.write(self.file, f"{key}\n".encode())
        return Taken("no_answer", "person", "it rang")


def main() -> None:
    """Work until killed."""
    import django

    from drawdown.cli.memory import collect_seldom

    collect_seldom()
    django.setup()
    from drawdown.site.line import working
    from drawdown.site.line.settings import LineSettings
    from drawdown.site.line.working import Sender, Worker, run

    working.IDLE = IDLE
    working.WATCHED = 1.0  # a day goes by in half a minute

    def now(case: object) -> datetime:
        return datetime.fromisoformat(CLOCK.read_text())

    each: Worker | Sender
    if ROLE == "worker":
        each = Worker(now=now)
    else:
        file = os.open(LEDGER, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        carrier = Ledger(file)
        settings = LineSettings("305-555-0100", "console", "console", 0, works=True)
        each = Sender({"text": carrier, "call": carrier}, now=now, settings=settings)  # type: ignore[dict-item]
    with CLOCK.with_name("starts.txt").open("a") as starts:
        starts.write(f"{os.getpid()} {time.process_time()}\n")
    run(each, threading.Event())


if __name__ == "__main__":
    main()
