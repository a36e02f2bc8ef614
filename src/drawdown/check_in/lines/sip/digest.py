"""Who we are, proved by a digest: RFC 7616, and RFC 8760 for SIP; RFC 2069's form where no qop."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sipmessage import Request, Response

_PARAMETER = re.compile(
    r'(?<![A-Za-z-])([A-Za-z-]++)\s*+=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?:,|$)'
)
_HASHES = {"SHA-256": hashlib.sha256, "MD5": hashlib.md5}  # as the peer asks; strongest first


@dataclass(frozen=True)
class Account:
    """A name and its password at a registrar or trunk."""

    user: str
    password: str


@dataclass(frozen=True)
class Challenge:
    """What a server asks to be proved."""

    header: str
    realm: str
    nonce: str
    algorithm: str
    opaque: str | None
    qop: bool
    stale: bool


def parse_challenge(value: str, header: str) -> Challenge | None:
    """Read a `WWW-Authenticate` or `Proxy-Authenticate`; `None` for one we cannot answer.

    >>> parse_challenge('Digest realm="a, b", nonce="n", qop="auth,auth-int"', "").realm
    'a, b'
    """
    scheme, _, rest = value.strip().partition(" ")
    if scheme.lower() != "digest":
        return None
    found = {
        match[1].lower(): match[3] if match[2] is None else re.sub(r"\\(.)", r"\1", match[2])
        for match in _PARAMETER.finditer(rest.strip())
    }
    algorithm = found.get("algorithm", "MD5").upper()
    offered = [each.strip() for each in found.get("qop", "").lower().split(",") if each.strip()]
    if "realm" not in found or "nonce" not in found or algorithm not in _HASHES:
        return None
    if offered and "auth" not in offered:
        return None
    return Challenge(
        header, found["realm"], found["nonce"], algorithm, found.get("opaque"), bool(offered),
        found.get("stale", "").lower() == "true",
    )  # fmt: skip


def challenge_of(response: Response) -> Challenge | None:
    """Return the strongest challenge of a 401 or 407 that we can answer."""
    asked, header = {
        401: ("WWW-Authenticate", "Authorization"),
        407: ("Proxy-Authenticate", "Proxy-Authorization"),
    }.get(response.code, ("", ""))
    values = response.headers.getlist(asked) if asked else []
    found = [each for value in values if (each := parse_challenge(value, header))]
    return min(found, key=lambda each: list(_HASHES).index(each.algorithm), default=None)


def credentials(
    challenge: Challenge, account: Account, method: str, uri: str, cnonce: str = ""
) -> str:
    """Return the value of the header that answers a challenge.

    The example of RFC 2617, section 3.5:

    >>> asked = Challenge("Authorization", "testrealm@host.com",
    ...     "dcd98b7102dd2f0e8b11d0f600bfb0c093", "MD5", None, True, False)
    >>> answer = credentials(asked, Account("Mufasa", "Circle Of Life"), "GET", "/dir/index.html",
    ...     "0a4f113b")
    >>> 'response="6629fae49393a05397450978507c4ef1"' in answer
    True
    """

    def digest(parts: Iterable[str]) -> str:
        return _HASHES[challenge.algorithm](":".join(parts).encode()).hexdigest()

    cnonce = cnonce or secrets.token_hex(8)
    count = "00000001"  # every challenge is answered once
    proof = [digest((account.user, challenge.realm, account.password)), challenge.nonce]
    if challenge.qop:
        proof += [count, cnonce, "auth"]
    proof.append(digest((method, uri)))
    fields = [
        f'username="{_quoted(account.user)}"',
        f'realm="{_quoted(challenge.realm)}"',
        f'nonce="{_quoted(challenge.nonce)}"',
        f'uri="{uri}"',
        f'response="{digest(proof)}"',
        f"algorithm={challenge.algorithm}",
    ]
    if challenge.opaque is not None:
        fields.append(f'opaque="{_quoted(challenge.opaque)}"')
    if challenge.qop:
        fields += ["qop=auth", f"nc={count}", f'cnonce="{cnonce}"']
    return "Digest " + ", ".join(fields)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def answer(request: Request, response: Response, account: Account | None) -> bool:
    """Put into `request` what `response` asks for; false where that cannot be done."""
    challenge = challenge_of(response)
    if challenge is None or account is None:
        return False
    value = credentials(challenge, account, request.method, str(request.uri))
    request.headers.set(challenge.header, value)
    return True
