"""Keys of backups: `age` X25519 keys, as files that `age-keygen` makes and reads as well.

Whoever makes a backup needs the public key only (`age1…`); whoever restores it the secret one
(`AGE-SECRET-KEY-1…`). So a machine that makes backups need not be able to read them. The format is
that of https://age-encryption.org/v1: a line each, and lines that begin with `#` are comments.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from drawdown.site.operations.backup.errors import BackupError

SETTING = "DRAWDOWN_BACKUP_KEY_FILE"
SECRET = "AGE-SECRET-KEY-1"  # noqa: S105  how a secret key begins
PUBLIC = "age1"


def make_key_file(path: Path, now: datetime) -> str:
    """Make a secret key in a new file, readable by its owner only.

    Returns:
        The public key.

    Raises:
        BackupError: There is a file already.
    """
    import pyrage

    key = pyrage.x25519.Identity.generate()
    public = str(key.to_public())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupError(f"{path}: is there already; a key is never written over") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"# created: {now.isoformat(timespec='seconds')}\n# public key: {public}\n")
        file.write(f"{key}\n")
    return public


def recipients(path: Path) -> list[Any]:
    """The public keys for which to encrypt: those named, and those of the secret keys named.

    Raises:
        BackupError: There is none, or a line is no key.
    """
    return [key.to_public() if secret else key for secret, key in _keys(path)]


def identities(path: Path) -> list[Any]:
    """The secret keys with which to decrypt.

    Raises:
        BackupError: There is none, or a line is no key.
    """
    found = [key for secret, key in _keys(path) if secret]
    if not found:
        raise BackupError(
            f"{path}: has public keys only, with which a backup can be made but not read; "
            f"expected a line {SECRET}…"
        )
    return found


def _keys(path: Path) -> list[tuple[bool, Any]]:
    """Each key of a file, and whether it is a secret one."""
    import pyrage

    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        raise BackupError(
            f"{path}: there is no such key file; drawdown backup --new-key {path} makes one"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(f"{path}: cannot be read as a key file ({error})") from None
    found: list[tuple[bool, Any]] = []
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        try:
            if text.upper().startswith(SECRET):
                found.append((True, pyrage.x25519.Identity.from_str(text)))
            else:
                found.append((False, pyrage.x25519.Recipient.from_str(text)))
        except (pyrage.IdentityError, pyrage.RecipientError):
            raise BackupError(
                f"{path}, line {number}: is no age key; expected {PUBLIC}… or {SECRET}…"
            ) from None
    if not found:
        raise BackupError(f"{path}: has no key; expected a line {PUBLIC}… or {SECRET}…")
    return found
