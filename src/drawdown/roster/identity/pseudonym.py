"""Keyed pseudonyms.

The same person has the same one in every roster of a case, and in no other case.

HMAC-SHA256 (RFC 2104, FIPS 198-1) over the declared keys. Without the case's key a pseudonym cannot
be traced back by trying every number, which a plain hash would allow: there are few A-numbers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from pathlib import Path

import polars as pl

from drawdown.roster.errors import RosterError

KEY_FILE = "case.key"
KEY_BYTES = 32
LENGTH = 16  # base-32 characters: 80 bits, so that no two people of a case share one


def pseudonym(key: bytes, *parts: str) -> str:
    """Return the pseudonym of a person known by one or more declared keys, in their order.

    >>> pseudonym(b"k" * 32, "A012345678") == pseudonym(b"k" * 32, "A012345678")
    True
    >>> pseudonym(b"k" * 32, "a", "bc") == pseudonym(b"k" * 32, "ab", "c")
    False
    """
    mac = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        text = part.encode()
        mac.update(len(text).to_bytes(8, "big") + text)
    return "P-" + base64.b32encode(mac.digest()).decode()[:LENGTH]


def pseudonyms(key: bytes, people: pl.Series) -> pl.Series:
    """Return the pseudonym of each joined key in a column."""
    seen = people.unique().drop_nulls()
    table = dict(zip(seen, (pseudonym(key, p) for p in seen), strict=True))
    return people.replace_strict(table, default=None, return_dtype=pl.String)


def new_key() -> bytes:
    """Return a key for a new case."""
    return secrets.token_bytes(KEY_BYTES)


def case_key(folder: Path) -> bytes:
    """Return the key of a case folder; raise `RosterError` in one line where it cannot be read."""
    path = folder / KEY_FILE
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise RosterError(f"{path}: is not a case key that can be read ({error})") from None
    if len(key) != KEY_BYTES:
        raise RosterError(f"{path}: holds {len(key)} bytes; expected {KEY_BYTES}")
    return key
