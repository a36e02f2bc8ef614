"""A proof of any leaf of any tree holds, and no other thing is proven by it."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.record.proof.canonical import both_texts, canonical, canonical_texts
from drawdown.record.proof.checkpoint import Checkpoint
from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.files import consistency_file, inclusion_file, verify_file
from drawdown.record.proof.leaf import commitment_of, leaf_of
from drawdown.record.proof.note import COSIGNS, SignerKey
from drawdown.record.proof.stored import read_spans, write_spans
from drawdown.record.proof.tiles import in_memory
from drawdown.record.proof.tree import (
    consistency_proof,
    inclusion_proof,
    root_at,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from drawdown.record.proof.witness import cosign

HASHES = [sha256(b"%d" % number).digest() for number in range(700)]
NODES = in_memory(b"".join(HASHES))
SIZES = st.integers(1, 700)


@given(st.data(), SIZES)
def test_every_leaf_is_proven_and_nothing_else_by_that_proof(
    data: st.DataObject, size: int
) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof, root = inclusion_proof(NODES, index, size), root_of(HASHES[:size])
    assert root_at(NODES, size) == root
    assert verify_inclusion(HASHES[index], index, size, proof, root)
    other = data.draw(st.integers(0, 699))
    if other != index:
        assert not verify_inclusion(HASHES[other], index, size, proof, root)
        assert not verify_inclusion(HASHES[index], other, size, proof, root)
    assert not verify_inclusion(HASHES[index], index, size, [*proof, root], root)
    if proof:
        assert not verify_inclusion(HASHES[index], index, size, proof[:-1], root)


@given(SIZES, SIZES, st.integers(0, 20))
def test_growth_is_proven_and_no_other_past(one: int, other: int, place: int) -> None:
    old, size = sorted((one, other))
    proof, before, root = (
        consistency_proof(NODES, old, size), root_at(NODES, old), root_at(NODES, size)
    )  # fmt: skip
    assert verify_consistency(old, size, before, root, proof)
    assert not verify_consistency(old, size, bytes(32), root, proof)
    assert not verify_consistency(old, size, before, bytes(32), proof)
    if proof:
        wrong = list(proof)
        wrong[place % len(proof)] = bytes(32)
        assert not verify_consistency(old, size, before, root, wrong)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True),
                       st.text(st.characters(exclude_categories=["Cs"]))))  # fmt: skip
def test_the_quick_way_to_canonical_json_is_the_same(cells: dict[str, str]) -> None:
    made = canonical_texts(cells)
    assert made == canonical(cells)
    assert json.loads(made) == cells
    as_it_is = json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
    assert both_texts(cells) == (as_it_is, made)


@given(st.sets(st.integers(1, 10_000)))
def test_spans_of_numbers_are_read_as_they_are_written(numbers: set[int]) -> None:
    spans = read_spans(write_spans(numbers))
    assert {n for first, last in spans for n in range(first, last + 1)} == numbers


KEY, WITNESS = SignerKey.new("court.example/a-v-b"), SignerKey.new("monitor.example", COSIGNS)
CONTENT, SALT = {"entry": "count", "count": "411", "note": "“quoted”"}, bytes(range(16))


def a_proof(**changed: object) -> str:
    said = commitment_of(SALT, CONTENT)
    leaf = leaf_of("a-v-b", 3, "count", "2020-05-14T17:30:00.000000Z", "counts/ä.csv", 2, said)
    leaves = [*HASHES[:2], sha256(b"\0" + leaf).digest(), *HASHES[3:10]]
    nodes = in_memory(b"".join(leaves))
    state = Checkpoint("court.example/a-v-b", 10, root_at(nodes, 10))
    return inclusion_file(2, inclusion_proof(nodes, 2, 10), state.signed(KEY, WITNESS, at=9), leaf,
                          {**CONTENT, **changed}, SALT)  # type: ignore[dict-item]  # fmt: skip


def test_a_file_shows_the_entry_and_who_signed() -> None:
    found = verify_file(a_proof(), [KEY.verifier, WITNESS.verifier])
    assert found.content == CONTENT
    assert found.leaf is not None
    assert (found.leaf["seq"], found.leaf["file"]) == (3, "counts/ä.csv")
    assert found.signers == ("court.example/a-v-b", "monitor.example")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (a_proof(count="412"), "commits to"),
        (a_proof().replace("index 2", "index 3"), "does not hold"),
        (a_proof().replace("\n10\n", "\n11\n"), "not over this text"),
        (a_proof().replace("extra ey", "extra ez"), "JSON"),
        ("c2sp.org/tlog-proof@v1\n", "index"),
        ("{}", "is no proof"),
        ("nothing", "JSON"),
        ("[" * 90_000, "JSON"),
    ],
)
def test_a_file_that_was_changed_shows_nothing(text: str, says: str) -> None:
    with pytest.raises(ProofError, match=says):
        verify_file(text, [KEY.verifier])


@given(st.integers(0, 2000), st.characters(max_codepoint=0x2FF))
def test_no_letter_of_a_proof_can_be_changed_unseen(at: int, letter: str) -> None:
    text = a_proof()
    at %= len(text)
    changed = text[:at] + letter + text[at + 1 :]
    try:
        found = verify_file(changed, [KEY.verifier])
    except ProofError:
        return
    assert found.content == CONTENT  # a letter of the witness's line, say, whose key is not known
    assert found.checkpoint.size == 10


def test_a_key_that_is_not_known_proves_nothing() -> None:
    with pytest.raises(ProofError, match="not signed by a known key"):
        verify_file(a_proof(), [SignerKey.new("court.example/a-v-b").verifier])
    with pytest.raises(ProofError, match="not signed by a known key"):
        verify_file(a_proof(), [WITNESS.verifier])  # a witness alone is not the record


def states() -> tuple[str, str, str]:
    notes = [Checkpoint(KEY.name, n, root_at(NODES, n)).signed(KEY) for n in (300, 600)]
    proof = consistency_file(consistency_proof(NODES, 300, 600), notes[0], notes[1])
    return notes[0], notes[1], proof


def test_a_witness_signs_only_what_grew_out_of_what_it_saw() -> None:
    old, new, proof = states()
    _, seen = cosign(old, WITNESS, [KEY.verifier], at=1, seen=None)
    assert seen == old
    with pytest.raises(ProofError, match="not shown"):
        cosign(new, WITNESS, [KEY.verifier], at=2, seen=seen)
    line, seen = cosign(proof, WITNESS, [KEY.verifier], at=2, seen=seen)
    assert seen == new
    whole = verify_file(proof, [KEY.verifier])
    assert whole.since is not None
    assert line.startswith("— monitor.example ")
    fork = Checkpoint(KEY.name, 600, bytes(32)).signed(KEY)
    with pytest.raises(ProofError, match="not shown"):
        cosign(fork, WITNESS, [KEY.verifier], at=3, seen=seen)
    with pytest.raises(ProofError, match="not signed"):
        cosign(new, WITNESS, [WITNESS.verifier], at=3, seen=None)
