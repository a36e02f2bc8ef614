"""Keys that come by SIP INFO (RFC 6086), in the two forms that telephones and exchanges send."""

from __future__ import annotations

import re

from sipmessage import Request

_RELAY = re.compile(rb"(?im)^\s*signal\s*=\s*(1[0-5]|[0-9*#a-d])\s*$")
_NAMES = dict(zip((b"10", b"11", b"12", b"13", b"14", b"15"), "*#ABCD", strict=True))
"""Some telephones write the event's code instead of the key."""


def key_of_info(request: Request) -> str | None:
    """Return the key that an INFO tells of, in either of the two forms in use."""
    kind = request.content_type
    name = kind.mime_type.lower() if kind else ""
    if name == "application/dtmf-relay":
        found = _RELAY.search(request.body)
        return _NAMES.get(found[1], found[1].decode().upper()) if found else None
    if name == "application/dtmf":
        key = request.body.strip()[:1].decode("ascii", "replace").upper()
        return key if key and key in "0123456789*#ABCD" else None
    return None
