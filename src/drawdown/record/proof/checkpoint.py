"""Checkpoints: the state of a record's tree, to be signed (C2SP tlog-checkpoint)."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.note import Note, SignerKey, read_note


@dataclass(frozen=True)
class Checkpoint:
    """The state of a tree.

    Attributes:
        origin: Which record's.
        size: How many entries it had.
        root: Its root hash, 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def signed(self, *keys: SignerKey, at: int = 0) -> str:
        """A signed note of it; `at` is the time of those that cosign."""
        text = self.text
        return f"{text}\n{''.join(key.line(text.encode(), at) for key in keys)}"


def read_checkpoint(text: str) -> tuple[Checkpoint, Note]:
    """A checkpoint and the note that it is, whose signatures are not checked by this.

    Raises:
        ProofError: It is no note, or no checkpoint.
    """
    note = read_note(text)
    lines = note.text.removesuffix("\n").split("\n")
    if len(lines) < 3 or not all(lines) or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
        raise ProofError(
            "is no checkpoint: expected an origin, a size and a root hash, a line each"
        )
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError):
        root = b""
    if len(root) != 32:
        raise ProofError("is no checkpoint: its root hash is not 32 bytes in base64")
    return Checkpoint(lines[0], int(lines[1]), root), note
