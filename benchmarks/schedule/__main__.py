"""Looks and sends a second at national size, none twice, none lost, with processes killed.

    python -m benchmarks.schedule [--people N] [--days N] [--workers N] [--senders N] [--kill S]
    python -m benchmarks.schedule --people 200000 --days 366 --keep DIR --most 3000
    python -m benchmarks.schedule --resume --keep DIR --most 3000

A real PostgreSQL runs beside the processes on the same processors, and a commit is on disk. The
benchmark moves the clock from moment to moment, enters the check-ins between, and goes on when
nothing is left to do. A process is killed (SIGKILL) now and then and started anew. Each text and
call is written to a file in the moment it is sent, outside the database: after every simulated
week that file and the tables are held against what the calendar says should have been.

With `--keep` the database and all else stay in a folder, and a run that stopped, after `--most`
seconds, on SIGTERM or however else, is taken up again by `--resume` where it was.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event

from tests.postgresql import server

from benchmarks.schedule.crew import MANY, Crew, again, tell, used_by_database
from benchmarks.schedule.holding import HOUR, Ledgers, Proof, Span
from benchmarks.schedule.made_up import DAYS, START, ZONE, Calls, prepare
from benchmarks.schedule.peer import measure
from benchmarks.schedule.settling import enter, following, settle, turns
from drawdown.cli.memory import collect_seldom

GIVEN = ("people", "days", "workers", "senders", "kill", "crashes", "down")
"""What a run that is taken up again has from the one that began it."""
COUNTED = (0, 9, 20)
"""The hours of the day at which looks are counted: the last one of a day, and those with most."""
ROOM = ("shared_buffers=4GB", "max_wal_size=8GB", "checkpoint_timeout=30min", "wal_compression=lz4")
"""PostgreSQL's settings for a machine with 16 GB or more; its own are for one with 1 GB."""


@dataclass
class Done:
    """What was done so far, of all runs on one database together.

    Attributes:
        now: The simulated moment up to which all is done.
        seconds: How long it took, `entering` of it to enter check-ins; `proving` of it nothing
            else was done but prove.
        looks: How many rows were claimed and looked at, or changed by a check-in.
        busiest: Looks a second in the hour with most, how many, and when.
        down: When all was down for an hour.
        ours: Processor seconds of workers and senders, their starts included; `database` of it.
        killed: How many processes were killed, and `crashed` how often the database.
    """

    now: str = START.isoformat()
    pk: int = 0
    runs: int = 0
    seconds: float = 0.0
    entering: float = 0.0
    proving: float = 0.0
    looks: int = 0
    busiest: tuple[float, int, str] = (0.0, 0, "")
    down: tuple[str, str] | None = None
    ours: float = 0.0
    database: float = 0.0
    killed: int = 0
    crashed: int = 0
    through: str = ""
    marks: list[tuple[int, int]] = field(default_factory=lambda: [(0, 0), (0, 0)])
    kinds: dict[str, int] = field(default_factory=dict)
    windows: int = 0
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """The simulated moment."""
        return datetime.fromisoformat(self.now)

    @property
    def hour_down(self) -> tuple[datetime, datetime] | None:
        """When all was down."""
        return (
            None if self.down is None
            else (datetime.fromisoformat(self.down[0]), datetime.fromisoformat(self.down[1]))
        )  # fmt: skip

    def keep(self, folder: Path, given: argparse.Namespace) -> None:
        """Write it down, so that a run may go on from here."""
        fresh = folder / "state.new"
        stays = {"given": {name: getattr(given, name) for name in GIVEN}, "done": asdict(self)}
        fresh.write_text(json.dumps(stays))
        fresh.replace(folder / "state.json")


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
    parser.add_argument("--keep", type=Path, help="the folder in which everything stays")
    parser.add_argument("--resume", action="store_true", help="go on with what is in --keep")
    parser.add_argument(
        "--down", type=int, default=0, help="after so many days all is down for 1 h"
    )
    given = parser.parse_args(arguments)
    collect_seldom()
    done = Done()
    if given.resume:
        try:
            kept = json.loads((given.keep / "state.json").read_text())
        except (OSError, ValueError, TypeError) as error:
            parser.error(f"--resume: nothing to go on with in --keep ({error})")
        vars(given).update(kept["given"])
        done = Done(**kept["done"])
    elif given.keep and (given.keep / "state.json").exists():
        parser.error(f"{given.keep} holds a run already; go on with it by --resume")
    with (
        _folder(given.keep) as folder,
        server(durable=True, folder=given.keep, settings=ROOM) as address,
    ):
        os.environ |= {
            "DRAWDOWN_DATABASE": address, "DRAWDOWN_HOME": str(folder),
            "DJANGO_SETTINGS_MODULE": "drawdown.site.settings",
        }  # fmt: skip
        return run(given, folder, address, done)


