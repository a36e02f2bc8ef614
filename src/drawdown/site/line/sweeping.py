"""What was recorded or typed and nobody points to: a call that broke before it could say whose it is.

Such a message reaches nobody, since no task or report names it; keeping somebody's voice for that
would be to keep it for nothing.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Q

from drawdown.site.cases.models import Case, Row
from drawdown.site.line.models import Call, Said

log = logging.getLogger("drawdown.line")
LEFT = timedelta(days=2)
"""So long after it was kept a message is still waited for: a provider tells of it late."""
LOOKED_AT = timedelta(days=10)
"""And for so long it is looked at."""
PORTION = 200


def sweep(case: Case, now: datetime) -> int:
    """Remove messages of calls that are long over to which no entry points.

    Args:
        case: The case.
        now: The moment, as the case has the time.

    Returns:
        How many were removed.
    """
    kept = Said.objects.filter(
        case=case, kind__in=("sound", "text"), at__lt=now - LEFT, at__gte=now - LOOKED_AT
    )
    lost = [
        (pk, name)
        for pk, name, call in kept.order_by("at").values_list("pk", "name", "call")[:PORTION]
        if not _is_named(case, name, call) and not _waits(case, call)
    ]
    for pk, name in lost:
        Said.objects.filter(pk=pk).delete()
        log.warning("a message to which nothing points was removed", extra={"what": name})
    return len(lost)


def _is_named(case: Case, name: str, call: str) -> bool:
    """Whether an entry points to a message: those of a call are named after it, or it after them."""
    entries = Q(name__startswith=f"{name}/") | Q(name=name)
    if call:
        entries |= Q(name__startswith=f"{call}/", content__contains=name)
    return Row.objects.filter(entries, case=case).exists()


def _waits(case: Case, call: str) -> bool:
    """Whether something of the call is still to be told, or fetched from a provider."""
    return Call.objects.filter(case=case, name=call, waits=True).exists()
