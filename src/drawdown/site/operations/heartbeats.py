"""Each worker says every few seconds that it works; from that a page tells when one does not.

The processes of the line have beats of their own (`line.beats`), from which outages are told as
well; what is said here of them comes from there. To make a worker beat: one `Heart` for its loop,
`beat()` in each turn and in the midst of long work, `stop()` where it ends as it should.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import Error
from django.db.models import F, Q
from django.utils import timezone

from drawdown.site.intake.models import WORKING, Upload
from drawdown.site.line import beats
from drawdown.site.operations.models import Heartbeat
from drawdown.site.reports.models import WORKING as MAKING
from drawdown.site.reports.models import Draft

log = logging.getLogger("drawdown.operations")
EVERY = 10.0
"""Seconds between two beats."""
LIMIT = timedelta(seconds=60)
"""A worker that was silent for longer does not run."""
SHOWN = timedelta(days=7)
"""How long a worker that fell silent is missed, and shown."""
KEPT = timedelta(days=30)
WAITS = timedelta(minutes=2)
"""A roster or a draft that nobody took up for so long says that no worker runs, whatever beats."""

_HEARTS: list[Heart] = []
_ENDING = threading.Event()
"""Whether this process ends, after which nothing in it beats any more."""


@dataclass
class Heart:
    """The beats of one worker of this process.

    Attributes:
        part: What it does, such as `rosters`.
    """

    part: str
    _name: str = ""
    _told: float = float("-inf")
    _trouble: str = ""
    _mine: bool = field(default=False, repr=False)

    def beat(self, trouble: str = "") -> None:
        """Say that it works, where it was not said just now; where it cannot be said it goes on.

        Args:
            trouble: What is wrong nevertheless, without anything of a person; blank where nothing.
        """
        tick = beats.monotonic()
        if _ENDING.is_set() or (tick - self._told < EVERY and trouble == self._trouble):
            return
        now = timezone.now()
        try:
            if not self._name:
                self._name = f"{beats.name_of_process()} {self.part}"
                Heartbeat.objects.filter(part=self.part, at__lt=now - KEPT).delete()
            mine = Heartbeat.objects.filter(name=self._name)
            said = {"at": now, "trouble": trouble[:200], "stopped": None}
            if not mine.update(count=F("count") + 1, **said):
                Heartbeat.objects.create(name=self._name, part=self.part, since=now, **said)
        except Error as error:
            log.warning("a heartbeat could not be noted", extra={"why": type(error).__name__})
            return
        self._told, self._trouble = tick, trouble
        if not self._mine:
            self._mine = True
            _HEARTS.append(self)

    def stop(self) -> None:
        """Say that it ends as it should."""
        now = timezone.now()
        try:
            Heartbeat.objects.filter(name=self._name).update(at=now, stopped=now)
        except Error as error:
            log.warning("that it stops was not noted", extra={"why": type(error).__name__})
        self._told = float("-inf")
        if self._mine:
            self._mine = False
            _HEARTS.remove(self)


def stop_all() -> None:
    """Say of every worker of this process that it ends as it should; none beats afterwards."""
    _ENDING.set()
    for heart in list(_HEARTS):
        heart.stop()


@dataclass(frozen=True)
class Standing:
    """A worker, as a page shows it.

    Attributes:
        part: What it does; of a line with its kind.
        name: The process.
        since: Since when it runs, where that is known.
        at: When it was last heard of.
        works: Whether it works.
        stopped: Whether it was stopped as it should be.
        trouble: What it says is wrong.
    """

    part: str
    name: str
    since: datetime | None
    at: datetime
    works: bool
    stopped: bool
    trouble: str


def standings(now: datetime | None = None) -> list[Standing]:
    """Every worker heard of in the last days, those that are missed first.

    Of those that were stopped, or have another in their place, the last day counts.
    """
    now = now or timezone.now()
    found = [
        Standing(one.part, one.name, one.since, one.at,
                 one.stopped is None and now - one.at <= LIMIT, one.stopped is not None,
                 one.trouble)
        for one in Heartbeat.objects.filter(at__gte=now - SHOWN)
    ]  # fmt: skip
    found += [
        Standing(_part(one), one.name, None, one.at, one.works, one.stopped, one.trouble)
        for one in beats.health(now)
    ]
    there = {one.part for one in found if one.works}
    day = now - timedelta(days=1)
    shown = [one for one in found
             if one.works or one.at >= day or not (one.stopped or one.part in there)]  # fmt: skip
    return sorted(shown, key=lambda one: (one.part in there, one.part, not one.works, one.name))


def _part(one: beats.Health) -> str:
    """What a process of the line does: `line worker`, `line sender`, or which kind of line."""
    return f"line {one.line if one.kind == 'line' else one.kind}"


def silent(now: datetime | None = None) -> list[str]:
    """The parts that should be worked for and are not, and those that say that they are in trouble.

    A part is missed where one that did it fell silent without having been stopped, or where there
    is work that nobody takes up.
    """
    from drawdown.site.line.pages.overview import silent as silent_lines

    now = now or timezone.now()
    parts: dict[str, list[Heartbeat]] = {}
    for one in Heartbeat.objects.filter(at__gte=now - SHOWN).order_by("at"):
        parts.setdefault(one.part, []).append(one)
    missed = {
        part for part, those in parts.items()
        if not any(one.stopped is None and now - one.at <= LIMIT and not one.trouble
                   for one in those)
        and those[-1].stopped is None
    }  # fmt: skip
    left = Q(claimed_until=None) | Q(claimed_until__lt=now - WAITS)
    if Upload.objects.filter(left, state__in=WORKING, received__lt=now - WAITS).exists():
        missed.add("rosters")
    if Draft.objects.filter(left, state__in=MAKING, asked__lt=now - WAITS).exists():
        missed.add("reports")
    lines = [each if each.startswith("line") else f"line {each}" for each in silent_lines()]
    return sorted(missed) + lines


@dataclass
class _Shout:
    """What is missed, asked of the database now and then only."""

    at: float = float("-inf")
    missed: tuple[str, ...] = ()


_SHOUT = _Shout()
ASKED_EVERY = 15.0  # seconds


def shout() -> tuple[str, ...]:
    """What is missed, as of a few seconds ago: for the head of every page."""
    tick = time.monotonic()
    if tick - _SHOUT.at > ASKED_EVERY:
        _SHOUT.at, _SHOUT.missed = tick, tuple(silent())
    return _SHOUT.missed
