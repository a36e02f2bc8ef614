"""The worker that reads rosters and enters them, beside the pages; any number may run.

What it did is saved together with the new state, or not at all. Work that ends the server again and
again is given up.
"""

from __future__ import annotations

import time

from django.utils import timezone

from drawdown.errors import InputError
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.orders import order_of
from drawdown.site.intake.apart import Tell
from drawdown.site.intake.entering import enter
from drawdown.site.intake.models import WORKING, Upload
from drawdown.site.intake.reading import read
from drawdown.site.jobs import CLAIM, TRIES, Claims, Worker
from drawdown.site.operations.heartbeats import Heart

TOLD_EVERY = 0.3  # seconds between two notes of progress
_HEART = Heart("rosters")
CLAIMS = Claims(Upload, WORKING, "received", _HEART.beat)
claim = CLAIMS.take


def do_one() -> bool:
    """Do one piece of work.

    Returns:
        Whether there was any.
    """
    upload = claim(timezone.now())
    if upload is None:
        return False
    entering = upload.state == "accepting"
    says = "Something failed on our side. Nothing was entered; it can be tried again."
    with CLAIMS.work(upload, "read" if entering else "asks", says):
        if upload.tries > TRIES:
            raise InputError(
                f"The server stopped {TRIES} times in the middle of this file, which may be the "
                "cause. Nothing of it was entered. Try once more, or leave it out."
            )
        if entering:
            _enter(upload)
        else:
            _read(upload)
    return True


def _read(upload: Upload) -> None:
    CLAIMS.save(upload, state="reading", problem="", keep_claim=True)
    found = read(upload, _teller(upload))
    roster = found.roster
    CLAIMS.save(
        upload, state="read" if roster is not None else "asks", problem=found.problem,
        report=found.report, private=upload.closed(found.private, "rows"),
        as_of=roster.as_of.date if roster is not None and roster.as_of else None,
    )  # fmt: skip


def _enter(upload: Upload) -> None:
    tell = _teller(upload)
    found = read(upload, tell)
    if found.roster is None:
        CLAIMS.save(upload, state="asks", problem=found.problem, report=found.report,
              private=upload.closed(found.private, "rows"))  # fmt: skip
        return
    tell("entering", 0, 1)
    now = now_in(upload.case, order_of(upload.case).header.zone)

    def done(result: dict[str, object]) -> None:
        CLAIMS.save(upload, state="accepted", problem="", report=found.report, result=result,
              accepted=now, as_of=result["as_of"])  # fmt: skip

    enter(upload, found.roster, by=upload.accepted_by, now=now, still=lambda: CLAIMS.still(upload),
          done=done)  # fmt: skip


def _teller(upload: Upload) -> Tell:
    """Notes how far the work is, not more often than anybody looks, and renews the claim."""
    last = 0.0

    def tell(step: str, done: int, whole: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < TOLD_EVERY:
            return
        last = now
        CLAIMS.mine(upload).update(
            step=step[:40], done=done, whole=whole, claimed_until=timezone.now() + CLAIM
        )

    return tell


_WORKER = Worker("rosters", do_one, 1.0, _HEART.beat)
start, wake = _WORKER.start, _WORKER.wake
