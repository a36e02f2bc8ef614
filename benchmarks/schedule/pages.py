"""What the pages of the line take staff, with a hundred thousand released people.

    python -m benchmarks.schedule.pages [--people N] [--times N] [--database sqlite|postgresql]

The made-up people are looked at up to a Wednesday: half of them are in an open window, half were
due the day before, of whom one in twenty is to be reached. Each page is asked for as often as said,
by an agency's member, in one process and without a network; the middle and the 95th of 100 is said.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from tests.postgresql import server

from benchmarks.schedule.made_up import START, ZONE, Calls, name, prepare

DAY = datetime(2020, 6, 3, tzinfo=ZONE)
PAGES = (
    ("", "the overview"), ("people/", "everybody"), ("people/?group=open", "whose window is open"),
    ("people/?group=in_grace", "in grace"), ("people/?group=to_reach", "to be reached"),
    ("people/?group=checked_in", "who checked in"), ("people/?search=S-05", "by number"),
    ("people/?group=open&skip=20000", "the 401st page"),
    ("tasks/", "the tasks"), ("outages/", "the outages"), (f"people/{name(5)}", "one person"),
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each page; 1 where one takes more than 0.4 s for 5 of 100."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.schedule.pages")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    given = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="drawdown-pages-") as folder,
        _database(given.database, Path(folder)) as address,
    ):
        os.environ |= {
            "DRAWDOWN_DATABASE": address, "DRAWDOWN_HOME": folder,
            "DRAWDOWN_HOSTS": "localhost", "DRAWDOWN_LINE_WORK": "0",
            "DJANGO_SETTINGS_MODULE": "drawdown.site.settings",
        }  # fmt: skip
        return _measure(given, Path(folder))


@contextlib.contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder.resolve()}/made-up.sqlite3"
        return
    with server() as address:
        yield address


def _measure(given: argparse.Namespace, folder: Path) -> int:
    from drawdown.site.starting import set_up

    set_up(folder)
    case = _worked(given.people)
    from django.urls import reverse

    client = _reader(case.pk)
    worst = 0.0
    for address, what in PAGES:
        took = []
        for _ in range(given.times):
            begun = time.perf_counter()
            answer = client.get(reverse("line", args=[case.slug]) + address.removeprefix("line/"))
            body = b"".join(answer) if answer.streaming else answer.content
            took.append(time.perf_counter() - begun)
            if answer.status_code != 200:
                print(f"{what}: {answer.status_code} {answer.headers} {body[:300]!r}")
                return 1
        middle, late = statistics.median(took), sorted(took)[int(0.95 * (len(took) - 1))]
        worst = max(worst, late)
        print(f"{what:22} {1000 * took[0]:6.0f} ms at first, {1000 * middle:6.0f} ms the middle, "
              f"{1000 * late:6.0f} ms the 95th of 100", flush=True)  # fmt: skip
    print(f"{given.people:,} people, {given.database}: at worst {1000 * worst:.0f} ms")
    return int(worst > 0.4)


def _worked(people: int):  # type: ignore[no-untyped-def]
    """The case, with everything done up to noon of the day."""
    from django.db import connection

    from benchmarks.schedule.settling import enter, following
    from benchmarks.schedule.stages import Nowhere
    from drawdown.site.cases.models import Case
    from drawdown.site.line.looking import look_at_some
    from drawdown.site.line.sending import send_some
    from drawdown.site.line.tasks import ask_humans
    from drawdown.site.line.upkeep import keep_up

    case = Case.objects.get(pk=prepare(people))
    calls, now, carrier = Calls(people), START, Nowhere()
    waiting = sorted((at, n) for day in range(8) for n, at in
                     calls.of_day(START.date() + timedelta(days=day)))  # fmt: skip
    begun = time.monotonic()
    while now < DAY + timedelta(hours=9):
        while keep_up(case, now):
            pass
        while look_at_some(case, now).people:
            pass
        for means in ("text", "call"):
            while send_some(case, means, carrier, now, number="305-555-0100"):
                pass
        while ask_humans(case, now):
            pass
        now = following(now)
        coming = [each for each in waiting if each[0] <= now]
        waiting = waiting[len(coming) :]
        enter(case.pk, coming, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    Case.objects.filter(pk=case.pk).update(demo_day=DAY.date())
    print(f"{people:,} people made and looked at in {time.monotonic() - begun:.0f} s", flush=True)
    return Case.objects.get(pk=case.pk)


def _reader(pk: int):  # type: ignore[no-untyped-def]
    """A client signed in as a member of the agency."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.test import Client

    from drawdown.site.accounts.models import Membership, User

    user = User.objects.create_user("agency@bench.example", None, name="agency")
    Membership.objects.create(user=user, case_id=pk, role="agency")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


if __name__ == "__main__":
    raise SystemExit(main())
