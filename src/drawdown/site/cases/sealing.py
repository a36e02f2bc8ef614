"""Sealed content: health facts and secrets, encrypted at rest under keys that rotate.

Each case has data keys of its own. A data key is kept wrapped by a master key, which comes from a
file and is never in the database (`DRAWDOWN_SEAL_KEYS_FILE`, the first line in use). Rotating the
master key wraps the data keys anew; new content is then sealed under a new data key, and what was
sealed before stays readable without an entry being touched. AES-256-GCM (NIST SP 800-38D), whose
additional data binds a ciphertext to its place, so that it cannot be moved to another entry.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

if TYPE_CHECKING:
    from drawdown.site.cases.models import Case

NONCE = 12
NUMBER = 4
"""Bytes before a ciphertext that say under which data key it is."""


class SealError(Exception):
    """Sealed content that cannot be opened: a key is missing, or it was changed or moved."""


def master_keys() -> tuple[bytes, ...]:
    """The master keys, the one in use first."""
    keys: tuple[bytes, ...] = settings.ENVIRONMENT.seals
    return keys


def key_place(case: int, number: int) -> str:
    """What a data key is bound to."""
    return f"case {case} key {number}"


def salt_of(name: str) -> str:
    """What the salt of a sealed entry's commitment is bound to."""
    return f"{name} salt"


def fingerprint(key: bytes) -> str:
    """A name for a master key that does not tell the key."""
    return hashlib.sha256(b"drawdown master key\0" + key).hexdigest()[:16]


def wrap(key: bytes, about: str) -> bytes:
    """A key or secret, sealed by the master key in use."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(master_keys()[0]).encrypt(nonce, key, about.encode())


def unwrap(wrapped: bytes, about: str, masters: Iterable[bytes] | None = None) -> bytes:
    """What `wrap` sealed, by whichever master key it was.

    Args:
        wrapped: It.
        about: What it is.
        masters: The master keys; those of the site where not given.

    Raises:
        SealError: None of the master keys opens it.
    """
    for master in master_keys() if masters is None else masters:
        try:
            return AESGCM(master).decrypt(wrapped[:NONCE], wrapped[NONCE:], about.encode())
        except InvalidTag:
            continue
    raise SealError(f"{about}: none of the master keys opens it; is an older key missing?")


def seal_text(text: str) -> str:
    """A short secret as text, such as that of an authenticator app."""
    return base64.urlsafe_b64encode(wrap(text.encode(), "text")).decode()


def open_text(sealed: str) -> str:
    """What `seal_text` sealed."""
    return unwrap(base64.urlsafe_b64decode(sealed), "text").decode()


@lru_cache(maxsize=256)
def _cipher(case: int, number: int) -> AESGCM:
    from drawdown.site.cases.models import DataKey

    found = DataKey.objects.filter(case_id=case, number=number).first()
    if found is None:
        raise SealError(f"case {case}: data key {number} is gone")
    _made_of[case, number] = bytes(found.wrapped)
    return AESGCM(unwrap(bytes(found.wrapped), key_place(case, number)))


_made_of: dict[tuple[int, int], bytes] = {}
"""What the ciphers kept in memory were made of: a key whose transaction was undone may be among
them, and must seal nothing after it."""


def current_number(case: Case) -> int:
    """The number of the data key under which new content is sealed; made where there is none."""
    from drawdown.site.cases.models import DataKey

    last = DataKey.objects.filter(case=case).order_by("-number").first()
    if last is not None and last.master == fingerprint(master_keys()[0]):
        if _made_of.get((case.pk, last.number)) != bytes(last.wrapped):
            _cipher.cache_clear()
        return last.number
    number = last.number + 1 if last else 1
    DataKey.objects.create(
        case=case, number=number, master=fingerprint(master_keys()[0]),
        wrapped=wrap(secrets.token_bytes(32), key_place(case.pk, number)),
    )  # fmt: skip
    _cipher.cache_clear()
    return number


def seal(case: Case, content: bytes, about: str, number: int | None = None) -> bytes:
    """Seal content; `about` names its place, and only there can it be opened."""
    number = number or current_number(case)
    nonce = secrets.token_bytes(NONCE)
    sealed = _cipher(case.pk, number).encrypt(nonce, content, about.encode())
    return number.to_bytes(NUMBER, "big") + nonce + sealed


def open_sealed(case_id: int, sealed: bytes, about: str) -> bytes:
    """Open sealed content.

    Raises:
        SealError: It was changed, moved, or its key is gone.
    """
    return opened(sealed, about, lambda number: _cipher(case_id, number))


def opened(sealed: bytes, about: str, cipher: Callable[[int], AESGCM]) -> bytes:
    """Open sealed content with the ciphers of its case's data keys, by their numbers.

    Raises:
        SealError: It was changed or moved.
    """
    number = int.from_bytes(sealed[:NUMBER], "big")
    nonce, rest = sealed[NUMBER : NUMBER + NONCE], sealed[NUMBER + NONCE :]
    try:
        return cipher(number).decrypt(nonce, rest, about.encode())
    except InvalidTag:
        raise SealError(f"{about}: was changed or moved after it was sealed") from None


def rotate(cases: Iterable[Case]) -> int:
    """Wrap every data key by the master key in use, and start a new one for each case.

    Returns:
        How many data keys were wrapped anew.
    """
    from drawdown.site.cases.models import DataKey

    used, count = fingerprint(master_keys()[0]), 0
    for case in cases:
        for key in DataKey.objects.filter(case=case).exclude(master=used):
            about = key_place(case.pk, key.number)
            key.wrapped, key.master = wrap(unwrap(bytes(key.wrapped), about), about), used
            key.save(update_fields=["wrapped", "master"])
            count += 1
        last = DataKey.objects.filter(case=case).order_by("-number").first()
        number = last.number + 1 if last else 1
        DataKey.objects.create(
            case=case, number=number, master=used,
            wrapped=wrap(secrets.token_bytes(32), key_place(case.pk, number)),
        )  # fmt: skip
    _cipher.cache_clear()
    return count
