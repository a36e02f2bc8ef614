"""Each process says every few seconds that it works; from that it is known when none did."""

from __future__ import annotations

import os
import secrets
import socket
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from drawdown.check_in.gaps import Beating, works
from drawdown.site.line.models import Beat

EVERY = 3.0
"""Seconds between two beats."""
LIMIT = timedelta(seconds=45)
"""A silence that is longer than this is an outage."""
KEPT = timedelta(days=30)
"""How long what is known of a process that ended is kept."""


def name_of_process() -> str:
    """A name for this process that no other has, also after the machine started anew."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(3)}"


def monotonic() -> float:
    """A clock that only goes forward, also while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True)
class Watched:
    """A process as another one watches it: its count, since when it is that, whether it changed."""

    count: int
    at: float
    changed: bool


@dataclass
class Pulse:
    """The beats of one process, or of one part of it.

    Attributes:
        kind: `worker`, `sender` or `line`.
        line: Of a line its kind, such as `sip`.
        name: Its name, once it has said anything.
    """

    kind: str
    line: str = ""
    name: str = ""
    _told: float | None = None

    def beat(self, trouble: str = "", *, at_once: bool = False) -> bool:
        """Say that it works, where it was not said just now.

        Where it could not say so for too long, as while the database was away, it goes on under
        another name: so the silence is seen.

        Args:
            trouble: What is wrong nevertheless; blank where nothing is.
            at_once: Whether to say it though it was said just now.

        Returns:
            Whether it was said.
        """
        tick = monotonic()
        silent = None if self._told is None else tick - self._told
        if not at_once and silent is not None and silent < EVERY:
            return False
        if silent is None or silent > LIMIT.total_seconds():
            self.name = f"{name_of_process()} {self.kind} {self.line}".strip()
        now = timezone.now()
        mine = Beat.objects.filter(name=self.name)
        values = {"at": now, "count": F("count") + 1, "trouble": trouble[:200], "stopped": None}
        if not mine.update(**values):
            Beat.objects.get_or_create(
                name=self.name,
                defaults={"kind": self.kind, "line": self.line, "since": now, "at": now,
                          "trouble": trouble[:200]},
            )  # fmt: skip
        if trouble:
            mine.filter(troubled=None).update(troubled=now)
        else:
            mine.exclude(troubled=None).update(troubled=None)
        self._told = tick
        return True

    def stop(self) -> None:
        """Say that it ends as it should: its silence from now on is no outage."""
        now = timezone.now()
        Beat.objects.filter(name=self.name).update(at=now, stopped=now)
        self._told = None


@dataclass
class Seen:
    """Whose beats a process saw come, by its own clock that only goes forward.

    Of a process that it has not watched for long it says nothing: then the stored times count.
    """

    beats: dict[str, Watched] = field(default_factory=dict)

    def look(self, beats: list[Beat], tick: float | None = None) -> dict[str, bool]:
        """Note the beats, and say who is known to work or to be silent.

        Args:
            beats: What is stored.
            tick: The clock that only goes forward.
        """
        tick = monotonic() if tick is None else tick
        limit = LIMIT.total_seconds()
        there: dict[str, Watched] = {}
        known: dict[str, bool] = {}
        for beat in beats:
            last = self.beats.get(beat.name)
            if last is None:
                there[beat.name] = Watched(beat.count, tick, changed=False)
                continue
            if last.count != beat.count:
                last = Watched(beat.count, tick, changed=True)
            there[beat.name] = last
            if last.changed or tick - last.at > limit:
                known[beat.name] = last.changed and tick - last.at <= limit
        self.beats = there
        return known


@dataclass(frozen=True)
class Health:
    """A process of ours, for a page.

    Attributes:
        name: Its name.
        kind: What it does; `line` says which kind of line.
        at: When it last said so, by the machine's clock; `ago` is how long that is.
        works: Whether it does.
        stopped: Whether it was stopped as it should be.
        trouble: What it says is wrong.
    """

    name: str
    kind: str
    line: str
    at: datetime
    ago: timedelta
    works: bool
    stopped: bool
    trouble: str


def health(now: datetime | None = None) -> list[Health]:
    """Every process that works or did in the last day, those that do first; by the real clock."""
    now = now or timezone.now()
    found = [
        Health(beat.name, beat.kind, beat.line, beat.at, max(now - beat.at, timedelta()),
               works(beating(beat), now, LIMIT, {}), beat.stopped is not None, beat.trouble)
        for beat in Beat.objects.filter(at__gte=now - timedelta(days=1))
    ]  # fmt: skip
    return sorted(found, key=lambda each: (not each.works, each.kind, each.line, each.name))


def silent(now: datetime | None = None) -> list[str]:
    """What should run and does not, for an alarm: `worker`, `sender`, or a kind of line."""
    found = health(now)
    there = {(each.kind, each.line) for each in found if each.works and not each.trouble}
    wanted = {("worker", ""), ("sender", "")}
    wanted |= {(each.kind, each.line) for each in found if each.kind == "line" and not each.stopped}
    missing = sorted(wanted - {(kind, line if kind == "line" else "") for kind, line in there})
    if not any(each.kind == "line" and each.works for each in found):
        missing.append(("line", ""))
    return [" ".join(each).strip() for each in dict.fromkeys(missing)]


def beating(beat: Beat) -> Beating:
    """A stored beat as it is judged."""
    kind = f"{beat.kind} {beat.line}".strip() if beat.kind == "line" else beat.kind
    return Beating(
        beat.name, kind, beat.since, beat.at, beat.stopped is not None, beat.troubled, beat.trouble
    )
