"""A server that answers as Twilio's published interface does.

Status codes, the shape of errors and of calls and messages:
https://www.twilio.com/docs/usage/twilios-response, `…/voice/api/call-resource`,
`…/messaging/api/message-resource`, `…/voice/api/recording`. It refuses what that interface would.
"""

from __future__ import annotations

import json
import re
import socket
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

SID, TOKEN = "AC00000000000000000000000000000001", "made-up-token"
E164 = re.compile(r"\+[1-9]\d{1,14}")
CALL_FIELDS = {
    "To", "From", "Url", "Method", "StatusCallback", "StatusCallbackMethod", "StatusCallbackEvent",
    "Timeout", "FallbackUrl", "FallbackMethod", "MachineDetection",
}  # fmt: skip
TEXT_FIELDS = {"To", "From", "MessagingServiceSid", "Body", "StatusCallback"}


@dataclass
class Provider:
    """The server's mind.

    Attributes:
        base: Where it is.
        behaviour: What it does to the next requests: a status, an error code, `drop` before it
            answers, `hang`, `half` an answer, or `taken` and then silence.
        asked: Every form that came, as it came.
        taken: The calls and texts that it took.
    """

    base: str = ""
    behaviour: list[str] = field(default_factory=list)
    retry_after: str = ""
    asked: list[tuple[str, str, dict[str, list[str]]]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    recordings: dict[str, bytes] = field(default_factory=dict)
    released: threading.Event = field(default_factory=threading.Event)


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

        def answer(self, status: int, body: object = None, **headers: str) -> None:
            data = b"" if body is None else (
                body if isinstance(body, bytes) else json.dumps(body).encode()
            )  # fmt: skip
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(data)

        def error(self, status: int, code: int, message: str) -> None:
            more = f"https://www.twilio.com/docs/errors/{code}"
            self.answer(status, {"code": code, "message": message, "more_info": more,
                                 "status": status})  # fmt: skip

        def is_let_in(self) -> bool:
            kind, _, given = self.headers.get("Authorization", "").partition(" ")
            user = b64decode(given).decode() if kind == "Basic" else ""
            if user in (f"{SID}:{TOKEN}", f"SK1:{TOKEN}"):
                return True
            self.error(401, 20003, "Authenticate")
            return False

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            form = parse_qs(raw, keep_blank_values=True, strict_parsing=True)
            path = urlsplit(self.path).path
            provider.asked.append(("POST", path, form))
            if not self.is_let_in() or self.misbehaves():
                return
            found = re.fullmatch(
                rf"(/api/laml)?/2010-04-01/Accounts/{SID}/(Calls|Messages).json", path
            )
            if not found:
                self.error(404, 20404, "The requested resource was not found")
            elif found[2] == "Calls":
                self.calls(form)
            else:
                self.messages(form)

        def misbehaves(self) -> bool:
            what = provider.behaviour.pop(0) if provider.behaviour else ""
            if what in ("drop", "taken"):
                if what == "taken":
                    provider.taken.append("CA-unheard")
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
            elif what == "hang":
                provider.released.wait(20)
                self.close_connection = True
            elif what == "half":
                self.wfile.write(b"HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{")
                self.close_connection = True
            elif what == "page":
                self.answer(201, b"<html>a proxy's page</html>")
            elif what.isdigit() and len(what) == 3:
                after = {"Retry_After": provider.retry_after} if provider.retry_after else {}
                self.answer(int(what), {"code": 20429} if what == "429" else None, **after)
            elif what.isdigit():
                self.error(400, int(what), "refused")
            else:
                return False
            return True

        def calls(self, form: dict[str, list[str]]) -> None:
            assert set(form) <= CALL_FIELDS, set(form) - CALL_FIELDS
            to = form.get("To", [""])[0]
            if not E164.fullmatch(to):
                self.error(400, 21211, f"Invalid 'To' Phone Number: {to}")
            elif not form.get("Url", [""])[0].startswith("https://"):
                self.error(400, 21205, "Url is not a valid URL")
            else:
                sid = f"CA{len(provider.taken):032x}"
                provider.taken.append(sid)
                self.answer(201, {"sid": sid, "account_sid": SID, "to": to, "status": "queued",
                                  "direction": "outbound-api", "answered_by": None})  # fmt: skip

        def messages(self, form: dict[str, list[str]]) -> None:
            assert set(form) <= TEXT_FIELDS, set(form) - TEXT_FIELDS
            to, body = form.get("To", [""])[0], form.get("Body", [""])[0]
            if not E164.fullmatch(to):
                self.error(400, 21211, f"Invalid 'To' Phone Number: {to}")
            elif not body or len(body) > 1600:
                self.error(400, 21602 if not body else 21617, "The message body is wrong")
            elif ("From" in form) == ("MessagingServiceSid" in form):
                self.error(400, 21603, "A 'From' phone number is required")
            else:
                sid = f"SM{len(provider.taken):032x}"
                provider.taken.append(sid)
                self.answer(201, {"sid": sid, "account_sid": SID, "to": to, "status": "queued",
                                  "error_code": None, "num_segments": "1"})  # fmt: skip

        def do_GET(self) -> None:
            provider.asked.append(("GET", self.path, {}))
            if self.is_let_in() and not self.misbehaves():
                sid = urlsplit(self.path).path.rpartition("/")[2].removesuffix(".wav")
                if sid in provider.recordings:
                    self.answer(200, provider.recordings[sid], Content_Type="audio/x-wav")
                else:
                    self.error(404, 20404, "The requested resource was not found")

        def do_DELETE(self) -> None:
            provider.asked.append(("DELETE", self.path, {}))
            if self.is_let_in() and not self.misbehaves():
                sid = urlsplit(self.path).path.rpartition("/")[2].removesuffix(".json")
                gone = provider.recordings.pop(sid, None) is None
                self.answer(404 if gone else 204)

    return Handler


@contextmanager
def serving() -> Iterator[Provider]:
    """A server on this machine for as long as it is needed."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    server.daemon_threads = True
    provider.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        provider.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
