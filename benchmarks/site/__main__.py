"""Time every page for 100,000 people and three years of daily rosters, on SQLite and PostgreSQL.

    python -m benchmarks.site [--people N] [--days N] [--seconds N] [--database sqlite|postgresql]
                              [--keep FOLDER]

The site is served as `drawdown serve --workers 2` serves it, in processes of its own; the client
runs beside it on the same two processors, and so does PostgreSQL. A minute and a half after the
start one reader asks for each page in turn; then fifty readers and five writers at once, resting a
second between pages (people rest much longer), and at last without any rest. Those fifty arrive
within the same ten seconds, which do not count.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.site.client import Times, read, write
from benchmarks.site.made_up import FACILITIES, number, write_case

HOST, PORT = "127.0.0.1", 8765
READERS, WRITERS = 50, 5
ARRIVING = 10
"""Seconds before answers count: who comes at once finds everything kept outdated at once."""
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "drawdown.site.settings", "DRAWDOWN_DEMO": "1",
    "DRAWDOWN_LINE_WORK": "0",  # as on a site without a line, or whose line works elsewhere
}  # fmt: skip
PAGES = (
    ("the order", "/made-up/"),
    ("the order, another day", "/made-up/?on={day}"),
    ("a finding", "/made-up/findings/{clause}/{facility}"),
    ("today", "/made-up/today"),
    ("facilities", "/made-up/facilities/"),
    ("a facility", "/made-up/facilities/{facility}"),
    ("rosters", "/made-up/rosters/"),
    ("people", "/made-up/people/?facility={facility}&left=held"),
    ("a person", "/made-up/people/{person}"),
    ("review", "/made-up/review/"),
    ("to decide", "/made-up/review/reviews/{held}"),
    ("supplies", "/made-up/supplies/"),
    ("log supplies", "/made-up/supplies/log"),
    ("transfers", "/made-up/transfers/?facility={facility}"),
    ("the record", "/made-up/record/"),
    ("an entry", "/made-up/record/{entry}"),
)
"""Every kind of page, with what varies in its address."""


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark and print a table for each database."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=1_095)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--warm", type=float, default=90, help="seconds before anything is timed")
    parser.add_argument("--keep", type=Path, metavar="FOLDER",
                        help="what was made stays here, and is measured again")  # fmt: skip
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    chosen = parser.parse_args(arguments or [])
    with contextlib.ExitStack() as stack:
        folder = chosen.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        for database in chosen.database or ["sqlite", "postgresql"]:
            with _database(database, folder) as address:
                _measure(database, address, folder, chosen)


@contextlib.contextmanager
def _database(name: str, folder: Path) -> Iterator[str]:
    if name == "sqlite":
        yield f"sqlite:///{folder / 'site.sqlite3'}"
        return
    from tests.postgresql import server

    with server(folder=folder / "postgresql") as address:
        yield address


def _measure(name: str, database: str, folder: Path, chosen: argparse.Namespace) -> None:
    os.environ.update(SETTINGS, DRAWDOWN_DATABASE=database, DRAWDOWN_HOME=str(folder / name))
    made = folder / f"{name}.txt"
    if not made.exists():
        made.write_text(_prepared(name, folder / "case", chosen))
    cookies, token, last = made.read_text().split()[-3:]
    with _serving():
        time.sleep(chosen.warm)  # a server reads its cases and the last month's findings first
        kinds = _kinds(chosen, int(last))
        alone = asyncio.run(_alone(kinds, cookies.split(",")[0]))
        rested = asyncio.run(_together(kinds, cookies.split(","), token, chosen.seconds, 1.0))
        pressed = asyncio.run(_together(kinds, cookies.split(","), token, chosen.seconds / 2, 0.0))
    _print(alone, rested, pressed, chosen.seconds)


def _prepared(name: str, case: Path, chosen: argparse.Namespace) -> str:
    """Take the case in: the readers' cookies, the writers' token and the last entry."""
    if not case.exists():
        entries = write_case(case, chosen.people, chosen.days)
        print(f"{chosen.people:,} people, {chosen.days:,} daily rosters, {entries:,} entries\n")
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.site.prepare", str(case), str(chosen.days)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    print(f"== {name}: taken in within {time.monotonic() - begun:.0f} s", flush=True)
    return done.stdout


@contextlib.contextmanager
def _serving() -> Iterator[None]:
    command = [str(Path(sys.executable).with_name("drawdown")), "serve", "--port", str(PORT)]
    process = subprocess.Popen([*command, "--workers", "2"], stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 180
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://{HOST}:{PORT}/health", timeout=5).close()
                break
            time.sleep(0.2)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def _kinds(chosen: argparse.Namespace, last: int):  # type: ignore[no-untyped-def]
    """What varies in addresses: drawn anew for each, but of the same kind."""
    from datetime import timedelta

    from benchmarks.site.made_up import FIRST, make

    made = make(chosen.people, chosen.days)
    held = [int(p) for p in (made.left > chosen.days - 2).nonzero()[0]]

    def fill(path: str, chance: random.Random) -> str:
        return path.format(
            day=FIRST + timedelta(days=chosen.days - 1 - chance.randrange(30)),
            clause=chance.choice(["masks", "soap", "population", "reviews", "transfers"]),
            facility=chance.choice(FACILITIES), person=number(chance.randrange(chosen.people)),
            held=number(chance.choice(held)), entry=chance.randrange(1, last),
        )  # fmt: skip

    return fill


async def _alone(fill, cookie: str) -> Times:  # type: ignore[no-untyped-def]
    """One reader, each page 44 times in turn, of which the first four do not count."""
    from benchmarks.site.client import Connection

    connection, chance, times = (
        Connection(HOST, PORT, f"Cookie: sessionid={cookie}\r\n"), random.Random(1), Times(),  # noqa: S311
    )  # fmt: skip
    for name, path in PAGES:
        for turn in range(44):
            address = fill(path, chance)
            if turn < 4:
                await connection.ask(address)
                continue
            begun = time.perf_counter()
            status = await connection.ask(address)
            times.add(name, time.perf_counter() - begun, status)
    return times


async def _together(  # type: ignore[no-untyped-def]
    fill, cookies: list[str], token: str, seconds: float, rest: float
) -> Times:  # fmt: skip
    """Fifty readers and five writers at once."""

    def page(chance: random.Random) -> tuple[str, str]:
        name, path = chance.choice(PAGES)
        return name, fill(path, chance)

    def rows(writer: int) -> Iterator[list[dict[str, str]]]:
        chance = random.Random(writer)  # noqa: S311
        while True:
            yield [
                {"entry": "handout", "date": "2023-12-20", "facility": chance.choice(FACILITIES),
                 "item": "soap", "quantity": "1", "unit": f"Unit {chance.randrange(1, 13)}"}
                for _ in range(3)
            ]  # fmt: skip

    begun = time.monotonic() + ARRIVING
    times, until = Times(since=begun), begun + seconds
    readers = [
        read(HOST, PORT, cookies[n % len(cookies)], page, until, times, rest=rest, seed=n)
        for n in range(READERS)
    ]
    writers = [
        write(HOST, PORT, "/api/made-up/entries", token, rows(n), until, times, rest=1.0)
        for n in range(WRITERS)
    ]
    await asyncio.gather(*readers, *writers)
    return times


def _print(alone: Times, rested: Times, pressed: Times, seconds: float) -> None:
    print("| page | 1 reader, median | p95 | 50 readers resting 1 s, median | p95 "
          "| no rest, median | p95 |\n|---|---:|---:|---:|---:|---:|---:|")  # fmt: skip
    every = [*(name for name, _ in PAGES), "entries sent"]
    for name in every:
        cells = [
            f"{1000 * times.quantile(name, share):,.0f} ms" if name in times.taken else "–"
            for times in (alone, rested, pressed)
            for share in (0.5, 0.95)
        ]
        print(f"| {name} | {' | '.join(cells)} |")
    for what, times, span in (("resting", rested, seconds), ("no rest", pressed, seconds / 2)):
        whole = times.everything()
        count = len(whole.taken["all"])
        print(f"\n{what}: {count:,} answers, {count / span:.0f} a second, "
              f"p95 of all {1000 * whole.quantile('all', 0.95):,.0f} ms, "
              f"errors: {times.errors or 'none'}")  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    print(f"largest process: {peak:.2f} GiB\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
