"""What the tree holds of an entry: where it stands, and a commitment to what it says.

The commitment is salted. Who has the entry can show that it is the one; once content and salt are
destroyed nobody can tell, or try out, what it said, and the tree stands as it did.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256

from drawdown.record.proof.canonical import canonical_texts

SALT = 16
"""Bytes of a salt."""

VERSION = 1
"""Of the form of leaves; it stands in each."""


def new_salt() -> bytes:
    """A salt."""
    return secrets.token_bytes(SALT)


def commitment_of(salt: bytes, content: Mapping[str, str]) -> bytes:
    """SHA-256 of the salt and of the content as canonical JSON (RFC 8785).

    Args:
        salt: 16 random bytes.
        content: The entry's fields as the texts of cells, its kind as `entry`.
    """
    return commitment_to(salt, canonical_texts(content))


def commitment_to(salt: bytes, canonical: bytes) -> bytes:
    """The commitment to content that is there as canonical JSON."""
    return sha256(salt + canonical).digest()


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def leaf_of(
    case: str, seq: int, kind: str, recorded: str, file: str, line: int, commitment: bytes
) -> bytes:
    """A leaf: an object as canonical JSON (RFC 8785), written out since its names are known.

    Args:
        case: The case's short name.
        seq: The entry's number, from 1.
        kind: Its kind.
        recorded: When it was recorded: `2020-05-14T17:30:00.000000Z`.
        file: Where it stands in a case folder.
        line: On which line or row.
        commitment: To its content.

    >>> leaf_of("a-v-b", 1, "count", "2020-05-14T17:30:00.000000Z", "counts/a.csv", 2, bytes(32))
    b'{"case":"a-v-b","commitment":"0000...0000","file":"counts/a.csv","kind":"count","line":2,...
    """
    return (
        f'{{"case":{_quoted(case)},"commitment":"{commitment.hex()}","file":{_quoted(file)},'
        f'"kind":{_quoted(kind)},"line":{line},"recorded":"{recorded}","seq":{seq},"v":{VERSION}}}'
    ).encode()
