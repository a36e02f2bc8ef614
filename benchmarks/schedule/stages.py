"""What each stage of the line's work costs in processor seconds, one process, one after another.

    python -m benchmarks.schedule.stages [--people N] [--days N] [--warm N] [--profile STAGE]

The same made-up people as the benchmark beside it, the same moments; but one process does the
stages in turn, so that each can be told apart and nothing waits. Processor seconds are those of
this process and of the database's, and hardly depend on who else uses the machine.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from tests.postgresql import server

from benchmarks.schedule.made_up import START, ZONE, Calls, prepare


@dataclass
class Stage:
    """What a stage cost: processor seconds of ours and of the database, and of how many."""

    ours: float = 0.0
    database: float = 0.0
    count: int = 0


@dataclass
class Stages:
    """All of them, measured as they are done.

    Attributes:
        database: Processor seconds that the database has used so far.
        profiled: The stage that is looked into.
    """

    database: Callable[[], float]
    profiled: str = ""
    found: dict[str, Stage] = field(default_factory=lambda: defaultdict(Stage))
    profile: cProfile.Profile = field(default_factory=cProfile.Profile)
    counts: bool = True

    def done(self, name: str, work: Callable[[], int]) -> int:
        """Do a stage until there is nothing more of it; of how many it was."""
        ours, database = time.process_time(), self.database()
        if name == self.profiled and self.counts:
            self.profile.enable()
        count = 0
        while made := work():
            count += made
        self.profile.disable()
        if self.counts and count:
            stage = self.found[name]
            stage.ours += time.process_time() - ours
            stage.database += self.database() - database
            stage.count += count
        return count


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a line a stage."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.schedule.stages")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=9)
    parser.add_argument("--warm", type=int, default=0, help="days that are not measured")
    parser.add_argument("--profile", default="", help="a stage to look into: check_ins, looks, …")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="drawdown-stages-") as folder, server() as address:
        os.environ |= {
            "DRAWDOWN_DATABASE": address, "DRAWDOWN_HOME": folder,
            "DJANGO_SETTINGS_MODULE": "drawdown.site.settings",
        }  # fmt: skip
        return _measure(given, Path(folder), address)


def _measure(given: argparse.Namespace, folder: Path, address: str) -> int:
    from drawdown.site.starting import set_up

    set_up(folder)
    from django.db import connection

    from benchmarks.schedule.crew import used_by_database
    from benchmarks.schedule.settling import enter, following
    from drawdown.site.cases.models import Case
    from drawdown.site.line.looking import look_at_some
    from drawdown.site.line.sending import send_some
    from drawdown.site.line.tasks import ask_humans
    from drawdown.site.line.upkeep import keep_up

    pk = prepare(given.people)
    case = Case.objects.get(pk=pk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    stages = Stages(lambda: used_by_database(address), given.profile)
    stages.done("schedules", lambda: keep_up(case, START))
    stages.done("first looks", lambda: look_at_some(case, START).people)
    carrier, calls, now = Nowhere(), Calls(given.people), START
    waiting: list[tuple[datetime, int]] = []
    until = START + timedelta(days=given.warm + given.days)
    while now < until:
        stages.counts = now >= START + timedelta(days=given.warm)
        if now.astimezone(ZONE).hour == 0:
            soon = calls.of_day(now.date() + timedelta(days=3))
            waiting = sorted([*waiting, *((at, n) for n, at in soon)])
            if now == START + timedelta(days=3):
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
        now = following(now)
        coming = [each for each in waiting if each[0] <= now]
        waiting = waiting[len(coming) :]
        enter(pk, coming, now)
        stages.done("check_ins", partial(keep_up, case, now))
        stages.done("looks", lambda at=now: look_at_some(case, at).people)
        for means in ("text", "call"):
            sends = partial(send_some, case, means, carrier, now, number="305-555-0100")
            stages.done(f"{means}s", sends)
        stages.done("tasks", partial(ask_humans, case, now))
    for name, stage in stages.found.items():
        both = stage.ours + stage.database
        print(f"{name:12} {stage.count:9,}: ours {stage.ours:7.1f} s, database "
              f"{stage.database:6.1f} s; {1e6 * stage.ours / stage.count:6.0f} + "
              f"{1e6 * stage.database / stage.count:4.0f} µs each, "
              f"{stage.count / max(both, 0.01):7,.0f} a processor second")  # fmt: skip
    if given.profile:
        pstats.Stats(stages.profile, stream=sys.stdout).sort_stats("cumtime").print_stats(75)
    return 0


@dataclass(frozen=True)
class Nowhere:
    """A carrier that takes everything and does nothing."""

    name: str = "nowhere"
    portion: int = 1_000

    def text(self, to: object, words: str, key: str) -> object:
        from drawdown.site.line.carriers import Taken

        return Taken("sent")

    def call(self, to: object, key: str) -> object:
        from drawdown.site.line.carriers import Taken

        return Taken("no_answer", "person", "it rang")


if __name__ == "__main__":
    raise SystemExit(main())
