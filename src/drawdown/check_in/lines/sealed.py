"""What callers say, sealed beside a case folder's record: messages, and numbers to call back.

A file of its own for each, AES-256-GCM (NIST SP 800-38D) under a key that is made of `case.key`
(HKDF, RFC 5869), which is never handed over. Its name is bound in, so that none can stand for
another. The record holds the names alone.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from drawdown.check_in.errors import CheckInError
from drawdown.roster.errors import RosterError
from drawdown.roster.identity.pseudonym import KEY_FILE, case_key

SEALED = "sealed"
"""The folder, beside the record and no part of it."""

_NONCE = 12
_NAME = re.compile(r"[A-Za-z0-9-]{1,100}")


def sealed_name(key: str) -> str:
    """The name under which what belongs to an effect is sealed.

    >>> sealed_name("sip-1/2/call_back_asked") == sealed_name("sip-1/2/call_back_asked")
    True
    """
    return f"for-{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def seal(folder: Path, name: str, content: bytes) -> None:
    """Seal content under a name: it is on disk, all of it, when this returns.

    Raises:
        CheckInError: The folder has no key, or cannot be written to.
    """
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + _cipher(folder).encrypt(nonce, content, name.encode())
    path = _path(folder, name)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        copy = path.with_name(f".{path.name}.new")
        copy.unlink(missing_ok=True)
        with os.fdopen(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        copy.replace(path)
        parent = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(parent)
        finally:
            os.close(parent)
    except OSError as error:
        raise CheckInError(f"{path}: cannot be written ({error.strerror})") from None


def unseal(folder: Path, name: str) -> bytes:
    """What was sealed under a name.

    Raises:
        CheckInError: There is nothing, or it was changed, or the key is another.
    """
    path = _path(folder, name)
    try:
        sealed = path.read_bytes()
    except OSError as error:
        raise CheckInError(f"{path}: cannot be read ({error.strerror})") from None
    try:
        return _cipher(folder).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
    except (InvalidTag, ValueError):
        raise CheckInError(
            f"{path}: does not open; it was changed, or {folder / KEY_FILE} is not its key"
        ) from None


def _path(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise CheckInError(f"{name!r} is no name of anything sealed; expected letters and digits")
    return folder / SEALED / f"{name}.sealed"


def _cipher(folder: Path) -> AESGCM:
    if not (folder / KEY_FILE).exists():
        raise CheckInError(
            f"{folder}: has no {KEY_FILE}, under which what callers say is sealed; "
            "expected it made by entering a roster, or with: drawdown line key FOLDER"
        )
    try:
        key = case_key(folder)
    except RosterError as error:
        raise CheckInError(str(error)) from None
    derived = HKDF(SHA256(), 32, salt=None, info=b"drawdown line, what callers say")
    return AESGCM(derived.derive(key))
