"""The worker that makes drafts of reports, beside the pages; any number may run.

What was made is kept together with the new state, or not at all. A draft that ends the server again
and again is given up.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drawdown.errors import InputError
from drawdown.site.jobs import CLAIM, TRIES, Claims, LostError, Worker
from drawdown.site.operations.heartbeats import Heart
from drawdown.site.reports.making import Tell, keep_paper, make
from drawdown.site.reports.models import STEPS, WORKING, Draft

_HEART = Heart("reports")
CLAIMS = Claims(Draft, WORKING, "asked", _HEART.beat, related=("case", "maker"))


def do_one() -> bool:
    """Make one draft.

    Returns:
        Whether there was any to make.
    """
    draft = CLAIMS.take(timezone.now(), state="making")
    if draft is None:
        return False
    says = _("Something failed on our side. Nothing was made; it can be tried again.")
    with CLAIMS.work(draft, "failed", says):
        if draft.tries > TRIES:
            raise InputError(_("The server stopped several times in the middle of this draft. Try "
                               "it once more, or for another period."))  # fmt: skip
        made = make(draft, _teller(draft))
        with transaction.atomic():
            CLAIMS.save(draft, state="made", problem="", paper=keep_paper(draft, made))
    return True


def _teller(draft: Draft) -> Tell:
    """Notes which step is begun, and renews the claim."""
    steps = list(STEPS)

    def tell(step: str) -> None:
        now = timezone.now()
        if not CLAIMS.mine(draft).update(
            step=step, done=steps.index(step), whole=len(steps), claimed_until=now + CLAIM
        ):
            raise LostError

    return tell


_WORKER = Worker("reports", do_one, 2.0, _HEART.beat)
start, wake = _WORKER.start, _WORKER.wake
