"""Mixed load on the site with PostgreSQL: readers, decisions, rosters, check-ins, checkpoints.

    python -m benchmarks.load [--minutes N] [--still N] [--readers N] [--workers N] [--pause S]

The demonstration's case is served as `drawdown serve --workers 2` serves it, the line works in a
process of its own, and somebody calls in all the time. At the end a backup is taken. Memory is
sampled every five seconds; the first fifth of the time is warming up and does not count.

After that nothing is entered any more, and pages are read on; then the site is begun anew on what
the record has become, and they are read again. A process that keeps what it need not holds more
than one begun anew.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
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
SAMPLES = 20
"""Of the site's memory while pages are read alone."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the load; 1 where anything failed, or what was acknowledged is not there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--still", type=float, default=2, help="minutes of reading alone, twice")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two sendings")
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
        load.pause, load.rare = given.pause, 30 * given.pause
        return run(given, place, load)


def run(given: argparse.Namespace, place: Place, load: Load) -> int:
    """All of it, on one database."""
    site, times, still, cookies = Site(place, given.workers), Times(), Times(), _cookies()
    memory = Memory(lambda: {
        "site": site.processes(), "line": place.processes_of("work"),
        "calls": place.processes_of("calls"), "PostgreSQL": place.processes(),
    })  # fmt: skip

    def reading(minutes: float, times: Times) -> None:
        until = time.monotonic() + minutes * 60
        asyncio.run(_read(place, cookies, until, times, given.readers))

    def reading_alone(what: str) -> None:
        """Say what the site holds in the second half of some minutes of reading."""
        watch = Memory(lambda: {"site": site.processes()}, every=given.still * 60 / SAMPLES)
        watch.start()
        reading(given.still, still)
        watch.end()
        held = statistics.fmean(size for _, size in watch.taken["site"][SAMPLES // 2 :])
        print(f"site, {what}: {held:,.0f} MiB", flush=True)

    try:
        site.begin()
        for role in ("work", "calls"):
            place.start(role)
        place.well()
        before, begun = _entries(), time.monotonic()
        memory.start()
        load.start()
        reading(given.minutes, times)
        load.end()
        memory.end()
        place.kill("calls")
        took, entries = time.monotonic() - begun, _entries() - before
        _print(times, load, place, given, took)
        _memory(memory.taken, begun + WARM * took)
        print(f"\nthe record grew by {entries:,} entries, to {before + entries:,}")
        if given.still:
            reading_alone("nothing entered")
            site.end()
            site.begin()
            place.well()
            reading_alone("begun anew")
            print(f"errors of pages meanwhile: {still.errors or 'none'}")
        found = backed_up(place, load) + wrong(load.noted, place.receipts())
        print("\n".join(found) or "what was acknowledged is there, a backup restores to the same")
        errors_seen = [line for line in (place.folder / "site.err").read_text().splitlines()
                       if '"error"' in line]  # fmt: skip
        print(f"errors that the site logged: {len(errors_seen) or 'none'}", *errors_seen[:3])
        failed = found or times.errors or still.errors or errors_seen or load.noted.refused
        return 1 if failed else 0
    finally:
        place.end()
        site.end()


@dataclass
class Site:
    """The site as `drawdown serve` serves it, in so many processes."""

    place: Place
    workers: int
    _running: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start it."""
        command = [str(Path(sys.executable).with_name("drawdown")), "serve", "--port",
                   str(self.place.port), "--workers", str(self.workers)]  # fmt: skip
        with (self.place.folder / "site.err").open("ab") as errors:
            self._running = subprocess.Popen(command, stderr=errors)

    def processes(self) -> list[int]:
        """Its processes, where it runs."""
        return below(self._running.pid) if self._running else []

    def end(self) -> None:
        """Ask it to end, and insist."""
        running, self._running = self._running, None
        if running is None:
            return
        running.send_signal(signal.SIGINT)
        try:
            running.wait(timeout=30)
        except subprocess.TimeoutExpired:
            running.kill()


def _entries() -> int:
    """How many entries the record has."""
    from drawdown.site.cases.models import Case

    return Case.objects.get(slug=SLUG).position


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


def _print(times: Times, load: Load, place: Place, given: argparse.Namespace, took: float) -> None:
    noted, whole = load.noted, times.everything()
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


def _memory(taken: dict[str, list[tuple[float, float]]], warm: float) -> None:
    print("| memory of | at first | at last | an hour | 95% interval | at each tenth, MiB |")
    print("|---|---:|---:|---:|---:|---|")
    for name, samples in taken.items():
        kept = [each for each in samples if each[0] > warm]
        if len(kept) > 5:
            line = slope(kept)
            tenths = [f"{samples[(len(samples) - 1) * n // 10][1]:.0f}" for n in range(11)]
            print(f"| {name} | {line.first:,.0f} MiB | {line.last:,.0f} MiB | "
                  f"{line.hourly:+,.1f} MiB | {line.low:+,.1f} to {line.high:+,.1f} | "
                  f"{' '.join(tenths)} |")  # fmt: skip


if __name__ == "__main__":
    threading.stack_size(2**20)
    raise SystemExit(main())