@contextlib.contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    """Where the run has its files."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="drawdown-schedule-") as folder:
        yield Path(folder)


def run(given: argparse.Namespace, folder: Path, address: str, done: Done) -> int:
    """The whole of it, on one database."""
    from drawdown.site.starting import set_up

    if given.peer and not done.runs:
        for most in (1, 500):
            rate = measure(address, most, seconds=given.peer)
            print(f"peer, {most} at a time, nothing done: {rate:,.0f} claims/s", flush=True)
    set_up(folder)
    from django.db import connection

    from drawdown.site.line.models import Beat

    begun = time.monotonic()
    if not done.runs:
        done.pk = prepare(given.people)
        print(f"{given.people:,} people made in {time.monotonic() - begun:.0f} s", flush=True)
    Beat.objects.all().delete()  # between two runs no time goes by: that is no outage
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    done.runs += 1
    clock = folder / "clock"
    tell(clock, done.at)
    idle = 0.1 if given.people > MANY else 0.02
    crew = Crew(clock, folder, given.kill, address, given.crashes, done.runs, idle)
    for number in range(given.workers):
        crew.start("worker", number)
    for number in range(given.workers, given.workers + given.senders):
        crew.start("sender", number)
    proof = _proof(done, given, folder)
    try:
        begun = time.monotonic()
        settle(done.pk, done.at, crew, given.people)
        if done.runs == 1:
            took = time.monotonic() - begun
            print(f"schedules read from the record: {given.people / took:,.0f} people/s",
                  flush=True)  # fmt: skip
        wrong = simulate(given, crew, proof, done, folder)
    finally:
        crew.end()
    done.ours += crew.cpu()
    if given.keep:
        done.keep(folder, given)
    print_speed(given, proof, done, crew)
    return wrong


def _proof(done: Done, given: argparse.Namespace, folder: Path) -> Proof:
    """What was proven so far, taken up again."""
    ledgers = Ledgers(folder, done.through, proven=Counter(done.lines))
    proof = Proof(done.pk, given.people, ledgers, kinds=Counter(done.kinds), windows=done.windows)
    if done.through:
        proof.through = date.fromisoformat(done.through)
        proof.marks = [tuple(mark) for mark in done.marks]  # type: ignore[misc]
    return proof


def simulate(
    given: argparse.Namespace, crew: Crew, proof: Proof, done: Done, folder: Path
) -> int:  # fmt: skip
    """Move the clock, each time until nothing is left to do; 1 where a proof fails."""
    calls = Calls(given.people)
    waiting = _still_to_come(calls, done.at)
    begun, before_all, first = time.monotonic(), used_by_database(crew.address), turns(done.pk)
    seconds, looks, database = done.seconds, done.looks, done.database
    killed, crashed = done.killed, done.crashed
    end = START + timedelta(days=given.days)
    resumed = done.at
    proving, stop = Proving(proof), Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    while done.at < end and not stop.is_set():
        if given.most and time.monotonic() - begun > given.most:
            break
        if done.at.astimezone(ZONE).hour == 0:
            soon = calls.of_day(done.at.date() + timedelta(days=3))
            waiting = sorted([*waiting, *((at, n) for n, at in soon)])
        now = following(done.at)
        tick = time.monotonic()
        coming = [each for each in waiting if each[0] <= now]
        waiting = waiting[len(coming) :]
        enter(done.pk, coming, now)
        done.entering += time.monotonic() - tick
        if given.down and now == START + timedelta(days=given.down, hours=9):
            crew.sleep(now, HOUR)
            noticed(done.pk, crew)
            done.down = (now.isoformat(), (now + HOUR).isoformat())
            now += HOUR
        tell(crew.clock, now)
        counts = now.astimezone(ZONE).hour in COUNTED  # it reads a row of everybody
        before = turns(done.pk) if counts else 0
        tick = time.monotonic()
        settle(done.pk, now, crew, given.people)
        took = time.monotonic() - tick
        if counts:
            after = turns(done.pk)
            if (made := after - before) > 5_000 and made / took > done.busiest[0]:
                done.busiest = (made / took, made, now.isoformat())
            done.looks = looks + after - first
        done.now = now.isoformat()
        done.seconds = seconds + time.monotonic() - begun
        done.database = database + used_by_database(crew.address) - before_all
        done.killed, done.crashed = killed + crew.killed, crashed + crew.crashed
        week = _begins_a_week(now)
        if week or proving.is_over:
            if _fails(proving, done):
                return 1
            if proving.of is not None:
                print_week(given, proof, done, resumed, time.monotonic() - begun)
        if week:
            proving.begin(now, done.hour_down)
        if given.keep:
            done.keep(folder, given)
    done.looks = looks + turns(done.pk) - first
    if _fails(proving, done):
        return 1
    if done.at < end:
        return 0
    proving.begin(done.at, done.hour_down, last=True)
    return int(_fails(proving, done))


def _begins_a_week(now: datetime) -> bool:
    """Whether whole simulated weeks are over."""
    local, first = now.astimezone(ZONE), START.astimezone(ZONE)
    return local.hour == 0 and (local.date() - first.date()).days % 7 == 0


def _still_to_come(calls: Calls, now: datetime) -> list[tuple[datetime, int]]:
    """The check-ins of windows that are open at a moment and that are entered after it."""
    day = now.astimezone(ZONE).date()
    last = day + timedelta(days=2 if now.astimezone(ZONE).hour == 0 else 3)
    days = [day + timedelta(days=n) for n in range(-1, (last - day).days + 1)]
    return sorted((at, n) for each in days for n, at in calls.of_day(each) if at > now)


@dataclass
class Proving:
    """A proof, made while the clock goes on: of windows that closed a day before and longer.

    Attributes:
        proof: What was proven.
        of: The simulated moment up to which the last one that is over proves.
    """

    proof: Proof
    of: datetime | None = None
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    _under_way: tuple[datetime, Future[dict[str, list[str]]]] | None = None

    @property
    def is_over(self) -> bool:
        """Whether one is there to be looked at."""
        return self._under_way is not None and self._under_way[1].done()

    def begin(self, now: datetime, down: Span | None, *, last: bool = False) -> None:
        """Begin one."""
        made = self._pool.submit(again, lambda: self.proof.prove(now, down, last=last))
        self._under_way = (now, made)

    def wrong(self) -> dict[str, list[str]]:
        """What does not agree, once the one under way is over; nothing where there is none."""
        if self._under_way is None:
            self.of = None
            return {}
        (self.of, made), self._under_way = self._under_way, None
        return made.result()


def _fails(proving: Proving, done: Done) -> bool:
    tick = time.monotonic()
    wrong, proof = proving.wrong(), proving.proof
    done.proving += time.monotonic() - tick
    done.through, done.marks = proof.through.isoformat(), proof.marks
    done.kinds, done.windows = dict(proof.kinds), proof.windows
    done.lines = dict(proof.ledgers.proven)
    for what, keys in wrong.items():
        print(f"  WRONG at {proving.of}: {what}: {len(keys)} ({', '.join(sorted(keys)[:4])})")
    return bool(wrong)


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


def print_week(
    given: argparse.Namespace, proof: Proof, done: Done, resumed: datetime, took: float
) -> None:
    """Print how far it is, and how long the rest takes at this run's pace."""
    days = (done.at - START).days
    left = took / max((done.at - resumed) / timedelta(days=1), 1) * (given.days - days)
    print(f"  day {days} of {given.days} ({done.at.date()}): {proof.windows:,} windows proven, "
          f"nothing sent twice, nothing lost, nobody marked within a window; {done.looks:,} looks, "
          f"{done.killed} killed, {done.seconds:,.0f} s; about {left / 3600:.1f} h left",
          flush=True)  # fmt: skip


