"""Looks and sends a second at national size, none twice, none lost, with processes killed.

    python -m benchmarks.schedule [--people N] [--days N] [--workers N] [--senders N] [--kill S]

A real PostgreSQL runs beside the processes on the same processors, and a commit is on disk. The
benchmark moves the clock by an hour at a time, enters the check-ins of that hour, and goes on when
nothing is left to do. A process is killed (SIGKILL) now and then and started anew. Each text and
call is written to a file in the moment it is sent, outside the database: at the end that file and
the tables are held against what the calendar says should have been.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from tests.postgresql import crash, server, start_again

from benchmarks.schedule.holding import hold
from benchmarks.schedule.made_up import START, ZONE, Calls, name, prepare
from benchmarks.schedule.peer import measure

HOUR = timedelta(hours=1)
T = TypeVar("T")
EARLIER = "UPDATE line_beat SET at = at - %s, since = since - %s"
STOPS = (0, 6, 9, 12, 14, 17, 20)
"""The hours of the day at which the clock stops: those of the rungs, and some between."""


@dataclass
class Crew:
    """The processes, some of which are killed now and then.

    Attributes:
        clock: The file with the time.
        folder: Where each sender's file is.
        every: Seconds between two kills; 0: none.
        address: The database, which crashes once in so many kills.
    """

    clock: Path
    folder: Path
    every: float
    address: str = ""
    crashes: float = 0
    chance: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311
    running: dict[int, tuple[str, subprocess.Popen[bytes]]] = field(default_factory=dict)
    killed: int = 0
    crashed: int = 0
    _next: float = field(default_factory=time.monotonic)

    def start(self, role: str, number: int) -> None:
        ledger = self.folder / f"sent-{number}-{self.killed}.txt"
        command = [sys.executable, "-m", "benchmarks.schedule.work", role, self.clock, ledger]
        self.running[number] = (role, subprocess.Popen(command))

    def tend(self, *, kills: bool = True) -> None:
        """Kill one where it is time; start anew whoever is gone."""
        if kills and self.every and time.monotonic() >= self._next:
            self._next = time.monotonic() + self.chance.uniform(0.5, 1.5) * self.every
            if self.chance.random() < self.crashes:
                crash(self.address)
                time.sleep(self.chance.uniform(0, 1))
                start_again(self.address)
                self.crashed += 1
            else:
                _, process = self.running[self.chance.choice(sorted(self.running))]
                process.send_signal(signal.SIGKILL)
                process.wait()
                self.killed += 1
        for number, (role, process) in list(self.running.items()):
            if process.poll() is not None:
                self.start(role, number)

    def end(self) -> None:
        """Kill them all."""
        for _, process in self.running.values():
            process.kill()
            process.wait()

    def sleep(self, now: datetime, long: timedelta) -> None:
        """Everything is down for a while, the database too; only the clock goes on."""
        from django.db import connection

        self.end()
        crash(self.address)
        start_again(self.address)

        def earlier() -> None:
            with connection.cursor() as cursor:
                cursor.execute(EARLIER, [long, long])

        again(earlier)
        tell(self.clock, now + long)

    def cpu(self) -> float:
        """Processor seconds of every process so far, once they have ended."""
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    def sent(self) -> Counter[str]:
        """Every key that was sent, and how often."""
        return Counter(
            line for file in self.folder.glob("sent-*.txt") for line in file.read_text().split()
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where anything was sent twice or lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.schedule")
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--senders", type=int, default=2)
    parser.add_argument("--kill", type=float, default=20, help="seconds between kills; 0: none")
    parser.add_argument("--peer", type=float, default=10, help="seconds for each peer; 0: none")
    parser.add_argument("--most", type=float, default=0, help="stop after so many seconds")
    parser.add_argument("--crashes", type=float, default=0, help="share of kills of the database")
    parser.add_argument(
        "--down", type=int, default=0, help="after so many days all is down for 1 h"
    )
    given = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="drawdown-schedule-") as folder,
        server(durable=True) as address,
    ):
        os.environ |= {
            "DRAWDOWN_DATABASE": address, "DRAWDOWN_HOME": folder,
            "DJANGO_SETTINGS_MODULE": "drawdown.site.settings",
        }  # fmt: skip
        return run(given, Path(folder), address)


def run(given: argparse.Namespace, folder: Path, address: str) -> int:
    """The whole of it, on one database."""
    from drawdown.site.starting import set_up

    if given.peer:
        for most in (1, 500):
            rate = measure(address, most, seconds=given.peer)
            print(f"peer, {most} at a time, nothing done: {rate:,.0f} claims/s", flush=True)
    set_up(folder)
    from django.db import connection

    begun = time.monotonic()
    pk = prepare(given.people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{given.people:,} people made in {time.monotonic() - begun:.0f} s", flush=True)
    clock = folder / "clock"
    tell(clock, START)
    crew = Crew(clock, folder, given.kill, address, given.crashes)
    for number in range(given.workers):
        crew.start("worker", number)
    for number in range(given.workers, given.workers + given.senders):
        crew.start("sender", number)
    try:
        begun = time.monotonic()
        settle(pk, START, crew, given.people)
        took = time.monotonic() - begun
        print(f"schedules read from the record: {given.people / took:,.0f} people/s", flush=True)
        done = simulate(given, pk, crew, clock)
    finally:
        crew.end()
    print_speed(given, pk, crew, done)
    return again(lambda: hold(pk, given.people, crew.sent(), done.now, done.down))


def again(ask: Callable[[], T]) -> T:
    """What a question to the database gives, asked again while it is away."""
    from django.db import Error, connection

    until = time.monotonic() + 60
    while True:
        try:
            return ask()
        except Error:
            if time.monotonic() > until:
                raise
            connection.close()
            time.sleep(0.1)


@dataclass
class Done:
    """What was measured: simulated time, seconds of work, and of those for entering check-ins."""

    now: datetime = START
    seconds: float = 0.0
    entering: float = 0.0
    looks: int = 0
    busiest: tuple[float, int, datetime] = (0.0, 0, START)
    down: tuple[datetime, datetime] | None = None
    database: float = 0.0


def simulate(given: argparse.Namespace, pk: int, crew: Crew, clock: Path) -> Done:
    """Move the clock hour by hour, each time until nothing is left to do."""
    calls, done = Calls(given.people), Done()
    waiting: list[tuple[datetime, int]] = []
    first = done.looks = turns(pk)
    begun = time.monotonic()
    before_all = used_by_database(crew.address)
    end = START + timedelta(days=given.days)
    while done.now < end and not (given.most and time.monotonic() - begun > given.most):
        day = done.now.date()
        if done.now.astimezone(ZONE).hour == 0:
            soon = calls.of_day(day + timedelta(days=3))
            waiting = sorted([*waiting, *((at, n) for n, at in soon)])
        done.now = following(done.now)
        tick = time.monotonic()
        coming = [each for each in waiting if each[0] <= done.now]
        waiting = waiting[len(coming) :]
        enter(pk, coming, done.now)
        done.entering += time.monotonic() - tick
        if given.down and done.now == START + timedelta(days=given.down, hours=9):
            crew.sleep(done.now, HOUR)
            noticed(pk, crew)
            done.down = (done.now, done.now + HOUR)
            done.now += HOUR
        tell(clock, done.now)
        before = turns(pk)
        tick = time.monotonic()
        settle(pk, done.now, crew)
        took, made = time.monotonic() - tick, turns(pk) - before
        if made > 5_000 and made / took > done.busiest[0]:
            done.busiest = (made / took, made, done.now)
        if done.now.astimezone(ZONE).hour == 0:
            print(f"  {day}: {turns(pk) - first:,} looks, {crew.killed} killed, "
                  f"{time.monotonic() - begun:.0f} s", flush=True)  # fmt: skip
    done.seconds = time.monotonic() - begun
    done.database = used_by_database(crew.address) - before_all
    done.looks = turns(pk) - first
    return done


def noticed(pk: int, crew: Crew) -> None:
    """Wait until the line noticed that it was down, and that it works again."""
    from drawdown.site.line.models import Telling

    until = time.monotonic() + 90
    since = again(lambda: Telling.objects.filter(case_id=pk).count())
    while again(lambda: Telling.objects.filter(case_id=pk).count()) < since + 2:
        crew.tend(kills=False)
        if time.monotonic() > until:
            return
        time.sleep(0.1)


def following(now: datetime) -> datetime:
    """The next moment at which the clock stops."""
    local = now.astimezone(ZONE)
    hour = next((hour for hour in STOPS if hour > local.hour), 24)
    midnight = datetime(local.year, local.month, local.day, tzinfo=ZONE)
    day = midnight + timedelta(days=hour // 24)
    return day.replace(hour=hour % 24).astimezone(UTC)


def used_by_database(address: str) -> float:
    """Processor seconds of the database's processes, those that ended included."""
    file = Path(address.rpartition("host=")[2]) / "data" / "postmaster.pid"
    server_ = file.read_text().split()[0]
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            rest = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if stat.parent.name == server_:
            ticks += sum(map(int, rest[11:15]))
        elif rest[1] == server_:
            ticks += sum(map(int, rest[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def tell(clock: Path, now: datetime) -> None:
    """Set the clock; nobody reads half of it."""
    fresh = clock.with_suffix(".new")
    fresh.write_text(now.isoformat())
    fresh.replace(clock)


def turns(pk: int) -> int:
    """How often anybody was looked at or changed: every row counts its own."""
    from django.db.models import Sum

    from drawdown.site.line.models import Due

    dues = Due.objects.filter(case_id=pk)
    return again(lambda: dues.aggregate(all=Sum("turn"))["all"] or 0)


def enter(pk: int, coming: Sequence[tuple[datetime, int]], now: datetime) -> None:
    """Enter check-ins as the line does, only more at a time."""
    from drawdown.site.cases.append import append
    from drawdown.site.cases.models import Case

    for start in range(0, len(coming), 5_000):
        offered = [
            ("check_in", {"id": f"{name(n)}/{at.date()}/made", "date": at.isoformat(),
                          "person": name(n), "outcome": "made", "receipt": "572400005"})
            for at, n in coming[start : start + 5_000]
        ]  # fmt: skip
        again(lambda offered=offered: append(  # type: ignore[misc]
            Case.objects.get(pk=pk), offered, by="the line", now=now
        ))  # fmt: skip


def settle(pk: int, now: datetime, crew: Crew, people: int = 0) -> None:
    """Wait until nothing is left to do at a moment; what a killed sender left stays."""
    left, since = -1, time.monotonic()
    while True:
        crew.tend()
        time.sleep(0.02)
        claimed = again(lambda: under_way(pk, now, people))
        if claimed is None:
            continue
        if not claimed:
            return
        if claimed != left:
            left, since = claimed, time.monotonic()
        elif time.monotonic() - since > 3:
            return  # whoever claimed them is gone; they are found when the clock has gone on


def under_way(pk: int, now: datetime, people: int) -> int | None:
    """How many steps somebody has claimed, and nothing else is to do; none where anything is."""
    from django.db import connection

    from drawdown.site.cases.models import Case
    from drawdown.site.line.models import Due, Step, Telling, Upkeep

    position = Case.objects.values_list("position", flat=True).get(pk=pk)
    read = Upkeep.objects.filter(case_id=pk).values_list("position", flat=True).first() or 0
    dues = Due.objects.filter(case_id=pk)
    if people and dues.count() < people:
        return None
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [pk, read, position])
        if cursor.fetchone():
            return None
    tellings = Telling.objects.filter(case_id=pk, over=None, until__lte=now)
    steps = Step.objects.filter(case_id=pk, over=None, sent=None)
    waiting = steps.filter(claimed=None, after__lte=now)
    if dues.filter(at__lte=now).exists() or waiting.exists() or tellings.exists():
        return None
    return steps.exclude(claimed=None).count()


UNREAD = """
SELECT 1 FROM cases_row WHERE case_id = %s AND seq > %s AND seq <= %s
AND kind IN ('decision', 'check_in', 'outage') LIMIT 1
"""


def print_speed(given: argparse.Namespace, pk: int, crew: Crew, done: Done) -> None:
    """Print how quickly it went; processor time says more than time on a machine that is shared."""
    from drawdown.site.cases.models import Row

    entries = again(lambda: Row.objects.filter(case_id=pk, kind="attempt").count())
    sent = sum(crew.sent().values())
    busy = done.seconds - done.entering
    print(f"simulated {(done.now - START).days} days of {given.people:,} people in "
          f"{done.seconds:,.0f} s, of which entering check-ins {done.entering:,.0f} s; "
          f"{crew.killed} processes killed, {crew.crashed} crashes of the database")  # fmt: skip
    print(f"looks (claims): {done.looks:,}, {done.looks / busy:,.0f}/s on the whole; "
          f"{done.busiest[0]:,.0f}/s in the busiest hour ({done.busiest[1]:,})")  # fmt: skip
    print(f"texts and calls sent: {sent:,}, {sent / busy:,.0f}/s; attempt entries: {entries:,}")
    crew_used, database = crew.cpu(), done.database
    print(f"processor seconds: workers and senders {crew_used:,.0f} (their starts included), the "
          f"database {database:,.0f}, of {done.seconds * (os.cpu_count() or 1):,.0f} that went by; "
          f"{done.looks / (crew_used + database):,.0f} looks a processor second")  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
