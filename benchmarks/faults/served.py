"""A process of the site by a clock that another one sets.

    python -m benchmarks.faults.served site PORT CLOCK
    python -m benchmarks.faults.served work 0 CLOCK
    python -m benchmarks.faults.served calls WHICH CLOCK

The clock is the machine's and so many seconds as the file CLOCK says. `work` is the line's worker
and sender; `calls` is somebody who calls in again and again, and prints the id of each call with
its receipt once the line has said it.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone


def by(clock: Path) -> Callable[[], datetime]:
    """What time it is, as the file has it."""
    real = timezone.now

    def now() -> datetime:
        try:
            return real() + timedelta(seconds=float(clock.read_text() or 0))
        except (OSError, ValueError):
            return real()

    return now


def main() -> None:
    role, which, clock = sys.argv[1:4]
    os.environ["DJANGO_SETTINGS_MODULE"] = "drawdown.site.settings"
    timezone.now = by(Path(clock))
    from drawdown.site.starting import look_in, serve

    look_in()
    from drawdown.site import warming

    warming.warm_in_background = lambda: None  # it would take most of the time of each round
    if role == "site":
        serve("127.0.0.1", int(which))
    elif role == "work":
        from drawdown.site.line.working import start

        start()
        threading.Event().wait()
    else:
        calls(int(which))


def calls(which: int) -> None:
    """Call in, say who it is, check in; again and again, whatever fails."""
    import secrets

    from django.db import connection

    from drawdown.demo.line import CALLERS
    from drawdown.site.cases.models import Case
    from drawdown.site.line.pages.playing import Telephone

    caller = CALLERS[which % len(CALLERS)]
    while True:
        try:
            phone = Telephone(Case.objects.get())
            name = phone.call(secrets.token_hex(12))
            for keys in ("2", "1", f"{caller.number}#", f"{caller.pin}#", "1"):
                phone.press(name, phone.shown(name).turn, keys)
            for prompt in phone.shown(name).said:
                if prompt.key == "receipt":
                    print(name, dict(prompt.values)["receipt"].digits, flush=True)
        except Exception as error:
            connection.close()
            print("-", type(error).__name__, file=sys.stderr, flush=True)
        time.sleep(0.3)


if __name__ == "__main__":
    main()
