"""A case exported and taken in elsewhere keeps its tree: what was signed before still holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils import timezone

from drawdown.errors import InputError
from drawdown.record.proof.files import verify_file
from drawdown.record.proof.note import COSIGNS, SignerKey, read_vkey
from drawdown.site.cases.append import append
from drawdown.site.cases.exporting import export_folder
from drawdown.site.cases.importing import import_folder
from drawdown.site.cases.models import Case, Row
from drawdown.site.proof.destroying import destroy_person
from drawdown.site.proof.making import make_checkpoint, new_key, note_of
from drawdown.site.proof.models import Checkpoint
from drawdown.site.proof.proving import prove_growth
from drawdown.site.proof.verifying import verify_record
from drawdown.site.proof.witnessing import add_witness, take_cosignature

WHO = "synthetic-0007"


def add(case: Case) -> None:
    count = {"date": "2020-05-12", "facility": "krome", "count": "4"}
    append(case, [("count", count)], by="x", now=timezone.now())


@pytest.fixture
def exported(case: Case, tmp_path: Path) -> Path:
    """The record with two keys, a cosignature, a destruction, and an entry not signed yet."""
    first = make_checkpoint(case)
    assert first is not None
    witness = SignerKey.new("counsel.example", COSIGNS)
    add_witness(case, witness.verifier.vkey, "counsel")
    take_cosignature(case, witness.line(first.note.partition("\n\n")[0].encode() + b"\n", 1))
    destroy_person(case, WHO, order="ECF 412", by="the clerk", now=timezone.now())
    new_key(first.log)
    assert make_checkpoint(case) is not None
    add(case)
    export_folder(case, tmp_path / "out")
    Case.objects.filter(pk=case.pk).update(slug="moved-away")
    return tmp_path / "out"


def test_what_was_signed_before_holds_and_the_record_goes_on(case: Case, exported: Path) -> None:
    old = Checkpoint.objects.get(log__case=case, number=1)
    keys = [read_vkey(key.vkey) for key in old.log.keys.order_by("number")]
    again = import_folder(exported, by="x")
    kept = ("seq", "name", "recorded", "commitment", "destroyed", "file", "line")
    rows = [list(Row.every.filter(case=one).order_by("seq").values_list(*kept))
            for one in (case, again)]  # fmt: skip
    assert rows[0] == rows[1]
    found = verify_record(again, keys[:1], [note_of(old)])
    assert (found.problems, found.checkpoints, found.cosignatures) == ((), 2, 1)
    assert found.destroyed >= 1
    made = [
        list(Checkpoint.objects.filter(log__case=one).values_list("number", "note", "made"))
        for one in (case, again)
    ]
    assert made[0] == made[1]
    add(again)
    third = make_checkpoint(again)
    assert third is not None
    assert third.number == 3
    here = read_vkey(third.log.keys.get(number=3).vkey)
    assert verify_record(again).problems == ()
    assert {p.what for p in verify_record(again, keys).problems} == {"key", "checkpoint"}
    first = Checkpoint.objects.get(log__case=again, number=1)
    grew = verify_file(prove_growth(first, third), [keys[0], here])
    assert grew.since is not None
    assert grew.since.size == old.size


def test_a_folder_that_was_edited_is_not_taken_for_the_record(
    case: Case, exported: Path, tmp_path: Path
) -> None:
    lines = exported / "events" / "site.jsonl"
    lines.write_text(lines.read_text().replace('"count":"4"', '"count":"5"'))
    with pytest.raises(InputError, match="says something else; nothing was taken in") as refused:
        import_folder(exported)
    assert "\n" not in str(refused.value)
    assert not Case.objects.filter(slug="gayle-v-meade").exists()


CHANGES = (
    ("checkpoints/1.txt", "\n\n", "x\n\n"),
    ("entries.jsonl", '"seq":3,', '"seq":4,'),
    ("record.json", '"gayle-v-meade"', '"another"'),
    ("record.json", '"made": {', '"made": 4, "x": {'),
    ("record.json", "{", "["),
)


def test_a_proof_that_does_not_hold_or_cannot_be_read_is_refused(exported: Path) -> None:
    for name, old, new in CHANGES:
        file = exported / "proof" / name
        was = file.read_text()
        assert old in was
        file.write_text(was.replace(old, new, 1))
        with pytest.raises(InputError) as refused:
            import_folder(exported)
        file.write_text(was)
        assert "\n" not in str(refused.value)
        assert not Case.objects.filter(slug="gayle-v-meade").exists()


def test_without_its_proof_a_folder_begins_a_tree_of_its_own(exported: Path) -> None:
    (exported / "proof").rename(exported.parent / "proof")
    about = json.loads((exported.parent / "proof" / "record.json").read_text())
    again = import_folder(exported)
    assert again.position < about["entries"]  # what was destroyed is no entry of the files
    assert verify_record(again).checkpoints == 0
