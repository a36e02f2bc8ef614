"""Numbers for Prometheus: how quickly pages answer, what waits, how old the last backup is.

Nothing about a person: pages are named by their view, never by their address.
"""

from __future__ import annotations

import hmac
import logging
import os
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils import timezone
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.multiprocess import MultiProcessCollector

import drawdown

log = logging.getLogger("drawdown.operations")
TOKEN_FILE = "DRAWDOWN_METRICS_TOKEN_FILE"  # noqa: S105  the name of a setting
SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Where several processes that answer keep their numbers together; `drawdown serve` sets it."""
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds."""
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")

_SECONDS = Histogram(
    "drawdown_request_seconds", "How long a view took to answer, by how it ended.",
    ["view", "method", "status"], buckets=BUCKETS,
)  # fmt: skip
Answer = Callable[[HttpRequest], HttpResponse]


def timed(get_response: Answer) -> Answer:
    """Middleware: note how long each view took, and how it ended."""

    def answer(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = get_response(request)
        took = time.perf_counter() - begun
        match = request.resolver_match
        view = (match.view_name if match else "") or "none"
        status = f"{response.status_code // 100}xx"
        _SECONDS.labels(view, request.method or "", status).observe(took)
        return response

    return answer


def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers, for who has the token; without one, for this machine only."""
    if not _may_read(request):
        return HttpResponseNotFound("Not found\n", content_type="text/plain")
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    if named := os.environ.get(TOKEN_FILE):
        token = _token(named)
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return bool(token) and hmac.compare_digest(given.encode(), token.encode())
    if any(name in request.headers for name in FORWARDED):
        return False  # a proxy on this machine hands on what others ask
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        near = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return near and host in ("localhost", "127.0.0.1", "[::1]")


def _token(named: str) -> str:
    try:
        return Path(named).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        log.warning("the token of the metrics cannot be read")
        return ""


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    if os.environ.get(SHARED):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(_Site())
    return registry


class _Site:
    """The numbers of the whole site, asked of the database when somebody reads them."""

    def collect(self) -> Iterator[Any]:
        """Each number."""
        from drawdown.site.operations import heartbeats, queues

        yield _info()
        try:
            now = timezone.now()
            found, standings = queues.numbers(now), heartbeats.standings(now)
            missed = heartbeats.silent(now)
        except Error:
            yield Gauge("drawdown_database_up", "Whether the database answers.", value=0)
            return
        yield Gauge("drawdown_database_up", "Whether the database answers.", value=1)
        yield Gauge("drawdown_database_bytes", "The size of the database.", value=found.size)
        entries = Gauge("drawdown_entries", "Entries of a case's record.", labels=["case"])
        for case, count in found.entries.items():
            entries.add_metric([case], count)
        yield entries
        waits = Gauge("drawdown_waiting", "What waits for a worker by now.", labels=["what"])
        for what, count in (("rosters", found.rosters), ("people due", found.due),
                            ("steps to send", found.steps),
                            ("reports", found.drafts)):  # fmt: skip
            waits.add_metric([what], count)
        yield waits
        beat = Gauge("drawdown_heartbeat_age_seconds",
                     "Since a worker of this kind was last heard of.", labels=["part"])  # fmt: skip
        ages: dict[str, float] = {}
        for one in standings:
            if not one.stopped:
                age = max(0.0, (now - one.at).total_seconds())
                ages[one.part] = min(age, ages.get(one.part, age))
        for part, age in sorted(ages.items()):
            beat.add_metric([part], age)
        yield beat
        missing = Gauge("drawdown_workers_missing", "1: this part is not worked for.",
                        labels=["part"])  # fmt: skip
        for part in missed:
            missing.add_metric([part], 1)
        yield missing
        yield Gauge("drawdown_workers_missing_count", "How many parts are not worked for.",
                    value=len(missed))  # fmt: skip
        if found.backup is not None:
            yield Gauge("drawdown_backup_age_seconds", "Since the moment of the last backup.",
                        value=(now - found.backup.at).total_seconds())  # fmt: skip
            yield Gauge("drawdown_backup_bytes", "Its size.", value=found.backup.size)
        if found.checkpoint is not None:
            yield Gauge("drawdown_checkpoint_age_seconds", "Since the record was last signed.",
                        value=(now - found.checkpoint).total_seconds())  # fmt: skip


def _info() -> Gauge:
    info = Gauge("drawdown_info", "The version, as a label.", labels=["version"])
    info.add_metric([drawdown.__version__], 1)
    return info
