"""Cases read before anybody asks, so that the first page does not have to wait for it."""

from __future__ import annotations

import gc
import logging
import threading
import time
from datetime import timedelta

from django.db import connection
from pydantic import BaseModel

from drawdown.order.header import Part
from drawdown.record.entry import Entry
from drawdown.site.cases.answers import answer
from drawdown.site.cases.clock import today_in
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of
from drawdown.site.operations.heartbeats import Heart

log = logging.getLogger("drawdown.warming")
DAYS = 30
"""Today and the days before it, which are asked for most."""
PAUSE = 0.1  # seconds, in which others are answered
MOST = 20
"""Cases read in advance; with more, each is read when it is asked for."""


def build_models() -> None:
    """Build what checks entries and clauses, which else happens in the first thread that asks."""
    waiting: list[type[BaseModel]] = [Entry, Part]
    while waiting:
        model = waiting.pop()
        model.model_rebuild()
        waiting += model.__subclasses__()


def warm() -> None:
    """Read each case's record, count its findings of the last days, and compile the model."""
    heart = Heart("warming")
    try:
        cases = list(Case.objects.order_by("-made")[:MOST])
        for back in range(DAYS):
            for case in cases:
                heart.beat()
                answer(case, today_in(case, order_of(case).header.zone) - timedelta(days=back))
                if not back:
                    _charts_and_transfers(case)
                time.sleep(PAUSE if back else 0)
        if cases:
            heart.beat()
            from drawdown.outbreak.ensemble import warm_up

            warm_up()
        # What was read stays: looking through it for garbage stops every page for 0.1 s a time.
        gc.collect()
        gc.freeze()
        heart.stop()
    except Exception:
        log.exception("reading cases in advance failed")
        heart.beat("reading cases in advance failed; they are read when somebody asks")
    finally:
        connection.close()


def _charts_and_transfers(case: Case) -> None:
    """Count what the charts of a case's facilities show, and its transfers, as of today."""
    from drawdown.site.pages.days import Days
    from drawdown.site.pages.facility.chart import shown_over_time
    from drawdown.site.pages.transfers.lists import kept_moved

    header = order_of(case).header
    today = today_in(case, header.zone)
    days = Days(today, None, today)
    for facility in header.facilities:
        shown_over_time(case, facility.id, days, None)
    kept_moved(case, days)


def warm_in_background() -> None:
    """The same, beside whatever else is done."""
    threading.Thread(target=warm, name="warming", daemon=True).start()
