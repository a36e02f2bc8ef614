"""Work done beside the pages: rows that a worker claims, and the thread that looks for them.

A row is claimed by one question to the database that changes it only where nobody else has it; a
worker that is killed leaves a claim that runs out, and another begins anew. What the work came to
is saved only by the worker whose claim still stands, so that one that was thought to be gone
changes nothing when it is back.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.conf import settings
from django.db import Error, connection, models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from drawdown.errors import InputError
from drawdown.site.away import AWAY

log = logging.getLogger("drawdown.jobs")

CLAIM = timedelta(seconds=15)
"""How long a claim holds; it is renewed while the work goes on."""
RENEWED_EVERY = 4.0  # seconds
TRIES = 3
"""How often a piece of work is begun, where beginning it ended the server the last time."""


class Job(models.Model):
    """A row that is work for a worker while its `state` says so.

    Attributes:
        claimed_until: Until when a worker has it; one that was killed leaves a claim that runs out.
        claim: Which worker's claim it is: only that one may say what the work came to.
        tries: How often the work was begun since anybody asked for it.
    """

    claimed_until = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=16, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Part of other tables."""

        abstract = True


class LostError(Exception):
    """The claim ran out, and somebody else has the work, or has done it."""


J = TypeVar("J", bound=Job)


@dataclass(frozen=True)
class Claims(Generic[J]):
    """The claims of one kind of job.

    Attributes:
        model: The kind.
        working: The states in which there is something to do.
        oldest: The field by which what waits longest comes first.
        beat: Called while a claim is renewed.
        related: What is read together with a job.
    """

    model: type[J]
    working: tuple[str, ...]
    oldest: str
    beat: Callable[[], None]
    related: tuple[str, ...] = ("case",)

    @property
    def _all(self) -> QuerySet[J]:
        return self.model._default_manager.all()

    def take(self, now: datetime, **fields: object) -> J | None:
        """Take one job that nobody has, and set its `fields`; none where there is none."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        free &= Q(state__in=self.working)
        waiting = self._all.filter(free).order_by(self.oldest)
        for pk in waiting.values_list("pk", flat=True)[:5]:
            mine = secrets.token_hex(8)
            if self._all.filter(free, pk=pk).update(
                claimed_until=now + CLAIM, claim=mine, tries=F("tries") + 1, **fields
            ):
                return self._all.select_related(*self.related).filter(pk=pk, claim=mine).first()
        return None

    def mine(self, job: J) -> QuerySet[J]:
        """The job, while this worker's claim of it stands."""
        return self._all.filter(Q(state__in=self.working), pk=job.pk, claim=job.claim)

    def still(self, job: J) -> None:
        """Refuse to go on with what somebody else has taken up.

        Raises:
            LostError: Somebody else has it.
        """
        if not self.mine(job).exists():
            raise LostError

    def save(self, job: J, *, keep_claim: bool = False, **fields: object) -> None:
        """Save what the work came to.

        Raises:
            LostError: The claim has run out and somebody else has it; nothing is saved.
        """
        ended = {} if keep_claim else {"claimed_until": None, "claim": "", "tries": 0}
        if not self.mine(job).update(**fields, **ended):
            raise LostError

    def wait(self, job: J) -> None:
        """Leave a job as it is, since the database is away or has no room: not what the job did.

        It is tried again once the claim has run out, and this try does not count.
        """
        with contextlib.suppress(Error):
            self.mine(job).update(tries=F("tries") - 1)

    @contextlib.contextmanager
    def work(self, job: J, failed: str, says: str) -> Iterator[None]:
        """Hold the claim of a job while the block works on it, and end it as the work ended.

        Args:
            job: The job; the block saves what the work came to.
            failed: Its state where the work failed.
            says: And its `problem` then, where the failure is no line for whoever asked for it.
        """
        told = logging.LoggerAdapter(log, {"work": job._meta.model_name, "job": job.pk})
        try:
            with self.held(job):
                yield
        except LostError:
            told.warning("a claim ran out")
        except AWAY:
            told.exception("a job waits for the database")
            self.wait(job)
        except Exception as error:
            known = isinstance(error, InputError)
            if not known:
                told.exception("a job failed")
            with contextlib.suppress(LostError):
                self.save(job, state=failed, problem=str(error) if known else says)

    @contextlib.contextmanager
    def held(self, job: J) -> Iterator[None]:
        """Renew the claim of a job while the block works on it."""
        if settings.TESTING:  # one connection, in which everything is undone afterwards
            yield
            return
        done = threading.Event()

        def renew() -> None:
            try:
                while not done.wait(RENEWED_EVERY):
                    self.beat()
                    # Where it is busy, the claim is renewed the next time.
                    with contextlib.suppress(Error):
                        self.mine(job).update(claimed_until=timezone.now() + CLAIM)
            finally:
                connection.close()

        thread = threading.Thread(target=renew, name="claim", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


@dataclass
class Worker:
    """The thread of this process that does one kind of job.

    Attributes:
        name: What it does, such as `rosters`; of the thread too.
        do_one: Does one job, and says whether there was any.
        idle: Seconds between two looks for work, where nobody wakes it.
        beat: Called in each turn.
    """

    name: str
    do_one: Callable[[], bool]
    idle: float
    beat: Callable[[], None]
    _wake: threading.Event = field(default_factory=threading.Event, repr=False)
    _starting: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _thread: threading.Thread | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it, where it does not run yet."""
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
                self._thread.start()

    def wake(self) -> None:
        """There is something to do: in tests it is done at once, otherwise by the thread."""
        if settings.TESTING:
            while self.do_one():
                pass
            return
        self.start()
        self._wake.set()

    def _run(self) -> None:
        while True:
            try:
                self.beat()
                while self.do_one():
                    pass
            except Exception:
                log.exception("looking for work failed", extra={"work": self.name})
            finally:
                connection.close()
            self._wake.wait(timeout=self.idle)
            self._wake.clear()
