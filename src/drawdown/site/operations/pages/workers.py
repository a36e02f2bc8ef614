"""Whether everything that works beside the pages does, and when the last backup was made."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.operations import heartbeats
from drawdown.site.operations.queues import LATE, last_backup, last_checkpoint, numbers

PARTS = {
    "rosters": _("reads rosters and enters them"),
    "warming": _("reads cases in advance"),
    "proof": _("signs the record"),
    "reports": _("makes drafts of reports"),
    "line worker": _("looks for who is due"),
    "line sender": _("sends texts and letters"),
    "line": _("answers calls"),
}
"""What a part does, in words; of others their name is shown."""


@case_page(May.SEE_WORKERS)
def workers(request: CaseRequest) -> HttpResponse:
    """Every worker, what waits, and the last backup; nothing of a person or of another case."""
    now = timezone.now()
    found, backup, checkpoint = numbers(now), last_backup(), last_checkpoint()
    missed = heartbeats.silent(now)
    return render(
        request, "drawdown/workers.html",
        {
            "missed": [says(part) for part in missed],
            "standings": [(one, says(one.part)) for one in heartbeats.standings(now)],
            "waiting": [
                (_("Rosters to be read or entered"), found.rosters),
                (_("People at whom the line has to look"), found.due),
                (_("Texts, calls and tasks to be sent"), found.steps),
                (_("Reports to be made"), found.drafts),
            ],
            "backup": backup, "late": backup is None or now - backup.at > LATE,
            "checkpoint": checkpoint,
        },
    )  # fmt: skip


def says(part: str) -> str:
    """What a part does, in words."""
    return str(PARTS.get(part) or PARTS.get(part.rpartition(" ")[0]) or part)
