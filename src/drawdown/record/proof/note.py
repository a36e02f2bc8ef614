"""Signed notes (C2SP signed-note) with Ed25519 keys, and cosignatures (C2SP tlog-cosignature)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from drawdown.record.proof.errors import ProofError

SIGNS = 1
"""The kind of a key that signs notes (signed-note, signature types)."""
COSIGNS = 4
"""The kind of a key that cosigns checkpoints, with the time at which it did."""
SKEY = "PRIVATE+KEY+"
DASH = "— "
MOST = 64
"""Signatures that a note may have."""
LARGEST = 1_000_000
"""Characters of the largest note read."""


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The four bytes by which a signature says which key made it."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def checked_name(name: str) -> str:
    """A key's name, if it is one.

    Raises:
        ProofError: It is blank, or has spaces, `+` or control characters.
    """
    if not name or re.search(r"[\s+\x00-\x1f\x7f]", name) or len(name) > 200:
        raise ProofError(f"{name!r} cannot name a key; expected a name without spaces and '+'")
    return name


@dataclass(frozen=True)
class VerifierKey:
    """A key that others check signatures with: its name, kind and 32 bytes."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Its four bytes."""
        return key_id(self.name, self.kind, self.public)

    @property
    def vkey(self) -> str:
        """It as text: `name+1a2b3c4d+base64`."""
        encoded = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{encoded}"

    def holds(self, message: bytes, signature: bytes) -> bool:
        """Whether it made a signature, the four bytes taken off, over a note's text."""
        if self.kind == COSIGNS:
            if len(signature) != 72:
                return False
            message = cosigned(message, int.from_bytes(signature[:8], "big"))
            signature = signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def cosigned(text: bytes, at: int) -> bytes:
    """What a cosignature signs (C2SP tlog-cosignature, Ed25519 signed message)."""
    return b"cosignature/v1\ntime %d\n" % at + text


def read_vkey(text: str) -> VerifierKey:
    """A key from its text.

    Raises:
        ProofError: It is none, or its parts disagree.
    """
    name, _, rest = text.strip().partition("+")
    digits, _, encoded = rest.partition("+")
    key = _decoded(encoded)
    if len(key) != 33 or key[0] not in (SIGNS, COSIGNS):
        raise ProofError(
            f"{_short(text)} is no verifier key; expected name+8 hexadecimal digits+base64 of an "
            "Ed25519 key"
        )
    found = VerifierKey(checked_name(name), key[0], key[1:])
    if found.id.hex() != digits:
        raise ProofError(
            f"the key {name}: its number {_short(digits)} is not that of its name and key"
        )
    return found


@dataclass(frozen=True)
class SignerKey:
    """A key that signs: its name, kind and secret of 32 bytes, which is never shown."""

    name: str
    kind: int
    private: Ed25519PrivateKey

    @classmethod
    def new(cls, name: str, kind: int = SIGNS) -> SignerKey:
        """A new key."""
        return cls(checked_name(name), kind, Ed25519PrivateKey.generate())

    @classmethod
    def of(cls, name: str, seed: bytes, kind: int = SIGNS) -> SignerKey:
        """The key of a secret."""
        return cls(checked_name(name), kind, Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def seed(self) -> bytes:
        """The secret."""
        return self.private.private_bytes_raw()

    @property
    def verifier(self) -> VerifierKey:
        """What others check its signatures with."""
        return VerifierKey(self.name, self.kind, self.private.public_key().public_bytes_raw())

    @property
    def skey(self) -> str:
        """It as text, as Go's `note` package writes it: `PRIVATE+KEY+name+1a2b3c4d+base64`."""
        encoded = base64.b64encode(bytes([self.kind]) + self.seed).decode()
        return f"{SKEY}{self.name}+{self.verifier.id.hex()}+{encoded}"

    def line(self, text: bytes, at: int = 0) -> str:
        """Its line of signature under a note's text; `at` is the time where it cosigns."""
        if self.kind == COSIGNS:
            made = at.to_bytes(8, "big") + self.private.sign(cosigned(text, at))
        else:
            made = self.private.sign(text)
        return f"{DASH}{self.name} {base64.b64encode(self.verifier.id + made).decode()}\n"


def read_skey(text: str) -> SignerKey:
    """A key that signs, from its text.

    Raises:
        ProofError: It is none, or its parts disagree.
    """
    name, _, rest = text.strip().removeprefix(SKEY).partition("+")
    digits, _, encoded = rest.partition("+")
    key = _decoded(encoded)
    if not text.startswith(SKEY) or len(key) != 33 or key[0] not in (SIGNS, COSIGNS):
        raise ProofError(f"is no signing key; expected {SKEY}name+8 hexadecimal digits+base64")
    found = SignerKey.of(name, key[1:], key[0])
    if found.verifier.id.hex() != digits:
        raise ProofError(f"the key {name}: its number is not that of its name and key")
    return found


@dataclass(frozen=True)
class Signature:
    """A line of signature: by which name, the four bytes of the key, and the signature itself."""

    name: str
    id: bytes
    made: bytes

    @property
    def line(self) -> str:
        """The line."""
        return f"{DASH}{self.name} {base64.b64encode(self.id + self.made).decode()}\n"

    @property
    def at(self) -> int | None:
        """When a cosignature was made, in seconds since 1970."""
        return int.from_bytes(self.made[:8], "big") if len(self.made) == 72 else None


@dataclass(frozen=True)
class Note:
    """A note as it was read: its text, with the last newline, and its lines of signature."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        """It as it is written."""
        return f"{self.text}\n{''.join(one.line for one in self.signatures)}"

    def signed_by(self, keys: Iterable[VerifierKey]) -> list[VerifierKey]:
        """The known keys that signed it.

        Raises:
            ProofError: A line says that a known key made it, and it did not.
        """
        known = {(key.name, key.id): key for key in keys}
        found: dict[tuple[str, bytes], VerifierKey] = {}
        for one in self.signatures:
            key = known.get((one.name, one.id))
            if key is None:
                continue
            if not key.holds(self.text.encode(), one.made):
                raise ProofError(f"the signature of {one.name} is not over this text")
            found[one.name, one.id] = key
        return list(found.values())


def read_note(text: str) -> Note:
    """A note from its text; its signatures are not checked by this.

    Raises:
        ProofError: It is none.
    """
    if len(text) > LARGEST or re.search(r"[\x00-\x09\x0b-\x1f]", text):
        raise ProofError("is no signed note: it is too long, or has control characters")
    body, gap, lines = text.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise ProofError("is no signed note: expected a text, a blank line and signatures")
    signatures = []
    for line in lines.removesuffix("\n").split("\n"):
        match = re.fullmatch(rf"{DASH}([^\s+]+) ([A-Za-z0-9+/]+=*)", line)
        made = _decoded(match[2]) if match else b""
        if not match or len(made) < 5:
            raise ProofError(f"is no signed note: {_short(line)} is no line of signature")
        signatures.append(Signature(match[1], made[:4], made[4:]))
    if len(signatures) > MOST:
        raise ProofError(f"has {len(signatures)} signatures; expected {MOST} at most")
    return Note(body + "\n", tuple(signatures))


def read_line(line: str) -> Signature:
    """One line of signature.

    Raises:
        ProofError: It is none.
    """
    return read_note(f"x\n\n{line.strip()}\n").signatures[0]


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _short(text: str) -> str:
    return repr(text if len(text) < 60 else text[:57] + "...")
