"""Cases read before anybody asks, so that the first page does not have to wait for it."""

from __future__ import annotations

import logging
import threading

from django.db import connection

from drawdown.site.cases.answers import answer
from drawdown.site.cases.clock import today_in
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of

log = logging.getLogger("drawdown.warming")
MOST = 20
"""Cases read in advance; with more, each is read when it is asked for."""


def warm() -> None:
    """Read each case's record and count its findings of today."""
    try:
        for case in Case.objects.order_by("-made")[:MOST]:
            answer(case, today_in(case, order_of(case).header.zone))
    except Exception:
        log.exception("reading cases in advance failed")
    finally:
        connection.close()


def warm_in_background() -> None:
    """The same, beside whatever else is done."""
    threading.Thread(target=warm, name="warming", daemon=True).start()
