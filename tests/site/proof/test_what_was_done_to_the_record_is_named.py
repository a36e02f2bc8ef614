"""An entry altered, removed, put in or moved in the database itself is found, and named."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.utils import timezone
from tests.site.proof.conftest import Change

from drawdown.record.proof.checkpoint import Checkpoint as State
from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.leaf import commitment_of
from drawdown.record.proof.note import SignerKey
from drawdown.record.proof.verify import Verification
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Row
from drawdown.site.proof.making import make_checkpoint, state_of
from drawdown.site.proof.models import Checkpoint, Tile
from drawdown.site.proof.verifying import verify_record


@pytest.fixture
def signed(case: Case) -> Checkpoint:
    found = make_checkpoint(case)
    assert found is not None
    return found


def named(found: Verification) -> set[tuple[str, int | None]]:
    return {(problem.what, problem.seq) for problem in found.problems}


def open_row(case: Case) -> Row:
    return Row.objects.filter(case=case, kind="count", seq__gt=300).order_by("seq")[0]


def test_a_record_that_nobody_touched_is_whole(case: Case, signed: Checkpoint) -> None:
    found = verify_record(case)
    assert found.problems == ()
    assert (found.entries, found.signed, found.unopened) == (case.position, case.position, 0)
    assert found.root == state_of(signed).root


def test_a_word_changed_is_named(case: Case, signed: Checkpoint, tamper: Change) -> None:
    row = open_row(case)
    tamper("UPDATE cases_row SET content = replace(content, '2020', '2021') WHERE id = %s",
           [row.pk])  # fmt: skip
    found = verify_record(case)
    assert named(found) == {("altered", row.seq)}
    assert found.problems[0].name == row.name


def test_a_word_changed_with_its_commitment_is_named(
    case: Case, signed: Checkpoint, tamper: Change
) -> None:
    row = open_row(case)
    content = json.loads(row.content or "") | {"note": "nothing to see"}
    made = commitment_of(bytes(row.salt or b""), content)
    tamper("UPDATE cases_row SET content = %s, commitment = %s WHERE id = %s",
           [json.dumps(content), made, row.pk])  # fmt: skip
    assert ("altered", row.seq) in named(verify_record(case))


def test_a_fact_beside_the_content_changed_is_named(
    case: Case, signed: Checkpoint, tamper: Change
) -> None:
    row = Row.objects.filter(case=case, kind="stay")[0]
    tamper("UPDATE cases_row SET person = 'P-ANOTHER' WHERE id = %s", [row.pk])
    assert named(verify_record(case)) == {("altered", row.seq)}


def test_a_sealed_entry_changed_is_named(case: Case, signed: Checkpoint, tamper: Change) -> None:
    one, other = Row.objects.filter(case=case, kind="fact").order_by("seq")[:2]
    tamper("UPDATE cases_row SET sealed = %s WHERE id = %s", [bytes(other.sealed or b""), one.pk])
    assert named(verify_record(case)) == {("altered", one.seq)}


def test_an_entry_removed_is_named(case: Case, signed: Checkpoint, tamper: Change) -> None:
    row = open_row(case)
    tamper("DELETE FROM cases_row WHERE id = %s", [row.pk])
    assert ("removed", row.seq) in named(verify_record(case))


def test_the_last_entries_removed_are_named(case: Case, signed: Checkpoint, tamper: Change) -> None:
    last = case.position
    tamper("DELETE FROM cases_row WHERE case_id = %s AND seq > %s", [case.pk, last - 3])
    found = named(verify_record(case))
    assert {("removed", last - 2), ("removed", last - 1), ("removed", last)} <= found
    tamper("UPDATE cases_case SET position = %s WHERE id = %s", [last - 3, case.pk])
    assert ("shortened", None) in named(verify_record(case))


def test_an_entry_removed_and_the_others_numbered_anew_is_named(
    case: Case, signed: Checkpoint, tamper: Change
) -> None:
    seq = case.position - 20
    tamper("DELETE FROM cases_row WHERE case_id = %s AND seq = %s", [case.pk, seq])
    for number in range(seq + 1, case.position + 1):
        tamper("UPDATE cases_row SET seq = %s WHERE case_id = %s AND seq = %s",
               [number - 1, case.pk, number])  # fmt: skip
    tamper("UPDATE cases_case SET position = position - 1 WHERE id = %s", [case.pk])
    found = verify_record(case)
    assert ("removed", seq) in named(found)
    assert ("moved", seq) in named(found)
    assert ("shortened", None) in named(found)
    assert "was number" in next(p.says for p in found.problems if p.what == "moved")


def test_two_entries_that_changed_places_are_named(
    case: Case, signed: Checkpoint, tamper: Change
) -> None:
    one, other = case.position - 5, case.position - 2
    for old, new in ((one, -1), (other, one), (-1, other)):
        tamper("UPDATE cases_row SET seq = %s WHERE case_id = %s AND seq = %s",
               [new, case.pk, old])  # fmt: skip
    found = verify_record(case)
    assert {("moved", one), ("moved", other)} <= named(found)
    assert not {"altered", "removed", "inserted"} & {problem.what for problem in found.problems}


def test_an_entry_put_in_is_named(case: Case, signed: Checkpoint, tamper: Change) -> None:
    at = case.position - 4
    for number in range(case.position, at - 1, -1):
        tamper("UPDATE cases_row SET seq = %s WHERE case_id = %s AND seq = %s",
               [number + 1, case.pk, number])  # fmt: skip
    copied = open_row(case)
    content = json.loads(copied.content or "") | {"id": "made-up"}
    commitment = commitment_of(bytes(copied.salt or b""), content)
    columns = [field.column for field in Row._meta.concrete_fields if field.column != "id"]
    values = ['"seq"', '"name"', '"content"', '"commitment"']
    kept = [f'"{column}"' for column in columns if f'"{column}"' not in values]
    tamper(
        f"INSERT INTO cases_row ({', '.join(values + kept)}) SELECT %s, %s, %s, %s, "  # noqa: S608
        f"{', '.join(kept)} FROM cases_row WHERE id = %s",
        [at, "made-up", json.dumps(content), commitment, copied.pk],
    )
    tamper("UPDATE cases_case SET position = position + 1 WHERE id = %s", [case.pk])
    found = verify_record(case)
    assert next(p for p in found.problems if p.what == "inserted").name == "made-up"
    assert ("inserted", at) in named(found)


def test_an_entry_put_in_behind_the_last_is_named(
    case: Case, signed: Checkpoint, tamper: Change
) -> None:
    tamper("UPDATE cases_case SET position = position - 1 WHERE id = %s", [case.pk])
    assert ("inserted", case.position) in named(verify_record(case))


def test_a_forged_checkpoint_is_named(case: Case, signed: Checkpoint, tamper: Change) -> None:
    state = state_of(signed)
    forged = State(state.origin, state.size, bytes(32)).signed(SignerKey.new(state.origin))
    tamper("UPDATE proof_checkpoint SET note = %s WHERE id = %s", [forged, signed.pk])
    found = verify_record(case)
    assert [(p.what, "checkpoint 1" in p.says) for p in found.problems] == [("checkpoint", True)]
    assert "forged" in found.problems[0].says


def test_a_key_put_in_for_a_forged_checkpoint_does_not_help_who_knows_the_true_one(
    case: Case, signed: Checkpoint, tamper: Change
) -> None:
    from drawdown.record.proof.note import read_vkey

    true = read_vkey(signed.log.keys.get().vkey)
    state, thief = state_of(signed), SignerKey.new(true.name)
    tamper("UPDATE proof_key SET vkey = %s", [thief.verifier.vkey])
    tamper("UPDATE proof_checkpoint SET note = %s", [state.signed(thief)])
    assert verify_record(case).whole  # the database alone cannot tell
    assert {"key", "checkpoint"} == {p.what for p in verify_record(case, [true]).problems}


def test_nothing_is_signed_over_what_was_changed(
    case: Case, signed: Checkpoint, tamper: Change
) -> None:
    row = Row.objects.get(case=case, seq=case.position)
    tamper("UPDATE cases_row SET commitment = %s WHERE id = %s", [bytes(32), row.pk])
    count = {"date": "2020-05-12", "facility": "krome", "count": "4"}
    for much in (1, 300):  # within the last tile, and beyond it
        append(case, [("count", count)] * much, by="x", now=timezone.now())
        tiles = Tile.objects.count()
        with pytest.raises(ProofError, match="nothing was signed"):
            make_checkpoint(case)
        assert Tile.objects.count() == tiles
    assert Checkpoint.objects.count() == 1


def test_a_tile_changed_is_named(case: Case, signed: Checkpoint, tamper: Change) -> None:
    tamper("UPDATE proof_tile SET hashes = %s WHERE level = 0 AND number = 0", [bytes(8192)])
    assert any(p.what in ("altered", "tile") for p in verify_record(case).problems)


def test_the_database_refuses_all_of_it(case: Case, signed: Checkpoint) -> None:
    from django.db import transaction
    from django.db.utils import DatabaseError

    row = open_row(case)
    for statement in (
        f"UPDATE cases_row SET content = 'x' WHERE id = {row.pk}",  # noqa: S608
        f"UPDATE cases_row SET content = NULL, destroyed = 1 WHERE id = {row.pk}",  # noqa: S608
        f"UPDATE cases_row SET content = NULL, salt = NULL, destroyed = {case.position} "  # noqa: S608
        f"WHERE id = {row.pk}",
        f"DELETE FROM cases_row WHERE id = {row.pk}",  # noqa: S608
        "UPDATE proof_checkpoint SET size = 1",
        "DELETE FROM proof_checkpoint",
        "UPDATE proof_tile SET width = 1",
        "UPDATE proof_key SET vkey = 'x'",
        "DELETE FROM proof_key",
    ):
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert verify_record(case).whole
