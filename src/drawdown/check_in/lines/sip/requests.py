"""Requests and responses as we write them: what `sipua` leaves out, or writes otherwise."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import sipua
from sipmessage import URI, Address, CSeq, Parameters, Request, Response, Via

ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, NOTIFY, UPDATE"
AGENT = "Drawdown"


def values(lines: Sequence[str]) -> list[str]:
    """Part the values that share a header line, each as it was written.

    >>> values(['<sip:a;lr>, "b, c" <sip:b>', "<sip:d>"])
    ['<sip:a;lr>', '"b, c" <sip:b>', '<sip:d>']
    """
    return [value for line in lines for part in _parted(line) if (value := part.strip())]


def _parted(line: str) -> list[str]:
    """A line at the commas that stand outside of quotes, in one pass over it."""
    pieces = line.split('"')
    found = [""]
    for at, piece in enumerate(pieces):
        if at:
            found[-1] += '"'
        inside = (len(pieces) - 1 - at) % 2  # a quote that nobody closes closes what is before it
        first, *others = [piece] if inside else piece.split(",")
        found[-1] += first
        found += others
    return found


def new_tag() -> str:
    """Return a tag or branch that nobody will guess (RFC 3261, section 19.3, asks for 32 bits)."""
    return secrets.token_hex(10)


def new_via(host: str, port: int) -> Via:
    """Return a Via with a long branch, asking for the answer where we sent from (RFC 3581)."""
    parameters = Parameters(branch=f"z9hG4bK{secrets.token_hex(16)}", rport=None)
    return Via(transport="UDP", host=host, port=port, parameters=parameters)


def build(
    method: str,
    uri: URI,
    *,
    via: Via,
    sender: str,
    to: str,
    call_id: str,
    sequence: int,
    contact: Address | None = None,
    route: Sequence[str] = (),
) -> Request:
    """Build a request with the headers that every request has.

    From (`sender`), To and Route are given as text, since some are repeated as they came.
    """
    request = Request(method, uri)
    request.via = [via]
    request.max_forwards = 70
    request.headers.set("From", sender)
    request.headers.set("To", to)
    request.call_id = call_id
    request.cseq = CSeq(sequence=sequence, method=method)
    if route:
        request.headers.setlist("Route", list(route))
    if contact is not None:
        request.contact = [contact]
    request.user_agent = AGENT
    return request


def respond(request: Request, code: int, phrase: str | None = None, tag: str = "") -> Response:
    """Answer a request, repeating its headers as they came, with a tag in To unless it is a 100."""
    response = sipua.create_response(request=request, code=code, phrase=phrase)
    for name in ("Via", "From", "To", "Call-ID", "CSeq"):
        response.headers.setlist(name, list(request.headers.getlist(name)))
    if response.headers.getlist("Record-Route"):
        response.headers.setlist("Record-Route", list(request.headers.getlist("Record-Route")))
    if code > 100 and "tag" not in request.to_address.parameters:
        response.headers.set("To", f"{request.headers['To']};tag={tag or new_tag()}")
    response.headers.set("Server", AGENT)
    if code == 405 or (request.method == "OPTIONS" and code == 200):
        response.headers.set("Allow", ALLOW)
    return response


def target_of(response: Response) -> tuple[URI | None, str, list[str]]:
    """Return where a 2xx says that its dialog goes on: URI, To, Route."""
    uri = response.contact[0].uri if response.contact else None
    return uri, response.headers["To"], values(response.headers.getlist("Record-Route"))[::-1]


def acknowledge_refusal(invite: Request, response: Response) -> Request:
    """ACK a final response of 300 or more: RFC 3261, section 17.1.1.3."""
    ack = Request("ACK", invite.uri)
    ack.headers.setlist("Via", invite.headers.getlist("Via")[:1])
    ack.max_forwards = 70
    ack.headers.set("From", invite.headers["From"])
    ack.headers.set("To", response.headers["To"])
    ack.call_id = invite.call_id
    ack.cseq = CSeq(sequence=invite.cseq.sequence, method="ACK")
    ack.headers.setlist("Route", list(invite.headers.getlist("Route")))
    return ack


def cancel(invite: Request) -> Request:
    """Take an INVITE back: RFC 3261, section 9.1."""
    request = Request("CANCEL", invite.uri)
    for name in ("Via", "From", "To", "Call-ID", "Route"):
        request.headers.setlist(name, list(invite.headers.getlist(name)))
    request.max_forwards = 70
    request.cseq = CSeq(sequence=invite.cseq.sequence, method="CANCEL")
    return request
