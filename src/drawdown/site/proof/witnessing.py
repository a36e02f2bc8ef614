"""Witnesses named, and their cosignatures kept beside the checkpoints."""

from __future__ import annotations

from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.note import COSIGNS, Signature, read_line, read_note, read_vkey
from drawdown.site.cases.models import Case
from drawdown.site.proof.making import log_of
from drawdown.site.proof.models import Checkpoint, Cosignature, Witness

MOST = 12
"""Witnesses of a record: whoever reads notes must accept 16 signatures, ours among them."""


def add_witness(case: Case, vkey: str, by: str) -> Witness:
    """Name the key of somebody who will cosign.

    Raises:
        ProofError: It is no key that cosigns, or it is there already.
    """
    key, log = read_vkey(vkey), log_of(case)
    if key.kind != COSIGNS:
        raise ProofError(f"the key {key.name} signs notes and does not cosign; expected the one "
                         "that 'drawdown record witness new' prints")  # fmt: skip
    if log.witnesses.filter(vkey=key.vkey).exists():
        raise ProofError(f"the key {key.name} is named already")
    if log.witnesses.filter(ended=None).count() >= MOST:
        raise ProofError(f"{MOST} witnesses are named already")
    return Witness.objects.create(log=log, vkey=key.vkey, name=key.name, by=by[:200])


def take_cosignature(case: Case, text: str, by: str = "") -> Cosignature:
    """Keep a cosignature.

    Args:
        case: The case.
        text: The line of signature, or the whole note with it.
        by: By whom it was handed in: a witness's line counts whoever brings it.

    Raises:
        ProofError: It is none, or not over one of the last checkpoints by a named witness.
    """
    log = log_of(case)
    witnesses = {
        (read_vkey(one.vkey).name, read_vkey(one.vkey).id): one
        for one in log.witnesses.filter(ended=None)
    }
    for line in _lines(text):
        witness = witnesses.get((line.name, line.id))
        if witness is None:
            continue
        key = read_vkey(witness.vkey)
        for checkpoint in log.checkpoints.order_by("-number")[:200]:
            if key.holds(_text_of(checkpoint), line.made):
                kept, _ = Cosignature.objects.get_or_create(
                    checkpoint=checkpoint, witness=witness, defaults={"line": line.line}
                )
                return kept
        raise ProofError(f"the cosignature of {line.name} is over no checkpoint of this record")
    raise ProofError(
        "is the cosignature of no witness of this record; name the witness's key first"
    )


def _lines(text: str) -> tuple[Signature, ...]:
    if "\n\n" in text.strip():
        return read_note(text.strip() + "\n").signatures
    return (read_line(text),)


def _text_of(checkpoint: Checkpoint) -> bytes:
    return read_note(checkpoint.note).text.encode()
