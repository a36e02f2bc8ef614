"""How requests are answered: a page in one thread, long downloads beside them, busy processes."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from typing import Any

import pytest
from django.core import signals
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from drawdown.site.handler import MANY, Handler

SEEN: list[str] = []
GO = threading.Event()
REMEMBERED: ContextVar[str] = ContextVar("remembered", default="nothing")


def noting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """A middleware that notes where it runs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        SEEN.append(threading.current_thread().name)
        return get_response(request)

    return middleware


def page(request: HttpRequest) -> HttpResponse:
    """A page which notes where it was made, and leaves something behind in its context."""
    SEEN.append(threading.current_thread().name)
    before = REMEMBERED.get()
    REMEMBERED.set(request.path)
    response = HttpResponse(f"{request.method} {len(request.body)} {before}")
    response.set_cookie("kept", "yes")
    return response


def waiting(request: HttpRequest) -> HttpResponse:
    """A page that waits until it may go on."""
    assert GO.wait(20)
    return HttpResponse("done")


def broken(request: HttpRequest) -> HttpResponse:
    """A page that fails."""
    raise RuntimeError("as it must not")


def download(request: HttpRequest) -> StreamingHttpResponse:
    """A download that is never at its end of itself."""

    def lines() -> Iterator[str]:
        try:
            while True:
                yield "line\n" * 1000
        finally:
            SEEN.append("ended")

    return StreamingHttpResponse(lines())


def short(request: HttpRequest) -> StreamingHttpResponse:
    """A download whose second part is made only after the first was received."""

    def lines() -> Iterator[str]:
        yield "first"
        assert GO.wait(20)
        yield "second"

    return StreamingHttpResponse(lines())


urlpatterns = [
    path("page", page), path("waiting", waiting), path("broken", broken),
    path("download", download), path("short", short),
]  # fmt: skip


@pytest.fixture
def handler(settings: Any) -> Iterator[Handler]:
    """The handler, with this file's pages and middleware."""
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [f"{__name__}.noting"]
    settings.ALLOWED_HOSTS = ["testserver"]
    SEEN.clear()
    GO.clear()
    before = sys.getswitchinterval()
    yield Handler(MANY + 2)
    GO.set()
    sys.setswitchinterval(before)


class Client:
    """One request and what came of it, as an ASGI server would hold it."""

    def __init__(self, address: str, body: bytes = b"", *, slow: bool = False) -> None:
        self.scope = {
            "type": "http", "method": "POST" if body else "GET", "path": f"/{address}",
            "query_string": b"", "headers": [(b"host", b"testserver")], "root_path": "",
            "http_version": "1.1", "scheme": "http", "server": ("testserver", 80),
        }  # fmt: skip
        self.asked = [{"type": "http.request", "body": body, "more_body": False}]
        self.come: list[dict[str, Any]] = []
        self.left, self.reads = asyncio.Event(), asyncio.Event()
        if not slow:
            self.reads.set()

    async def receive(self) -> dict[str, Any]:
        if self.asked:
            return self.asked.pop(0)
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.come.append(message)
        await self.reads.wait()

    def begun(self, handler: Handler) -> asyncio.Task[None]:
        return asyncio.ensure_future(handler(self.scope, self.receive, self.send))

    async def answered(self, handler: Handler) -> Client:
        await asyncio.wait_for(handler(self.scope, self.receive, self.send), 20)
        return self

    @property
    def status(self) -> int:
        return int(self.come[0]["status"])

    @property
    def headers(self) -> dict[bytes, bytes]:
        return {name.lower(): value for name, value in self.come[0]["headers"]}

    @property
    def body(self) -> bytes:
        return b"".join(each.get("body", b"") for each in self.come[1:])


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, at most some seconds."""
    for _ in range(2000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to hold")


def run(work: Callable[[], Awaitable[None]]) -> None:
    """Run a test's own steps in an event loop of its own."""
    asyncio.run(asyncio.wait_for(work(), 60))  # type: ignore[arg-type]


