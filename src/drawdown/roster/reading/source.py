"""Where a roster came from: the file's name, its hash, who sent it, the day it speaks of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from drawdown.roster.errors import RosterError


@dataclass(frozen=True)
class Source:
    """A file as it was handed in. `sha256` is of its bytes, in hexadecimal."""

    name: str
    sha256: str
    size: int
    sender: str | None = None


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a roster file.

    Raise `RosterError` in one line where that cannot be done.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise RosterError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise RosterError(f"{path}: is a folder; expected a roster file") from None
    except OSError as error:
        raise RosterError(f"{path}: cannot be read ({error.strerror})") from None
    if not content.strip():
        raise RosterError(f"{path}: the file is empty")
    return content


def source_of(path: Path, content: bytes, sender: str | None = None) -> Source:
    """Describe the file that `content` was read from."""
    return Source(path.name, hashlib.sha256(content).hexdigest(), len(content), sender)
