"""The processes of the line: one turn of a worker, one turn of a sender, and loops of both.

Any number of either may run, on any number of machines, beside the site or apart from it. Each may
be killed at any moment: what it had not committed was not done, and what it had claimed is found.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of
from drawdown.site.line.beats import LIMIT, Pulse, Seen, monotonic
from drawdown.site.line.carriers import Carrier
from drawdown.site.line.carriers.chosen import carriers_of
from drawdown.site.line.letters import mail_some
from drawdown.site.line.looking import look_at_some
from drawdown.site.line.models import Beat
from drawdown.site.line.noting import settle_lost
from drawdown.site.line.outages import watch
from drawdown.site.line.provider.tidying import tidy
from drawdown.site.line.sending import Pace, send_some
from drawdown.site.line.settings import LineSettings, line_settings
from drawdown.site.line.sweeping import sweep
from drawdown.site.line.tasks import ask_humans
from drawdown.site.line.telling import tell_some
from drawdown.site.line.upkeep import keep_up

log = logging.getLogger("drawdown.line")
IDLE = 1.0
"""Seconds between two turns in which there was nothing to do."""
BETWEEN = 0.01
"""Seconds between two portions of the record, in which others may write."""
SWEPT = 3600.0
"""Seconds between two looks for messages to which nothing points."""
WATCHED = 5.0
"""Seconds between two looks for outages and for what was lost."""


def clock(case: Case) -> datetime:
    """The time now, as a case has it."""
    return now_in(case, order_of(case).header.zone)


@dataclass
class Worker:
    """Looks for what is due, for outages, and for whom to tell.

    Attributes:
        pulse: Its beats.
        now: The time as a case has it.
    """

    pulse: Pulse = field(default_factory=lambda: Pulse("worker"))
    now: Callable[[Case], datetime] = clock
    _seen: Seen = field(default_factory=Seen)
    _watched: float = float("-inf")

    def turn(self) -> int:
        """Do a portion of each kind of work; how much there was."""
        done = 0
        self.pulse.beat()
        watches = monotonic() - self._watched >= WATCHED
        for case in cases():
            now = self.now(case)
            while (read := keep_up(case, now)) > 0:
                done += read
                self.pulse.beat()
                time.sleep(BETWEEN)
            done += look_at_some(case, now).people
            done += tell_some(case, now)
            if watches:
                watch(case, now, self._seen)
        if watches:
            self._watched = monotonic()
        return done


@dataclass
class Sender:
    """Sends what was written down, asks humans, mails letters, and finds what was lost.

    Attributes:
        carriers: What carries texts and calls, by `text` and `call`.
        pulse: Its beats.
        now: The time as a case has it.
        settings: How fast, and what number people call.
    """

    carriers: Mapping[str, Carrier] | None = None
    pulse: Pulse = field(default_factory=lambda: Pulse("sender"))
    now: Callable[[Case], datetime] = clock
    settings: LineSettings = field(default_factory=line_settings)
    _looked: float = float("-inf")
    _swept: float = float("-inf")

    def __post_init__(self) -> None:
        if self.carriers is None:
            self.carriers = carriers_of(self.settings)
        self._pace = Pace(self.settings.texts_a_second)

    def turn(self) -> int:
        """Send a portion of each kind; how many there were."""
        done = 0
        self.pulse.beat()
        looks = monotonic() - self._looked >= WATCHED
        sweeps = monotonic() - self._swept >= SWEPT
        for case in cases():
            for means, carrier in (self.carriers or {}).items():
                pace = self._pace if means == "text" else None
                done += send_some(
                    case, means, carrier, self.now(case), number=self.settings.number, pace=pace
                )
                self.pulse.beat()
            done += ask_humans(case, self.now(case))
            done += mail_some(case, self.now(case))
            if looks:
                settle_lost(case, self.now(case))
                done += tidy(case, self.now(case))
            if sweeps:
                sweep(case, self.now(case))
        if sweeps:
            self._swept = monotonic()
        if looks:
            self._looked = monotonic()
            self._pace.others = _senders()
        return done


def cases() -> list[Case]:
    """The cases whose order or record asks anybody to check in, or that let anybody call in."""
    return list(Case.objects.order_by("pk"))


def _senders() -> int:
    lately = timezone.now() - timedelta(seconds=LIMIT.total_seconds())
    return max(1, Beat.objects.filter(kind="sender", stopped=None, at__gte=lately).count())


def run(each: Worker | Sender, stop: threading.Event, *, once: bool = False) -> None:
    """Work until told to stop; `once`: until there is nothing to do.

    What fails is tried again: the database may be away for an hour.
    """
    while not stop.is_set():
        try:
            if not settings.TESTING:
                close_old_connections()
            done = each.turn()
        except Exception as error:
            log.exception("the line's work failed", extra={"why": type(error).__name__})
            if once:
                raise
            connection.close()
            done = 0
        if once and not done:
            break
        if not done:
            stop.wait(IDLE)
    try:
        each.pulse.stop()
    except Exception:
        log.warning("that it stops could not be noted")
    finally:
        if not settings.TESTING:
            connection.close()


@dataclass
class Running:
    """Loops in threads of this process."""

    threads: list[threading.Thread] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def end(self, wait: float = 15.0) -> None:
        """Let them finish what they are at, and note that they stopped as they should."""
        self.stop.set()
        until = time.monotonic() + wait
        for thread in self.threads:
            thread.join(max(0.0, until - time.monotonic()))


def start(*, workers: int = 1, senders: int = 1) -> Running:
    """Start loops in threads."""
    running = Running()
    loops: list[Worker | Sender] = [*(Worker() for _ in range(workers)),
                                    *(Sender() for _ in range(senders))]  # fmt: skip
    for number, each in enumerate(loops):
        name = f"{each.pulse.kind}-{number}"
        thread = threading.Thread(target=run, args=(each, running.stop), name=name, daemon=True)
        thread.start()
        running.threads.append(thread)
    return running
