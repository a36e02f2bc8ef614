"""Requests answered in one thread each, from beginning to end.

Every page here is written in plain, waiting code. Django's own ASGI handler takes such a page from
the event loop to a thread and back several times, and each time it waits until other threads let go
of the interpreter; under load that took longer than the pages themselves.
"""

from __future__ import annotations

import asyncio
import contextvars
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import IO, TypeVar, cast

import django
from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.db import close_old_connections
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import set_script_prefix

from drawdown.site.environment import THREADS
from drawdown.site.intake.limit import Message, Receive, Scope, Send

T = TypeVar("T")

SWITCH = 0.001
"""Seconds after which a thread lets others go on. A page that comes back from the database waits so
long for each of its questions while another one computes; Python's own 0.005 adds up."""
MANY = 2
"""Pages under way in a process with which it ends a connection after its answer. Processes share
one socket, and who connects again is taken by the one that has time; readers who keep their
connections would else stay with a busy one."""
STREAMS = 8
"""Long downloads at once by a process, beside the pages: a slow reader holds up no page."""


class Handler(ASGIHandler):
    """Django's handler, which makes a page within one thread."""

    def __init__(self, threads: int = THREADS) -> None:
        super().__init__()
        self.load_middleware(is_async=False)
        self._pages = ThreadPoolExecutor(threads, thread_name_prefix="page")
        sys.setswitchinterval(SWITCH)
        self._under_way = 0
        self._streams = ThreadPoolExecutor(STREAMS, thread_name_prefix="stream")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request.

        Raises:
            ValueError: It is not of HTTP.
        """
        if scope["type"] != "http":
            raise ValueError(f"only HTTP is answered, not {scope['type']}")
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with body:
            self._under_way += 1
            try:
                response = await _in_thread(self._pages, partial(self._make, scope, body))
            finally:
                self._under_way -= 1
            if self._under_way >= MANY:
                response.headers["Connection"] = "close"
            if response.streaming:
                await self._stream(cast("StreamingHttpResponse", response), receive, send)
            else:
                await self.send_response(response, send)

    def _make(self, scope: Scope, body: IO[bytes]) -> HttpResponseBase:
        """The response, whose connection to the database is given back already."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response = self.get_response(request) if request else cast("HttpResponseBase", refused)
        if response.streaming:
            close_old_connections()  # its parts are made in another thread
        else:
            cast("HttpResponse", response).content  # noqa: B018  rendered here
            response.close()
        return response

    async def _stream(
        self, response: StreamingHttpResponse, receive: Receive, send: Send
    ) -> None:  # fmt: skip
        """Send part after part, each as soon as it was made; stop when nobody listens any more."""
        loop = asyncio.get_running_loop()
        gone = asyncio.ensure_future(receive())

        def parts() -> None:
            try:
                for part in response:
                    if gone.done():
                        return
                    message = {"type": "http.response.body", "body": part, "more_body": True}
                    asyncio.run_coroutine_threadsafe(_sent(send, message), loop).result()
            finally:
                response.close()

        try:
            await send(_start(response))
            await _in_thread(self._streams, parts)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()
            if not response.closed:  # its beginning could not be sent
                await _in_thread(self._streams, response.close)


def application() -> Handler:
    """The site's handler, once Django is set up."""
    django.setup(set_prefix=False)
    return Handler(settings.ENVIRONMENT.threads)


def _start(response: StreamingHttpResponse) -> Message:
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    cookies = (each.output(header="").strip().encode("ascii") for each in response.cookies.values())
    return {
        "type": "http.response.start", "status": response.status_code,
        "headers": [*headers, *((b"Set-Cookie", cookie) for cookie in cookies)],
    }  # fmt: skip


async def _sent(send: Send, message: Message) -> None:
    await send(message)


async def _in_thread(pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    """What `work` gives, done in a thread that sees nothing of the requests before."""
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(pool, context.run, work)
