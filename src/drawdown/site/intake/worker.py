"""The worker that reads rosters and enters them, beside the pages; any number may run.

A piece of work is claimed by one question to the database that changes its row only where nobody
else has it; a worker that is killed leaves a claim that runs out. What it did is saved together
with the new state, or not at all; and only by the worker whose claim still stands, so that one that
was thought to be gone changes nothing when it is back. Work that ends the server again and again is
given up.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from drawdown.errors import InputError
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.orders import order_of
from drawdown.site.intake.apart import Tell
from drawdown.site.intake.entering import enter
from drawdown.site.intake.models import WORKING, Upload
from drawdown.site.intake.reading import read
from drawdown.site.operations.heartbeats import Heart

log = logging.getLogger("drawdown.intake")

CLAIM = timedelta(seconds=15)
"""How long a claim holds; it is renewed while the work goes on."""
RENEWED_EVERY = 4.0  # seconds
TOLD_EVERY = 0.3  # seconds between two notes of progress
TRIES = 3
"""How often a piece of work is begun, where beginning it ended the server the last time."""
IDLE = 1.0  # seconds between two looks for work, where nobody wakes the worker
_wake = threading.Event()
_started = threading.Lock()
_thread: threading.Thread | None = None
_HEART = Heart("rosters")


def start() -> None:
    """Start the worker of this process, where it does not run yet."""
    global _thread
    with _started:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_run, name="rosters", daemon=True)
            _thread.start()


def wake() -> None:
    """There is something to do: in tests it is done at once, otherwise by the worker."""
    if settings.TESTING:
        while do_one():
            pass
        return
    start()
    _wake.set()


def _run() -> None:
    while True:
        try:
            _HEART.beat()
            while do_one():
                pass
        except Exception:
            log.exception("looking for rosters failed")
        finally:
            connection.close()
        _wake.wait(timeout=IDLE)
        _wake.clear()


class LostError(Exception):
    """The claim ran out, and somebody else has the work, or has done it."""


def claim(now: datetime) -> Upload | None:
    """Take one upload that nobody has; none where there is none."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    waiting = Upload.objects.filter(free, state__in=WORKING).order_by("received")
    for pk in waiting.values_list("pk", flat=True)[:5]:
        mine = secrets.token_hex(8)
        if Upload.objects.filter(free, pk=pk, state__in=WORKING).update(
            claimed_until=now + CLAIM, claim=mine, tries=F("tries") + 1
        ):
            return Upload.objects.select_related("case").filter(pk=pk, claim=mine).first()
    return None


def do_one() -> bool:
    """Do one piece of work.

    Returns:
        Whether there was any.
    """
    upload = claim(timezone.now())
    if upload is None:
        return False
    back = "read" if upload.state == "accepting" else "asks"
    try:
        if upload.tries > TRIES:
            raise InputError(
                f"The server stopped {TRIES} times in the middle of this file, which may be the "
                "cause. Nothing of it was entered. Try once more, or leave it out."
            )
        with _claim_held(upload):
            if upload.state == "accepting":
                _enter(upload)
            else:
                _read(upload)
    except LostError:
        log.warning("a claim ran out", extra={"job": upload.pk})
    except Exception as error:
        log.exception("a roster failed", extra={"job": upload.pk})
        says = str(error) if isinstance(error, InputError) else (
            "Something failed on our side. Nothing was entered; it can be tried again."
        )  # fmt: skip
        with contextlib.suppress(LostError):
            _save(upload, state=back, problem=says)
    return True


@contextlib.contextmanager
def _claim_held(upload: Upload) -> Iterator[None]:
    """Renew the claim of an upload while the block works on it."""
    done = threading.Event()

    def renew() -> None:
        try:
            while not done.wait(RENEWED_EVERY):
                _HEART.beat()
                with contextlib.suppress(DatabaseError):  # busy: it is renewed the next time
                    _mine(upload).update(claimed_until=timezone.now() + CLAIM)
        finally:
            connection.close()

    if settings.TESTING:  # one connection, in which everything is undone afterwards
        yield
        return
    thread = threading.Thread(target=renew, name="claim", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _read(upload: Upload) -> None:
    _save(upload, state="reading", problem="", keep_claim=True)
    found = read(upload, _teller(upload))
    roster = found.roster
    _save(
        upload, state="read" if roster is not None else "asks", problem=found.problem,
        report=found.report, private=upload.closed(found.private, "rows"),
        as_of=roster.as_of.date if roster is not None and roster.as_of else None,
    )  # fmt: skip


def _enter(upload: Upload) -> None:
    tell = _teller(upload)
    found = read(upload, tell)
    if found.roster is None:
        _save(upload, state="asks", problem=found.problem, report=found.report,
              private=upload.closed(found.private, "rows"))  # fmt: skip
        return
    tell("entering", 0, 1)
    now = now_in(upload.case, order_of(upload.case).header.zone)

    def done(result: dict[str, object]) -> None:
        _save(upload, state="accepted", problem="", report=found.report, result=result,
              accepted=now, as_of=result["as_of"])  # fmt: skip

    enter(upload, found.roster, by=upload.accepted_by, now=now, still=lambda: _still(upload),
          done=done)  # fmt: skip


def _mine(upload: Upload) -> QuerySet[Upload]:
    """The upload, while this worker's claim of it stands."""
    return Upload.objects.filter(pk=upload.pk, claim=upload.claim, state__in=WORKING)


def _still(upload: Upload) -> None:
    """Refuse to go on with what somebody else has taken up."""
    if not _mine(upload).exists():
        raise LostError


def _save(upload: Upload, *, keep_claim: bool = False, **fields: object) -> None:
    """Save what the work came to.

    Raises:
        LostError: The claim has run out and somebody else has it; nothing is saved.
    """
    if not keep_claim:
        fields |= {"claimed_until": None, "claim": "", "tries": 0}
    if not _mine(upload).update(**fields):
        raise LostError
    for name, value in fields.items():
        setattr(upload, name, value)


def _teller(upload: Upload) -> Tell:
    """Notes how far the work is, not more often than anybody looks, and renews the claim."""
    last = 0.0

    def tell(step: str, done: int, whole: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < TOLD_EVERY:
            return
        last = now
        _mine(upload).update(
            step=step[:40], done=done, whole=whole, claimed_until=timezone.now() + CLAIM
        )

    return tell
