"""The worker that makes drafts of reports, beside the pages; any number may run.

A draft is claimed by one question to the database that changes its row only where nobody else has
it; a worker that is killed leaves a claim that runs out, and another begins anew. What was made is
kept together with the new state, or not at all; and only by the worker whose claim still stands. A
draft that ends the server again and again is given up.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from drawdown.errors import InputError
from drawdown.site.operations.heartbeats import Heart
from drawdown.site.reports.making import Tell, keep_paper, make
from drawdown.site.reports.models import STEPS, WORKING, Draft

log = logging.getLogger("drawdown.reports")

CLAIM = timedelta(seconds=15)
"""How long a claim holds; it is renewed while the work goes on."""
RENEWED_EVERY = 4.0  # seconds
TRIES = 3
"""How often a draft is begun, where beginning it ended the server the last time."""
IDLE = 2.0  # seconds between two looks for work, where nobody wakes the worker
_wake = threading.Event()
_started = threading.Lock()
_thread: threading.Thread | None = None
_HEART = Heart("reports")


def start() -> None:
    """Start the worker of this process, where it does not run yet."""
    global _thread
    with _started:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_run, name="reports", daemon=True)
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
            log.exception("looking for drafts failed")
        finally:
            connection.close()
        _wake.wait(timeout=IDLE)
        _wake.clear()


class LostError(Exception):
    """The claim ran out, and somebody else has the work, or has done it."""


def claim(now: datetime) -> Draft | None:
    """Take one draft that nobody has; none where there is none."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    waiting = Draft.objects.filter(free, state__in=WORKING).order_by("asked")
    for pk in waiting.values_list("pk", flat=True)[:5]:
        mine = secrets.token_hex(8)
        if Draft.objects.filter(free, pk=pk, state__in=WORKING).update(
            claimed_until=now + CLAIM, claim=mine, tries=F("tries") + 1, state="making"
        ):
            found = Draft.objects.select_related("case", "maker")
            return found.filter(pk=pk, claim=mine).first()
    return None


def do_one() -> bool:
    """Make one draft.

    Returns:
        Whether there was any to make.
    """
    draft = claim(timezone.now())
    if draft is None:
        return False
    try:
        if draft.tries > TRIES:
            raise InputError(_("The server stopped several times in the middle of this draft. Try "
                               "it once more, or for another period."))  # fmt: skip
        with _claim_held(draft):
            made = make(draft, _teller(draft))
            with transaction.atomic():
                _save(draft, state="made", problem="", paper=keep_paper(draft, made))
    except LostError:
        log.warning("a claim ran out", extra={"job": draft.pk})
    except Exception as error:
        known = isinstance(error, InputError)
        if not known:
            log.exception("a draft failed", extra={"job": draft.pk})
        says = str(error) if known else _(
            "Something failed on our side. Nothing was made; it can be tried again."
        )  # fmt: skip
        with contextlib.suppress(LostError):
            _save(draft, state="failed", problem=says)
    return True


@contextlib.contextmanager
def _claim_held(draft: Draft) -> Iterator[None]:
    """Renew the claim of a draft while the block works on it."""
    done = threading.Event()

    def renew() -> None:
        try:
            while not done.wait(RENEWED_EVERY):
                _HEART.beat()
                with contextlib.suppress(DatabaseError):  # busy: it is renewed the next time
                    _mine(draft).update(claimed_until=timezone.now() + CLAIM)
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


def _mine(draft: Draft) -> QuerySet[Draft]:
    """The draft, while this worker's claim of it stands."""
    return Draft.objects.filter(pk=draft.pk, claim=draft.claim, state__in=WORKING)


def _save(draft: Draft, **fields: object) -> None:
    """Save what the work came to.

    Raises:
        LostError: The claim has run out and somebody else has it; nothing is saved.
    """
    if not _mine(draft).update(claimed_until=None, claim="", tries=0, **fields):
        raise LostError


def _teller(draft: Draft) -> Tell:
    """Notes which step is begun, and renews the claim."""
    steps = list(STEPS)

    def tell(step: str) -> None:
        now = timezone.now()
        if not _mine(draft).update(
            step=step, done=steps.index(step), whole=len(steps), claimed_until=now + CLAIM
        ):
            raise LostError

    return tell
