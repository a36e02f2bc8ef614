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
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.postgresql import server

from benchmarks.schedule.made_up import START, Calls, name, prepare
from benchmarks.schedule.peer import measure

HOUR = timedelta(hours=1)


@dataclass
class Crew:
    """The processes, some of which are killed now and then.

    Attributes:
        clock: The file with the time.
        folder: Where each sender's file is.
        every: Seconds between two kills; 0: none.
    """

    clock: Path
    folder: Path
    every: float
    chance: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311
    running: dict[int, tuple[str, subprocess.Popen[bytes]]] = field(default_factory=dict)
    killed: int = 0
    _next: float = field(default_factory=time.monotonic)

    def start(self, role: str, number: int) -> None:
        ledger = self.folder / f"sent-{number}-{self.killed}.txt"
        command = [sys.executable, "-m", "benchmarks.schedule.work", role, self.clock, ledger]
        self.running[number] = (role, subprocess.Popen(command))

    def tend(self) -> None:
        """Kill one where it is time; start anew whoever is gone."""
        if self.every and time.monotonic() >= self._next:
            self._next = time.monotonic() + self.chance.uniform(0.5, 1.5) * self.every
            _, process = self.running[self.chance.choice(sorted(self.running))]
            process.send_signal(signal.SIGKILL)
            process.wait()
            self.killed += 1
        for number, (role, process) in list(self.running.items()):
            if process.poll() is not None:
                self.start(role, number)

    def end(self) -> None:
        for _, process in self.running.values():
            process.kill()
            process.wait()

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
    crew = Crew(clock, folder, given.kill)
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
    return report(given, pk, crew, done)


@dataclass
class Done:
    """What was measured: simulated time, seconds of work, and of those for entering check-ins."""

    now: datetime = START
    seconds: float = 0.0
    entering: float = 0.0
    looks: int = 0
    busiest: tuple[float, int, datetime] = (0.0, 0, START)


def simulate(given: argparse.Namespace, pk: int, crew: Crew, clock: Path) -> Done:
    """Move the clock hour by hour, each time until nothing is left to do."""
    calls, done = Calls(given.people), Done()
    waiting: list[tuple[datetime, int]] = []
    first = done.looks = turns(pk)
    begun = time.monotonic()
    end = START + timedelta(days=given.days)
    while done.now < end and not (given.most and time.monotonic() - begun > given.most):
        day = done.now.date()
        if done.now.hour == 4:
            soon = calls.of_day(day + timedelta(days=3))
            waiting = sorted([*waiting, *((at, n) for n, at in soon)])
        done.now += HOUR
        tick = time.monotonic()
        coming = [each for each in waiting if each[0] <= done.now]
        waiting = waiting[len(coming) :]
        enter(pk, coming, done.now)
        done.entering += time.monotonic() - tick
        tell(clock, done.now)
        before = turns(pk) if done.now.minute == 0 else 0
        tick = time.monotonic()
        settle(pk, done.now, crew)
        took, made = time.monotonic() - tick, turns(pk) - before
        if made > 5_000 and made / took > done.busiest[0]:
            done.busiest = (made / took, made, done.now)
        if done.now.hour == 4:
            print(f"  {day}: {turns(pk) - first:,} looks, {crew.killed} killed, "
                  f"{time.monotonic() - begun:.0f} s", flush=True)  # fmt: skip
    done.seconds = time.monotonic() - begun
    done.looks = turns(pk) - first
    return done


def tell(clock: Path, now: datetime) -> None:
    """Set the clock; nobody reads half of it."""
    fresh = clock.with_suffix(".new")
    fresh.write_text(now.isoformat())
    fresh.replace(clock)


def turns(pk: int) -> int:
    """How often anybody was looked at or changed: every row counts its own."""
    from django.db.models import Sum

    from drawdown.site.line.models import Due

    return Due.objects.filter(case_id=pk).aggregate(all=Sum("turn"))["all"] or 0


def enter(pk: int, coming: Sequence[tuple[datetime, int]], now: datetime) -> None:
    """Enter check-ins as the line does, only more at a time."""
    from drawdown.site.cases.append import append
    from drawdown.site.cases.models import Case

    case = Case.objects.get(pk=pk)
    for start in range(0, len(coming), 5_000):
        append(case, [
            ("check_in", {"id": f"{name(n)}/{at.date()}/made", "date": at.isoformat(),
                          "person": name(n), "outcome": "made", "receipt": "572400005"})
            for at, n in coming[start : start + 5_000]
        ], by="the line", now=now)  # fmt: skip