def print_speed(given: argparse.Namespace, proof: Proof, done: Done, crew: Crew) -> None:
    """Print how quickly it went; processor time says more than time on a machine that is shared."""
    proof.ledgers.read()
    sent = sum(proof.ledgers.lines.values())
    busy = max(done.seconds - done.entering - done.proving, 0.001)
    rate, made, _ = done.busiest
    days = (done.at - START).days
    print(f"simulated {days} days of {given.people:,} people in {done.seconds:,.0f} s, of which "
          f"entering check-ins {done.entering:,.0f} s and proving {done.proving:,.0f} s; "
          f"{done.killed} processes killed, {done.crashed} crashes of the database")  # fmt: skip
    print(f"windows proven: {done.windows:,}; steps: " + ", ".join(
        f"{kind} {count:,}" for kind, count in sorted(done.kinds.items())
    ))  # fmt: skip
    print(f"looks (claims): {done.looks:,}, {done.looks / busy:,.0f}/s on the whole; "
          f"{rate:,.0f}/s in the busiest hour ({made:,})")  # fmt: skip
    print(f"texts and calls sent: {sent:,}, {sent / busy:,.0f}/s")
    starts = crew.starts()
    many, starting = len(starts), sum(took for _, took in starts)
    both = max(done.ours - starting + done.database, 0.01)
    print(f"processor seconds: workers and senders {done.ours:,.0f}, of which the {many} starts "
          f"of a process {starting:,.0f}; the database {done.database:,.0f}; of "
          f"{done.seconds * (os.cpu_count() or 1):,.0f} that went by; without the starts "
          f"{done.looks / both:,.0f} looks a processor second")  # fmt: skip
    if closed := _windows_closed(done.at):
        year = both / (closed * given.people / 2) * 200_000 * 366 / 7
        print(f"computed, not measured: a year of 200,000 people costs {year / 3600:,.1f} "
              f"processor hours at this rate, the database's included")  # fmt: skip


def _windows_closed(now: datetime) -> int:
    """How many windows of each half of the people closed by a moment."""
    last = now.astimezone(ZONE).date()
    days = [DAYS[0] + timedelta(days=n) for n in range(3, (last - DAYS[0]).days)]
    return sum(day.weekday() in (1, 3) for day in days)


if __name__ == "__main__":
    sys.exit(main())
