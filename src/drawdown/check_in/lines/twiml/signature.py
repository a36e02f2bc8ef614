"""Whether a request really comes from the provider, by its signature.

Twilio signs the address as it asked for it, followed by each field of the form with its value, in
the order of their names, with HMAC-SHA1 under the account's token, or HMAC-SHA256 under a shared
key; a body that is no form is covered by its SHA-256 in the address (`bodySHA256`)
(https://www.twilio.com/docs/usage/security, "Validating requests"). SignalWire does the same with
its signing key and a header of its own, and signs the address and the raw body where that is no
form (https://signalwire.com/docs/platform/webhooks). Telnyx signs the time and the raw body with
Ed25519, and not the address (https://developers.telnyx.com, "Webhook signing").

The signed text has no mark between a name and its value. So the fields that decide anything are
read strictly (`drawdown.check_in.lines.twiml.heard`), and a repeated field is refused.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha1, sha256
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from drawdown.check_in.lines.twiml.webhook import Webhook

Provider = Literal["twilio", "signalwire", "telnyx"]
"""Whose requests; who else signs as Twilio does goes by `twilio`."""

HEADERS: dict[Provider, tuple[str, ...]] = {
    "twilio": ("x-twilio-signature",),
    "signalwire": ("x-signalwire-signature", "x-twilio-signature"),
    "telnyx": ("telnyx-signature-ed25519",),
}
"""Where the signature stands; the first that is there."""
ALGORITHM = "x-twilio-webhooks-signature-settings"
OLDEST = timedelta(minutes=5)
"""How old a request may be where its time is signed."""

_PORTS = {"https": 443, "http": 80}
_HASHES = {"HMAC_SHA1": sha1, "HMAC_SHA256": sha256}


def is_genuine(
    webhook: Webhook, provider: Provider, keys: Sequence[str], now: datetime
) -> bool:  # fmt: skip
    """Whether a request was signed with one of our keys; compared in constant time.

    Args:
        webhook: The request.
        provider: Whose.
        keys: The keys: the account's token or shared key (Twilio), the signing key (SignalWire),
            the public key in base64 (Telnyx). Several while one replaces another.
        now: The moment.
    """
    given = next(
        (webhook.headers[name] for name in HEADERS[provider] if name in webhook.headers), ""
    )
    if not given or any(len(values) != 1 for values in webhook.form.values()):
        return False
    if provider == "telnyx":
        return any(_ed25519(webhook, given, key, now) for key in keys)
    algorithm = (
        _algorithm(webhook.headers.get(ALGORITHM, "")) if provider == "twilio" else "HMAC_SHA1"
    )
    if algorithm not in _HASHES or not all(keys):
        return False
    if not webhook.is_form and provider == "signalwire" and "bodySHA256" not in webhook.query:
        return any(_raw(webhook, given, key) for key in keys)
    if not _body_is_covered(webhook):
        return False
    right = [
        signature(key, url, webhook.form, algorithm)
        for key in keys
        for url in ways_of_writing(webhook.url)
    ]
    return any(hmac.compare_digest(each.encode(), given.encode()) for each in right)


def signature(
    key: str, url: str, form: Mapping[str, Sequence[str]], algorithm: str = "HMAC_SHA1"
) -> str:
    """What Twilio's signature of a request is.

    The example is Twilio's own (https://www.twilio.com/docs/usage/security).

    >>> form = {"CallSid": ["CA1234567890ABCDE"], "Caller": ["+14158675309"], "Digits": ["1234"],
    ...         "From": ["+14158675309"], "To": ["+18005551212"]}
    >>> signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", form)
    'RSOYDt4T1cUTdK1PDd93/VVr8B8='
    """
    fields = "".join(
        name + value for name in sorted(form) for value in sorted(set(form[name]))
    )  # fmt: skip
    made = hmac.new(key.encode(), (url + fields).encode(), _HASHES[algorithm])
    return b64encode(made.digest()).decode()


def ways_of_writing(url: str) -> tuple[str, ...]:
    """An address as it is, with the usual port, and without it: providers sign any of them.

    >>> ways_of_writing("https://line.example.org/calls")
    ('https://line.example.org/calls', 'https://line.example.org:443/calls')
    """
    parts = urlsplit(url)
    usual = _PORTS.get(parts.scheme)
    before, at, host = parts.netloc.rpartition("@")
    name, colon, port = host.rpartition(":")
    if not colon or not port.isdigit():
        name, port = host, ""
    ways = [url]
    if not port and usual:
        ways.append(urlunsplit(parts._replace(netloc=f"{before}{at}{name}:{usual}")))
    elif port:
        ways.append(urlunsplit(parts._replace(netloc=f"{before}{at}{name}")))
    return tuple(ways)


def _algorithm(settings: str) -> str:
    """The algorithm that the header names; the old one where it names none."""
    for part in settings.split(","):
        name, _, value = part.partition("=")
        if name.strip() == "algorithm" and value.strip():
            return value.strip().upper()
    return "HMAC_SHA1"


def _body_is_covered(webhook: Webhook) -> bool:
    """Whether the signature says anything of the body."""
    said = webhook.query.get("bodySHA256", ())
    if webhook.is_form:
        return True
    made = sha256(webhook.body).hexdigest()
    return len(said) == 1 and hmac.compare_digest(made.encode(), said[0].lower().encode())


def _raw(webhook: Webhook, given: str, key: str) -> bool:
    made = [
        hmac.new(key.encode(), url.encode() + webhook.body, sha1).hexdigest()
        for url in ways_of_writing(webhook.url)
    ]
    return any(hmac.compare_digest(each.encode(), given.encode()) for each in made)


def _ed25519(webhook: Webhook, given: str, key: str, now: datetime) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    at = webhook.headers.get("telnyx-timestamp", "")
    if not (at.isascii() and at.isdigit() and len(at) < 12):
        return False
    if abs(now.timestamp() - int(at)) > OLDEST.total_seconds():
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(b64decode(key, validate=True))
        public.verify(b64decode(given, validate=True), f"{at}|".encode() + webhook.body)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True