def settle(pk: int, now: datetime, crew: Crew, people: int = 0) -> None:
    """Wait until nothing is left to do at a moment; what a killed sender left stays."""
    from django.db import connection

    from drawdown.site.cases.models import Case
    from drawdown.site.line.models import Due, Step, Upkeep

    left, since = -1, time.monotonic()
    while True:
        crew.tend()
        time.sleep(0.02)
        position = Case.objects.values_list("position", flat=True).get(pk=pk)
        read = Upkeep.objects.filter(case_id=pk).values_list("position", flat=True).first() or 0
        if people and Due.objects.filter(case_id=pk).count() < people:
            continue
        with connection.cursor() as cursor:
            cursor.execute(UNREAD, [pk, read, position])
            if cursor.fetchone():
                continue
        if Due.objects.filter(case_id=pk, at__lte=now).exists():
            continue
        steps = Step.objects.filter(case_id=pk, over=None, sent=None)
        if steps.filter(claimed=None, after__lte=now).exists():
            continue
        claimed = steps.exclude(claimed=None).count()
        if not claimed:
            return
        if claimed != left:
            left, since = claimed, time.monotonic()
        elif time.monotonic() - since > 3:
            return  # whoever claimed them is gone; they are found when the clock has gone on


UNREAD = """
SELECT 1 FROM cases_row WHERE case_id = %s AND seq > %s AND seq <= %s
AND kind IN ('decision', 'check_in') LIMIT 1
"""


def report(given: argparse.Namespace, pk: int, crew: Crew, done: Done) -> int:
    """Print what was measured, and hold what was sent against what should have been."""
    from drawdown.site.cases.models import Row
    from drawdown.site.line.models import Step

    sent = crew.sent()
    steps = {
        key: (what, outcome, entry)
        for key, what, outcome, entry in Step.objects.filter(case_id=pk, day__isnull=False)
        .values_list("key", "what", "outcome", "entry").iterator()
    }  # fmt: skip
    kinds = Counter(f"{what} {outcome or 'asked'}" for what, outcome, _ in steps.values())
    twice = [key for key, count in sent.items() if count > 1]
    noted = {key for key, (_, outcome, _) in steps.items() if outcome in ("sent", "no_answer")}
    never = noted - set(sent)
    unknown = {key for key in sent if key not in steps}
    unaccounted = {
        key for key in sent if key in steps and steps[key][1] not in
        ("sent", "no_answer", "uncertain")
    }  # fmt: skip
    missing, extra = held_against(given, steps, done.now)
    entries = Row.objects.filter(case_id=pk, kind="attempt").count()
    busy = done.seconds - done.entering
    print(f"simulated {(done.now - START).days} days of {given.people:,} people in "
          f"{done.seconds:,.0f} s, of which entering check-ins {done.entering:,.0f} s; "
          f"{crew.killed} processes killed")  # fmt: skip
    print(f"looks (claims): {done.looks:,}, {done.looks / busy:,.0f}/s on the whole; "
          f"{done.busiest[0]:,.0f}/s in the busiest hour ({done.busiest[1]:,})")  # fmt: skip
    print(f"texts and calls sent: {sum(sent.values()):,}, {sum(sent.values()) / busy:,.0f}/s; "
          f"attempt entries: {entries:,}")  # fmt: skip
    print("steps: " + ", ".join(f"{kind} {count:,}" for kind, count in sorted(kinds.items())))
    print(f"sent twice: {len(twice)}; noted as sent and never sent: {len(never)}; sent and in no "
          f"table: {len(unknown)}; sent and noted otherwise: {len(unaccounted)}; steps missing: "
          f"{len(missing)}; steps that should not be: {len(extra)}")  # fmt: skip
    for name_, found in (("missing", missing), ("extra", extra), ("twice", twice)):
        if found:
            print(f"  {name_}: {', '.join(sorted(found)[:5])}")
    return int(any((twice, never, unknown, unaccounted, missing, extra)))


RUNGS = (("reminder", -39), ("second", -10), ("call_back", -4), ("human", 48))
"""Each rung's time in hours from when it is due: nine on the day before, and the usual ones."""


def held_against(
    given: argparse.Namespace, steps: dict[str, tuple[str, str, str]], until: datetime
) -> tuple[set[str], set[str]]:
    """The steps that the calendar asks for and that are not there, and the other way round.

    A human is not asked where a step that is uncertain excused the window.
    """
    from benchmarks.schedule.made_up import DAYS, ZONE

    calls, expected = Calls(given.people), set()
    day = min(DAYS)
    while day <= until.date() + timedelta(days=2):
        day += timedelta(days=1)
        made = dict(calls.of_day(day))
        half = {1: 0, 3: 1}.get(day.weekday())
        if half is None or day <= DAYS[half]:
            continue
        midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(days=1)
        for number in range(half, given.people, 2):
            keys = []
            for rung, hours in RUNGS:
                local = midnight + timedelta(hours=hours)
                if local.astimezone(UTC) <= until and local < made.get(number, local + HOUR):
                    keys.append((f"{name(number)}/{day.isoformat()}/{rung}", rung))
            excused = any(steps.get(key, ("", "", ""))[1] == "uncertain" for key, _ in keys)
            expected |= {key for key, rung in keys if rung != "human" or not excused}
    return expected - set(steps), set(steps) - expected


if __name__ == "__main__":
    raise SystemExit(main())
