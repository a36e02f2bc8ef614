"""Proofs of one entry, and of growth, as files."""

from __future__ import annotations

import json

from django.db import connection

from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.files import consistency_file, inclusion_file
from drawdown.record.proof.leaf import leaf_of
from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.sealing import open_sealed, salt_of
from drawdown.site.proof.making import consistency_of, inclusion_of, note_of
from drawdown.site.proof.models import Checkpoint
from drawdown.site.proof.reading import stored_in


def prove_entry(case: Case, seq: int, checkpoint: Checkpoint, *, content: bool = False) -> str:
    """The proof that an entry is in what a checkpoint signs.

    Args:
        case: The case.
        seq: The entry's number.
        checkpoint: The checkpoint.
        content: Whether the file shows what the entry says, and so proves that, too.

    Raises:
        ProofError: The checkpoint does not have it, or its content was destroyed.
    """
    if not 1 <= seq <= checkpoint.size:
        raise ProofError(f"checkpoint {checkpoint.number} signs {checkpoint.size} entries; "
                         f"{seq} is none of them")  # fmt: skip
    with connection.cursor() as cursor:
        stored = next(stored_in(cursor, connection.vendor, case.pk, seq, seq), None)
    if stored is None:
        raise ProofError(f"entry {seq} is not there")
    leaf = leaf_of(
        case.slug, seq, stored.kind, stored.recorded, stored.file, stored.line,
        stored.commitment or b"",
    )  # fmt: skip
    said, salt = None, None
    if content:
        if stored.destroyed is not None:
            raise ProofError(f"what entry {seq} said was destroyed; that it was made can be proven")
        said, salt = _content(case, Row.objects.get(case=case, seq=seq))
    return inclusion_file(seq - 1, inclusion_of(checkpoint, seq), note_of(checkpoint), leaf, said,
                          salt)  # fmt: skip


def _content(case: Case, row: Row) -> tuple[dict[str, str], bytes]:
    salt = bytes(row.salt or b"")
    if row.content is not None:
        return json.loads(row.content), salt
    opened = open_sealed(case.pk, bytes(row.sealed or b""), row.name)
    return json.loads(opened), open_sealed(case.pk, salt, salt_of(row.name))


def prove_growth(old: Checkpoint, new: Checkpoint) -> str:
    """The proof that what a checkpoint signs only grew into what a later one does.

    Raises:
        ProofError: The first one is the later one.
    """
    if old.number > new.number:
        old, new = new, old
    return consistency_file(consistency_of(old, new), note_of(old), note_of(new))
