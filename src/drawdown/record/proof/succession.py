"""A record's new key endorsed by the one before it: a signed note (C2SP signed-note).

```
drawdown/next-key@v1
case.example.org/gayle-v-meade
case.example.org/gayle-v-meade+0a1b2c3d+AbC…

— case.example.org/gayle-v-meade …
```

Who knows the first key from elsewhere so knows each one after it. It is no checkpoint: its second
line is no number.
"""

from __future__ import annotations

from collections.abc import Sequence

from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.note import SignerKey, VerifierKey, read_note, read_vkey

FIRST = "drawdown/next-key@v1"


def endorse(old: SignerKey, new: VerifierKey) -> str:
    """The old key's signed note that a key is the next one of its record."""
    text = f"{FIRST}\n{old.name}\n{new.vkey}\n"
    return f"{text}\n{old.line(text.encode())}"


def endorsed(note: str, keys: Sequence[VerifierKey]) -> VerifierKey:
    """The key that a note says is the next one.

    Args:
        note: The note.
        keys: Keys of the record that are known already.

    Raises:
        ProofError: It is no such note, or none of the keys signed it.
    """
    read = read_note(note)
    lines = read.text.removesuffix("\n").split("\n")
    if len(lines) != 3 or lines[0] != FIRST:
        raise ProofError(f"endorses no key; expected a note that begins with {FIRST}")
    new = read_vkey(lines[2])
    if not any(key.name == lines[1] == new.name for key in read.signed_by(keys)):
        raise ProofError(f"the key {new.vkey} is not endorsed by a known key of {lines[1]}")
    return new


def succeeding(notes: Sequence[str], known: Sequence[VerifierKey]) -> list[VerifierKey]:
    """The known keys, and every key that one of them endorsed, or one that it endorsed.

    Args:
        notes: Endorsements, the oldest first; those that do not hold count for nothing.
        known: Keys known from elsewhere.
    """
    found = list(known)
    for note in notes:
        try:
            new = endorsed(note, found)
        except ProofError:
            continue
        if new not in found:
            found.append(new)
    return found
