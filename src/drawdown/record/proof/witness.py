"""What a witness does: signs a checkpoint once it has seen that the record only grew into it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from drawdown.record.proof.checkpoint import Checkpoint, read_checkpoint
from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.files import verify_file
from drawdown.record.proof.note import COSIGNS, SignerKey, VerifierKey


def cosign(
    offered: str, secret: SignerKey, keys: Sequence[VerifierKey], at: int, seen: str | None = None
) -> tuple[str, str]:
    """Cosign a checkpoint (C2SP tlog-cosignature).

    Args:
        offered: The signed checkpoint, or a proof that the record grew into it from the one seen.
        secret: The witness's key.
        keys: The record's keys, as the witness knows them.
        at: The time, in seconds since 1970.
        seen: The checkpoint that the witness signed last.

    Returns:
        The line of signature, and the checkpoint, to be kept as the one seen.

    Raises:
        ProofError: It is not signed by the record's key, or it is not shown that the record has
            everything that the witness saw before.
    """
    if secret.kind != COSIGNS:
        raise ProofError("the key signs notes and does not cosign; expected a witness's key")
    note = offered
    if offered.lstrip().startswith("{"):
        proven = verify_file(offered, keys)
        new, note = proven.checkpoint, str(json.loads(offered)["new"])
        since = proven.since
    else:
        new, read = read_checkpoint(offered)
        if not any(key.name == new.origin for key in read.signed_by(keys)):
            raise ProofError(f"the checkpoint is not signed by a known key of {new.origin}")
        since = None
    if seen is not None:
        _grew(read_checkpoint(seen)[0], new, since)
    return secret.line(new.text.encode(), at), note


def _grew(last: Checkpoint, new: Checkpoint, since: Checkpoint | None) -> None:
    if last == new or since == last:
        return
    raise ProofError(
        f"it is not shown that the record of {new.size} entries has the {last.size} that were "
        "cosigned last; expected the proof from that checkpoint to this one"
    )
