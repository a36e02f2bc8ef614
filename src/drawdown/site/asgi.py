"""The site as an ASGI application, for any ASGI server; `drawdown serve` runs it in uvicorn.

Stylesheets and scripts are answered before Django is asked.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from servestatic import ServeStaticASGI

from drawdown.site import handler

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drawdown.site.settings")

KEPT_FOR = 300
"""Seconds for which a browser keeps a stylesheet or script without asking."""


def _with_static(site: object) -> ServeStaticASGI:
    from django.contrib.staticfiles.finders import get_finders

    served = ServeStaticASGI(
        site, max_age=KEPT_FOR, allow_all_origins=False, add_headers_function=_headers
    )
    for finder in get_finders():
        for name, storage in finder.list(None):
            served.insert_directory(storage.location, "/static/")
            served.add_file_to_dictionary(f"/static/{name}", storage.path(name), storage.location)
    return served


def _headers(headers: dict[str, str], path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


_django = handler.application()


def _limited() -> object:
    from drawdown.site.intake.limit import limited

    return limited(_django)


_ends: list[Callable[[], object]] = []
"""What is done before the process ends, so that its silence afterwards is no outage."""
_site = _with_static(_limited())


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The site; it is also told when the server is about to end, however it is told to."""
    if scope["type"] != "lifespan":
        await _site(scope, receive, send)
        return
    while (await receive())["type"] == "lifespan.startup":
        await send({"type": "lifespan.startup.complete"})
    for end in _ends:
        await asyncio.to_thread(end)
    await send({"type": "lifespan.shutdown.complete"})


def _begin() -> None:
    """What a serving process does beside answering."""
    from drawdown.site.intake import worker
    from drawdown.site.line import working
    from drawdown.site.line.pages import beating
    from drawdown.site.line.settings import line_settings
    from drawdown.site.operations import heartbeats
    from drawdown.site.proof import working as checkpoints
    from drawdown.site.reports import worker as reports
    from drawdown.site.warming import build_models, warm_in_background

    build_models()
    warm_in_background()
    worker.start()
    _ends.append(checkpoints.start().set)
    reports.start()
    if line_settings().works:
        _ends.append(working.start().end)
    _ends.append(heartbeats.stop_all)
    if beats := beating.start():
        _ends.append(beats.end)


if not settings.TESTING:  # tests that read every module start nothing by it
    _begin()
