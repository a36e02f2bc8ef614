"""Who knows a record's first key knows those that it endorsed, and no others."""

from __future__ import annotations

from itertools import pairwise

import pytest

from drawdown.record.proof.checkpoint import Checkpoint, read_checkpoint
from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.note import SignerKey
from drawdown.record.proof.succession import endorse, endorsed, succeeding

ORIGIN = "court.example/case"


def test_each_key_leads_to_the_next() -> None:
    keys = [SignerKey.new(ORIGIN) for _ in range(4)]
    notes = [endorse(old, new.verifier) for old, new in pairwise(keys)]
    known = [key.verifier for key in keys]
    assert endorsed(notes[0], known[:1]) == known[1]
    assert succeeding(notes, known[:1]) == known
    assert succeeding([notes[0], notes[2]], known[:1]) == known[:2]  # the chain is broken
    assert succeeding(notes, known[1:2]) == known[1:]  # a later one says nothing of those before


def test_whoever_else_signs_endorses_nothing() -> None:
    old, new, thief = (SignerKey.new(ORIGIN) for _ in range(3))
    with pytest.raises(ProofError, match="not endorsed by a known key"):
        endorsed(endorse(thief, thief.verifier), [old.verifier])
    with pytest.raises(ProofError, match="is not over this text"):
        endorsed(endorse(old, new.verifier).replace(new.verifier.vkey, thief.verifier.vkey),
                 [old.verifier])  # fmt: skip
    stranger = SignerKey.new("court.example/another-case")
    with pytest.raises(ProofError, match="not endorsed"):
        endorsed(endorse(old, stranger.verifier), [old.verifier])


def test_an_endorsement_is_no_checkpoint_and_a_checkpoint_endorses_nothing() -> None:
    old, new = SignerKey.new(ORIGIN), SignerKey.new(ORIGIN)
    with pytest.raises(ProofError):
        read_checkpoint(endorse(old, new.verifier))
    with pytest.raises(ProofError, match="endorses no key"):
        endorsed(Checkpoint(ORIGIN, 3, bytes(32)).signed(old), [old.verifier])
