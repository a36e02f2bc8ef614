"""Mixed load on the site with PostgreSQL: readers, decisions, rosters, check-ins, checkpoints.

    python -m benchmarks.load [--minutes N] [--readers N] [--workers N]

The demonstration's case is served as `drawdown serve --workers 2` serves it, the line works in a
process of its own, and somebody calls in all the time. At the end a backup is taken. Memory is
sampled every five seconds; the first fifth of the time is warming up and does not count.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from tests.postgresql import server

from benchmarks.faults.__main__ import free_port, prepared
from benchmarks.faults.breaking import Place
from benchmarks.faults.copying import backed_up
from benchmarks.faults.holding import wrong
from benchmarks.faults.load import SLUG, Load
from benchmarks.load.memory import Memory, below, slope
from benchmarks.site.client import Times, read

PAGES = ("", "today", "facilities/", "facilities/krome", "people/", "review/", "supplies/",
         "transfers/", "rosters/", "record/", "plan", "line/", "workers")  # fmt: skip
"""Pages that readers open."""
WARM = 0.2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the load; 1 where anything failed, or what was acknowledged is not there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="drawdown-load-") as folder,
        server(durable=True) as address,
    ):
        os.environ |= {
            "DRAWDOWN_DATABASE": address, "DRAWDOWN_HOME": folder, "DRAWDOWN_DEMO": "1",
            "DRAWDOWN_LINE_WORK": "0", "DJANGO_SETTINGS_MODULE": "drawdown.site.settings",
        }  # fmt: skip
        place = Place(Path(folder), free_port(), address, random.Random(1))  # noqa: S311
        place.clock.write_text("0")
        load = prepared(place)
        load.pause, load.rare = 1.0, 30.0
        return run(given, place, load)


def run(given: argparse.Namespace, place: Place, load: Load) -> int:
    """All of it, on one database."""
    command = [str(Path(sys.executable).with_name("drawdown")), "serve", "--port", str(place.port),
               "--workers", str(given.workers)]  # fmt: skip
    with (place.folder / "site.err").open("wb") as errors:
        site = subprocess.Popen(command, stderr=errors)
    try:
        for role in ("work", "calls"):
            place.start(role)
        place.well()
        first = int((Path(place.address.rpartition("host=")[2]) / "data/postmaster.pid")
                    .read_text().split()[0])  # fmt: skip
        memory = Memory(lambda: {
            "site": below(site.pid), "line": place.processes_of("work"),
            "calls": place.processes_of("calls"), "PostgreSQL": below(first),
        })  # fmt: skip
        memory.start()
        load.start()
        times, until = Times(), time.monotonic() + given.minutes * 60
        begun = time.monotonic()
        asyncio.run(_read(place, _cookies(), until, times, given.readers))
        load.end()
        memory.end()
        _print(times, load, place, memory, begun, given)
        found = backed_up(place, load) + wrong(load.noted, place.receipts())
        print("\n".join(found) or "what was acknowledged is there, a backup restores to the same")
        errors_seen = [line for line in (place.folder / "site.err").read_text().splitlines()
                       if '"error"' in line]  # fmt: skip
        print(f"errors that the site logged: {len(errors_seen) or 'none'}", *errors_seen[:3])
        return 1 if found or times.errors or errors_seen or load.noted.refused else 0
    finally:
        place.end()
        site.send_signal(signal.SIGINT)
        try:
            site.wait(timeout=30)
        except subprocess.TimeoutExpired:
            site.kill()


def _cookies() -> list[str]:
    """A session for each of some members."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from drawdown.site.accounts.models import User

    found = []
    for name in ("agency", "second"):
        user = User.objects.get(email=f"{name}@demo.example")
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        found.append(str(session.session_key))
    return found


async def _read(place: Place, cookies: list[str], until: float, times: Times, readers: int) -> None:
    def page(chance: random.Random) -> tuple[str, str]:
        name = chance.choice(PAGES)
        return name or "the order", f"/{SLUG}/{name}"

    await asyncio.gather(*(
        read("127.0.0.1", place.port, cookies[n % len(cookies)], page, until, times,
             rest=2.0, seed=n)
        for n in range(readers)
    ))  # fmt: skip


def _print(times: Times, load: Load, place: Place, memory: Memory, begun: float,
           given: argparse.Namespace) -> None:  # fmt: skip
    noted, took = load.noted, time.monotonic() - begun
    whole = times.everything()
    print(f"{took / 60:.0f} minutes, {given.readers} readers resting 2 s, {given.workers} "
          f"processes: {len(whole.taken['all']):,} pages; "
          f"{sum(noted.pairs.values()):,} of {len(noted.pairs):,} pairs of entries, "
          f"{sum(noted.rosters.values())} of {len(noted.rosters)} rosters accepted, "
          f"{len(place.receipts()):,} check-ins, {len(noted.checkpoints)} checkpoints\n"
    )  # fmt: skip
    print("| page | median | 95% | 99% | most |\n|---|---:|---:|---:|---:|")
    for name, some in [*((each, times) for each in sorted(times.taken)), ("all", whole)]:
        cells = [f"{1000 * some.quantile(name, share):,.0f} ms" for share in (0.5, 0.95, 0.99, 1)]
        print(f"| {name} | {' | '.join(cells)} |")
    print(f"\nerrors of pages: {times.errors or 'none'}; refused: {noted.refused or 'nothing'}\n")
    print("| memory of | at first | at last | an hour | 95% interval | at each tenth, MiB |")
    print("|---|---:|---:|---:|---:|---|")
    for name, samples in memory.taken.items():
        kept = [each for each in samples if each[0] - begun > WARM * took]
        if len(kept) > 5:
            line = slope(kept)
            tenths = [f"{samples[(len(samples) - 1) * n // 10][1]:.0f}" for n in range(11)]
            print(f"| {name} | {line.first:,.0f} MiB | {line.last:,.0f} MiB | "
                  f"{line.hourly:+,.1f} MiB | {line.low:+,.1f} to {line.high:+,.1f} | "
                  f"{' '.join(tenths)} |")  # fmt: skip
    print(flush=True)


if __name__ == "__main__":
    threading.stack_size(2**20)
    raise SystemExit(main())
