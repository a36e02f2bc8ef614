"""A small client of Twilio's REST interface, for calls and texts, and of those that speak it.

It never sends a second time by itself. What was surely not taken may be sent `later`; where a
request was sent and no answer came, nobody knows, and that is what it says: `uncertain`. Our key
stands in the address of every callback, so that the first one settles it.
"""

from __future__ import annotations

import json
import re
import ssl
from base64 import b64encode
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import quote, urlencode, urlsplit

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.happened import Side
from drawdown.check_in.lines.twiml.codes import CODES, OPTED_OUT, meaning
from drawdown.check_in.lines.twiml.orders import CallOrder, TextOrder
from drawdown.check_in.lines.twiml.sent import Sent
from drawdown.check_in.telephone import masked

VERSION = "2010-04-01"
SHORTEST_WAIT, LONGEST_WAIT = 1.0, 3600.0
MOST_BYTES = 40_000_000
"""How large a recording may be: 40 minutes of sound."""
_NEAR = frozenset({"localhost", "127.0.0.1", "::1"})
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass(frozen=True)
class Account:
    """An account with a provider.

    Attributes:
        sid: The account's id (SignalWire: the project's).
        secret: The token, or the secret of `user`. It is never shown.
        user: The id of an API key, where one is used in place of the account's own token.
        base: Where the provider's interface is: for SignalWire
            `https://SPACE.signalwire.com/api/laml`.
        timeout: How many seconds to wait for an answer.

    Raises:
        CheckInError: The address is none that keeps a secret.
    """

    sid: str
    secret: str
    user: str = ""
    base: str = "https://api.twilio.com"
    timeout: float = 10.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        near = parts.scheme == "http" and parts.hostname in _NEAR
        if not parts.hostname or not (parts.scheme == "https" or near):
            raise CheckInError(f"provider's address '{self.base}': expected one with https://")

    def __repr__(self) -> str:
        return f"Account(sid={self.sid!r}, user={self.user!r}, base={self.base!r})"


@dataclass(frozen=True)
class _Answer:
    """What a provider answered; without a status, how far we came."""

    status: int = 0
    body: bytes = b""
    retry_after: str = ""
    failed: str = ""
    was_sent: bool = False


@dataclass(frozen=True)
class Client:
    """Asks a provider for calls and texts.

    Attributes:
        account: The account.
    """

    account: Account

    def call(self, order: CallOrder) -> Sent:
        """Place a call."""
        number = order.number()
        if not number:
            return _no_number(order.key)
        return self._send(order.key, "Calls.json", order.fields(number), number)

    def text(self, order: TextOrder) -> Sent:
        """Send a text, unless the person said STOP."""
        number = order.number()
        if not number:
            return _no_number(order.key)
        if order.opted_out(number):
            return Sent(order.key, "not_sent", side="person", how="the person answered STOP",
                        opted_out=True)  # fmt: skip
        return self._send(order.key, "Messages.json", order.fields(number), number)

    def recording(self, recording: str) -> bytes | None:
        """The sound of a message as a WAV file; none where it is not there, or not yet.

        The address is made from its id, and not taken from the request that told of it.

        Raises:
            CheckInError: The id is none.
        """
        path = f"Recordings/{_checked(recording)}.wav"
        answer = self._ask("GET", path)
        return answer.body if answer.status == 200 else None

    def forget(self, recording: str) -> bool:
        """Remove a message from the provider, once we keep it ourselves; whether it is gone.

        Raises:
            CheckInError: The id is none.
        """
        answer = self._ask("DELETE", f"Recordings/{_checked(recording)}.json")
        return answer.status in (204, 404)

    def _send(self, key: str, path: str, fields: list[tuple[str, str]], number: str) -> Sent:
        answer = self._ask("POST", path, urlencode(fields).encode())
        return _sent(key, answer, masked(number))

    def _ask(self, method: str, path: str, body: bytes | None = None) -> _Answer:
        """Ask once. Only what fails before anything is sent is known not to have been taken."""
        account, parts = self.account, urlsplit(self.account.base)
        url = f"{parts.path.rstrip('/')}/{VERSION}/Accounts/{quote(account.sid)}/{path}"
        headers = {"Authorization": self._authorization(), "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = self._connection(parts.scheme, parts.hostname or "", parts.port)
        try:
            try:
                connection.connect()
            except (OSError, ssl.SSLError) as error:
                return _Answer(failed=f"no connection: {_said(error)}")
            try:
                connection.request(method, url, body, headers)
                return _read(connection.getresponse())
            except (OSError, HTTPException, ValueError) as error:
                return _Answer(failed=f"no answer: {_said(error)}", was_sent=True)
        finally:
            connection.close()

    def _connection(self, scheme: str, host: str, port: int | None) -> HTTPConnection:
        timeout = self.account.timeout
        if scheme == "http":
            return HTTPConnection(host, port, timeout=timeout)
        return HTTPSConnection(host, port, timeout=timeout, context=ssl.create_default_context())

    def _authorization(self) -> str:
        user = self.account.user or self.account.sid
        return "Basic " + b64encode(f"{user}:{self.account.secret}".encode()).decode()


def _sent(key: str, answer: _Answer, number: str) -> Sent:
    """What an answer to a call or a text means."""
    if not answer.status:
        if answer.was_sent:
            return Sent(key, "uncertain", side="unknown", how=answer.failed)
        return Sent(key, "later", after=SHORTEST_WAIT, side="ours", how=answer.failed)
    found = _object(answer.body)
    code = found.get("code")
    code = code if isinstance(code, int) else 0
    if answer.status in (200, 201, 202):
        sid = found.get("sid")
        if isinstance(sid, str) and sid:
            return Sent(key, "accepted", sid=sid, how=f"taken for {number}")
        return Sent(key, "uncertain", how=f"HTTP {answer.status} without an id")
    how = f"HTTP {answer.status}"
    if answer.status == 429 or (answer.status == 503 and answer.retry_after):
        side: Side = "ours" if answer.status == 429 else "carrier"
        return Sent(key, "later", after=_wait(answer.retry_after), code=code, side=side, how=how)
    if answer.status >= 500 or answer.status in (408, 409) or answer.status < 400:
        return Sent(key, "uncertain", code=code, side="unknown", how=how)
    if not code:
        return Sent(key, "refused", side="ours", how=f"{how}: our request was refused")
    _, whose, said = meaning(code)
    if code not in CODES:
        whose = "ours"  # a request that is refused as such is ours to mend
    return Sent(key, "refused", code=code, side=whose, how=f"{how}, {said}",
                opted_out=code == OPTED_OUT)  # fmt: skip


def _no_number(key: str) -> Sent:
    return Sent(key, "not_sent", side="ours", how="no number to reach the person at")


def _read(response: HTTPResponse) -> _Answer:
    body = response.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return _Answer(failed="the answer is too long", was_sent=True)
    return _Answer(response.status, body, response.getheader("Retry-After") or "")


def _object(body: bytes) -> dict[str, object]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _wait(text: str) -> float:
    """The seconds that `Retry-After` asks for, as seconds or a date (RFC 9110, section 10.2.3)."""
    from datetime import UTC, datetime

    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
        except (TypeError, ValueError):
            seconds = SHORTEST_WAIT
    return min(seconds, LONGEST_WAIT) if seconds >= SHORTEST_WAIT else SHORTEST_WAIT


def _checked(sid: str) -> str:
    if not _ID.fullmatch(sid):
        raise CheckInError("recording: expected the provider's id")
    return sid


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:120]
