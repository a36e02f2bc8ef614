"""The line mounted on a real web server, asked by a provider that signs: what a site has to do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from xml.etree import ElementTree as ET

import pytest
from tests.check_in.lines.twiml.provider import ACCOUNT, CALL
from tests.check_in.making import NOW, PLACES
from twilio.request_validator import RequestValidator

from drawdown.check_in.dialogue import CheckedIn, Effect
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.lines.store import Enrolled, MemoryStore
from drawdown.check_in.lines.twiml import Kept, Line, Webhook, is_genuine, public_url, take
from drawdown.check_in.pin import hashed

ORIGIN, TOKEN = "https://line.example.org", "made-up-token"


@dataclass
class Mounted:
    """A site: what it keeps, and the lock that a database's row would be."""

    store: MemoryStore = field(
        default_factory=lambda: MemoryStore(
            {"1042": Enrolled("A-1042", hashed("246801"))},
            places=PLACES,
            random=Random(1),  # noqa: S311
        )
    )
    kept: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, str]:
        hook = Webhook.of(public_url(ORIGIN, path), headers, body)
        if not is_genuine(hook, "twilio", [TOKEN], NOW):
            return 403, ""
        line = Line(f"{ORIGIN}/voice", f"{ORIGIN}/recording", f"{ORIGIN}/screen")
        with self.lock:
            before = self.kept.get(hook["CallSid"])
            kept = Kept.model_validate_json(before) if before else None
            try:
                taken = take(kept, hook, line, self.store.desk(NOW), self.save)
            except CheckInError:
                return 400, ""
            self.kept[taken.kept.call] = taken.kept.model_dump_json()
        return 200, taken.markup

    def save(self, effect: Effect) -> Effect | None:
        stands = self.store.saved.get(effect.key)
        self.store.save(effect, NOW)
        return stands


@contextmanager
def mounted() -> Iterator[tuple[Mounted, str]]:
    site = Mounted()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, markup = site.answer(self.path, dict(self.headers), body)
            self.send_response(status)
            self.send_header("Content-Type", "application/xml")
            self.end_headers()
            self.wfile.write(markup.encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def post(base: str, path: str, token: str = TOKEN, **fields: str) -> str:
    """Ask as the provider does, which knows the site by its public origin only."""
    form = {"AccountSid": ACCOUNT, "CallSid": CALL, "From": "+13055550111", "To": "+13055550100",
            "Direction": "inbound", "CallStatus": "in-progress"} | fields  # fmt: skip
    signed = RequestValidator(token).compute_signature(ORIGIN + path, form)
    request = Request(base + path, urlencode(form).encode(), {"X-Twilio-Signature": signed})
    with urlopen(request, timeout=10) as answer:
        return str(answer.read().decode())


def action(markup: str) -> str:
    found = ET.fromstring(markup).find("Gather")  # noqa: S314
    assert found is not None, markup
    return found.get("action", "").removeprefix(ORIGIN)


def test_a_whole_call_and_every_request_eight_times_at_once() -> None:
    with mounted() as (site, base), ThreadPoolExecutor(8) as many:
        path, digits = "/voice", ""
        for following in ("2", "1", "1042", "246801", "1", ""):
            asked = [many.submit(post, base, path, Digits=digits) for _ in range(8)]
            answers = {each.result() for each in asked}
            assert len(answers) == 1
            path, digits = action(answers.pop()), following
        (made,) = (each for each in site.store.saved.values() if isinstance(each, CheckedIn))
        assert (made.person, made.language) == ("A-1042", "es")


def test_who_does_not_sign_is_not_answered() -> None:
    with mounted() as (site, base):
        for token, path in (("another", "/voice"), (TOKEN, "/voice?turn=x")):
            with pytest.raises(HTTPError) as refused:
                post(base, path, token)
            refused.value.close()
            assert refused.value.code == (403 if token == "another" else 400)  # noqa: S105
        assert site.kept == {}