def test_everything_of_a_page_happens_in_one_thread(handler: Handler) -> None:
    """Middleware, page, and the signals by which connections to the database are given back."""

    def noted(**_: object) -> None:
        SEEN.append(threading.current_thread().name)

    async def work() -> None:
        client = await Client("page", b"12345").answered(handler)
        assert (client.status, client.body) == (200, b"POST 5 nothing")
        assert client.headers[b"set-cookie"].startswith(b"kept=yes")

    signals.request_started.connect(noted)
    signals.request_finished.connect(noted)
    try:
        run(work)
    finally:
        signals.request_started.disconnect(noted)
        signals.request_finished.disconnect(noted)
    assert len(SEEN) == 4
    assert len(set(SEEN)) == 1
    assert SEEN[0].startswith("page")


def test_a_page_sees_nothing_of_the_one_before(handler: Handler) -> None:
    async def work() -> None:
        for _ in range(9):
            assert (await Client("page").answered(handler)).body == b"GET 0 nothing"

    run(work)


def test_a_page_that_fails_is_an_answer_and_the_next_is_made(handler: Handler) -> None:
    async def work() -> None:
        for _ in range(6):
            assert (await Client("broken").answered(handler)).status == 500
        assert (await Client("page").answered(handler)).status == 200
        assert (await Client("nowhere").answered(handler)).status == 404

    run(work)


def test_who_leaves_while_sending_gets_no_page_made(handler: Handler) -> None:
    async def work() -> None:
        client = Client("page")
        client.asked = [{"type": "http.request", "body": b"half", "more_body": True}]
        client.left.set()
        await client.answered(handler)
        assert client.come == []
        assert SEEN == []

    run(work)


def test_parts_of_a_download_are_sent_as_they_are_made(handler: Handler) -> None:
    async def work() -> None:
        client = Client("short")
        task = client.begun(handler)
        await until(lambda: client.body == b"first")
        assert not task.done()
        GO.set()
        await asyncio.wait_for(task, 20)
        assert client.body == b"firstsecond"
        assert client.come[-1] == {"type": "http.response.body", "body": b"", "more_body": False}

    run(work)


def test_a_download_ends_when_nobody_listens_any_more(handler: Handler) -> None:
    async def work() -> None:
        client = Client("download")
        task = client.begun(handler)
        await until(lambda: len(client.come) > 3)
        client.left.set()
        await asyncio.wait_for(task, 20)
        assert "ended" in SEEN

    run(work)


def test_slow_readers_of_downloads_hold_up_no_page(handler: Handler) -> None:
    async def work() -> None:
        slow = [Client("download", slow=True) for _ in range(MANY + 4)]
        tasks = [each.begun(handler) for each in slow]
        await until(lambda: all(each.come for each in slow))
        assert (await Client("page").answered(handler)).status == 200
        for each in slow:
            each.left.set()
            each.reads.set()
        await asyncio.wait_for(asyncio.gather(*tasks), 20)
        assert SEEN.count("ended") == len(slow)

    run(work)


def test_a_server_that_stops_leaves_no_download_behind(handler: Handler) -> None:
    async def work() -> None:
        slow = Client("download", slow=True)
        task = slow.begun(handler)
        await until(lambda: len(slow.come) > 0)
        slow.reads.set()
        await until(lambda: len(slow.come) > 3)
        slow.reads.clear()
        task.cancel()

    run(work)  # its end cancels what is still under way, as the server's end does
    for _ in range(500):
        if "ended" in SEEN:
            return
        threading.Event().wait(0.01)
    raise AssertionError("the download goes on")


def test_a_busy_process_ends_connections_and_one_at_rest_keeps_them(handler: Handler) -> None:
    """Whoever connects again is taken by the process that has time."""

    async def work() -> None:
        others = [Client("waiting") for _ in range(MANY)]
        tasks = [each.begun(handler) for each in others]
        await until(lambda: sum(name.startswith("page") for name in SEEN) >= MANY)
        busy = await Client("page").answered(handler)
        assert busy.headers[b"connection"] == b"close"
        GO.set()
        await asyncio.gather(*tasks)
        assert b"connection" not in (await Client("page").answered(handler)).headers

    run(work)


def test_what_is_not_http_is_refused(handler: Handler) -> None:
    async def work() -> None:
        client = Client("page")
        client.scope["type"] = "websocket"
        with pytest.raises(ValueError, match="only HTTP is answered, not websocket"):
            await handler(client.scope, client.receive, client.send)

    run(work)
