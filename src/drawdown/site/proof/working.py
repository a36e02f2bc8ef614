"""Checkpoints made when it is time: beside answering pages, or in a process of its own."""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from drawdown.record.proof.errors import ProofError
from drawdown.site.cases.models import Case
from drawdown.site.cases.sealing import SealError
from drawdown.site.operations.heartbeats import EVERY, Heart
from drawdown.site.proof.making import last_checkpoint, log_of, make_checkpoint
from drawdown.site.proof.models import Checkpoint

log = logging.getLogger("drawdown.proof")

LOOK = 60.0
"""Seconds between two looks at whether it is time."""


def make_due(now: datetime) -> list[Checkpoint]:
    """Make the checkpoints for which it is time: entries were added, and the last one is old.

    What goes wrong with one record is logged and keeps none of the others waiting.
    """
    made = []
    for case in Case.objects.filter(position__gt=0).order_by("pk"):
        try:
            last, every = last_checkpoint(case), log_of(case).every
            if last is not None and (
                last.size >= case.position
                or not every
                or now - last.made < timedelta(minutes=every)
            ):
                continue
            checkpoint = make_checkpoint(case, now=now)
        except (ProofError, SealError):
            log.exception("a case has no checkpoint that it should have", extra={"case": case.pk})
            continue
        if checkpoint is not None:
            made.append(checkpoint)
    return made


def start() -> threading.Event:
    """Make checkpoints in the background until the event that is returned is set."""
    stop = threading.Event()
    threading.Thread(target=_run, args=(stop,), name="checkpoints", daemon=True).start()
    return stop


def _run(stop: threading.Event) -> None:
    heart, due = Heart("proof"), time.monotonic() + LOOK
    while not stop.wait(EVERY / 2):
        heart.beat()
        if time.monotonic() < due:
            continue
        due = time.monotonic() + LOOK
        try:
            make_due(timezone.now())
        except Exception:  # the next look tries again
            log.exception("looking for checkpoints to make failed")
        finally:
            connection.close()
