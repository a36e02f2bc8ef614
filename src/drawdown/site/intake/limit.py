"""No more of a request is taken in than a page could want: it is counted while it comes.

Django takes in a whole request before any page is asked, and keeps it on disk. So the limit stands
before Django, and holds for who is not signed in as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.conf import settings

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Site = Callable[[Scope, Receive, Send], Awaitable[None]]

ROSTERS = re.compile(r"^/(?:api/)?[-\w]+/rosters/?$")
"""Where files are sent to; everywhere else a request is a form, or entries."""
BESIDE = 2**20
"""Bytes of a form beside its file."""


def limited(site: Site) -> Site:
    """The site, which refuses requests that are too large."""

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await site(scope, receive, send)
            return
        most, come, begun = most_of(scope["path"]), 0, False
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if length.isdigit() and int(length) > most:
            await _refuse(scope, send, most)
            return

        async def counted() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            return {"type": "http.disconnect"} if come > most else message

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        await site(scope, counted, sent)
        if come > most and not begun:
            await _refuse(scope, send, most)

    return asked


def most_of(path: str) -> int:
    """How many bytes a request to an address may have."""
    if ROSTERS.match(path):
        return int(settings.UPLOAD_MOST) + BESIDE
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE) + BESIDE


async def _refuse(scope: Scope, send: Send, most: int) -> None:
    line = f"This is larger than {most // 2**20} MB, more than is taken; nothing was kept."
    api = scope["path"].startswith("/api/")
    body = (json.dumps({"error": line}) if api else line + "\n").encode()
    kind = b"application/json" if api else b"text/plain; charset=utf-8"
    headers = [
        (b"content-type", kind), (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"), (b"x-content-type-options", b"nosniff"),
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
