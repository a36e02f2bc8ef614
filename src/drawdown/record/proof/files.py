"""Proofs as files, which anybody can check who knows the keys: no database is asked.

That an entry is in the record: C2SP tlog-proof, with the leaf as its extra data. That the record
only grew from one checkpoint to another: a JSON object of both and the hashes between them.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from drawdown.record.proof.checkpoint import Checkpoint, read_checkpoint
from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.leaf import commitment_of
from drawdown.record.proof.note import Note, VerifierKey
from drawdown.record.proof.tree import leaf_hash, verify_consistency, verify_inclusion

FIRST = "c2sp.org/tlog-proof@v1"
CONSISTENCY = "drawdown/consistency-proof@v1"
LARGEST = 2_000_000


@dataclass(frozen=True)
class Proven:
    """What a proof shows.

    Attributes:
        checkpoint: The state of the record that it speaks of.
        signers: The names of the known keys that signed it.
        leaf: The entry's leaf, where it is a proof of one.
        content: What the entry says, where the file shows it.
        since: The older state, where it is a proof that the record only grew.
    """

    checkpoint: Checkpoint
    signers: tuple[str, ...]
    leaf: dict[str, Any] | None = None
    content: dict[str, str] | None = None
    since: Checkpoint | None = None


def inclusion_file(
    index: int, proof: Sequence[bytes], checkpoint: str, leaf: bytes,
    content: dict[str, str] | None = None, salt: bytes | None = None,
) -> str:  # fmt: skip
    """A proof that an entry is in the record, as a `.tlog-proof` file.

    Args:
        index: The entry's place in the tree, from 0.
        proof: The hashes beside its way to the root.
        checkpoint: The signed note of the state.
        leaf: The leaf itself.
        content: What the entry says, for a proof that shows it.
        salt: The salt of its commitment, then.
    """
    extra: dict[str, Any] = {"leaf": json.loads(leaf)}
    if content is not None and salt is not None:
        extra |= {"content": content, "salt": salt.hex()}
    packed = json.dumps(extra, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    lines = [FIRST, f"extra {_b64(packed.encode())}", f"index {index}", *map(_b64, proof)]
    return "\n".join(lines) + "\n\n" + checkpoint


def consistency_file(proof: Sequence[bytes], old: str, new: str) -> str:
    """A proof that the record only grew from one signed checkpoint to another, as JSON."""
    made = {"proof": CONSISTENCY, "old": old, "new": new, "hashes": [_b64(one) for one in proof]}
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def verify_file(text: str, keys: Sequence[VerifierKey], leaf: bytes | None = None) -> Proven:
    """What a proof shows, once all of it was checked.

    Args:
        text: The file.
        keys: The keys of the record and its witnesses, known from elsewhere.
        leaf: The leaf, where the file does not have it.

    Raises:
        ProofError: It shows nothing: it cannot be read, none of the keys signed it, or a hash is
            not what it should be.
    """
    if len(text) > LARGEST:
        raise ProofError("is too long for a proof")
    if text.startswith(FIRST):
        return _inclusion(text, keys, leaf)
    return _consistency(text, keys)


def _inclusion(text: str, keys: Sequence[VerifierKey], leaf: bytes | None) -> Proven:
    head, gap, note = text.partition("\n\n")
    lines = head.split("\n")[1:]
    extra: dict[str, Any] = {}
    if lines and lines[0].startswith("extra "):
        extra = _object(_raw(lines.pop(0).removeprefix("extra ")))
    if not gap or not lines or not re.fullmatch(r"index (0|[1-9][0-9]{0,18})", lines[0]):
        raise ProofError("is no proof: expected a line 'index' with a number")
    if not set(extra) <= {"leaf", "content", "salt"} or ("content" in extra) != ("salt" in extra):
        raise ProofError("is no proof: expected in 'extra' the leaf, or leaf, content and salt")
    index = int(lines[0].removeprefix("index "))
    hashes = [_hash(line) for line in lines[1:]]
    checkpoint, read = read_checkpoint(note)
    names = _signers(read, checkpoint, keys)
    shown = extra.get("leaf")
    if leaf is None:
        if not isinstance(shown, dict):
            raise ProofError("does not hold the entry's leaf; expected it beside the proof")
        from drawdown.record.proof.canonical import canonical

        try:
            leaf = canonical(shown)
        except ValueError as error:
            raise ProofError(f"its leaf {error}") from None
    if not verify_inclusion(leaf_hash(leaf), index, checkpoint.size, hashes, checkpoint.root):
        raise ProofError(
            f"does not hold: the entry is not number {index + 1} of the {checkpoint.size} that "
            "the checkpoint signs"
        )
    found = _object(leaf)
    content = extra.get("content")
    if content is not None:
        _check_content(content, extra.get("salt"), found)
    return Proven(checkpoint, names, leaf=found, content=content)


def _check_content(content: Any, salt: Any, leaf: dict[str, Any]) -> None:
    texts = isinstance(content, dict) and all(isinstance(value, str) for value in content.values())
    try:
        if texts and isinstance(salt, str):
            made = commitment_of(bytes.fromhex(salt), content)
            if made.hex() == leaf.get("commitment"):
                return
    except (ValueError, UnicodeEncodeError):
        pass
    raise ProofError("does not hold: what it shows of the entry is not what the leaf commits to")


def _consistency(text: str, keys: Sequence[VerifierKey]) -> Proven:
    found = _object(text.encode())
    old, new, hashes = found.get("old"), found.get("new"), found.get("hashes")
    if (
        found.get("proof") != CONSISTENCY
        or not isinstance(old, str)
        or not isinstance(new, str)
        or not isinstance(hashes, list)
        or not all(isinstance(one, str) for one in hashes)
    ):
        raise ProofError(f"is no proof; expected a file that begins with {FIRST}, or an object "
                         f"with proof '{CONSISTENCY}', old, new and hashes")  # fmt: skip
    older, old_note = read_checkpoint(old)
    newer, new_note = read_checkpoint(new)
    names = _signers(new_note, newer, keys)
    _signers(old_note, older, keys)
    if older.origin != newer.origin:
        raise ProofError(f"is about two records: {older.origin} and {newer.origin}")
    path = [_hash(one) for one in hashes]
    if not verify_consistency(older.size, newer.size, older.root, newer.root, path):
        raise ProofError(
            f"does not hold: the record of {newer.size} entries does not begin with that of "
            f"{older.size}"
        )
    return Proven(newer, names, since=older)


def _signers(note: Note, checkpoint: Checkpoint, keys: Sequence[VerifierKey]) -> tuple[str, ...]:
    """The keys that signed a checkpoint; one of the record's own must be among them."""
    signed = note.signed_by(keys)
    if not any(key.name == checkpoint.origin for key in signed):
        raise ProofError(
            f"its checkpoint is not signed by a known key of {checkpoint.origin}; expected the "
            "record's key, as the parties were given it"
        )
    return tuple(key.name for key in signed)


def _object(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ProofError("is no proof: what should be JSON is not")
    return found


def _raw(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ProofError("is no proof: what should be base64 is not") from None


def _hash(text: str) -> bytes:
    found = _raw(text)
    if len(found) != 32:
        raise ProofError("is no proof: a hash has not 32 bytes")
    return found


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode()
