"""The page of the record's proof: signed states, witnesses, and proofs that anybody can check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.utils import timezone
from tests.site.proof.conftest import Change

from drawdown.record.proof.files import verify_file
from drawdown.record.proof.note import COSIGNS, SignerKey, read_vkey
from drawdown.record.proof.succession import endorse
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Row
from drawdown.site.proof.making import log_of, make_checkpoint, new_key, state_of
from drawdown.site.proof.models import Key
from drawdown.site.proof.verifying import verify_record
from drawdown.site.proof.working import make_due


def test_counsel_has_the_record_signed_names_a_key_and_cosigns(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client, address = signed_in("petitioners"), f"/{case.slug}/record/proof/"
    assert "Nothing was signed yet" in client.get(address).content.decode()
    client.post(address, {"do": "sign"})
    witness = SignerKey.new("counsel.example", COSIGNS)
    client.post(address, {"do": "name", "vkey": witness.verifier.vkey})
    note = client.get(f"{address}checkpoint/1").content.decode()
    line = witness.line(note.partition("\n\n")[0].encode() + b"\n", 1_600_000_000)
    wrong = client.post(address, {"do": "cosign", "line": line[:-8] + "AAAAAA=\n"})
    assert wrong.status_code == 422
    assert client.post(address, {"do": "cosign", "line": line}).status_code == 302
    page = client.get(address).content.decode()
    assert "counsel.example" in page
    assert verify_record(case).cosignatures == 1


def test_who_may_only_read_it_signs_nothing(case: Case, signed_in: Callable[[str], Client]) -> None:
    client, address = signed_in("krome"), f"/{case.slug}/record/proof/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"do": "sign"}).status_code == 403


def test_proofs_taken_away_hold_and_show_no_more_than_the_role_may_see(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    first = make_checkpoint(case)
    said = {"date": "2020-05-12", "facility": "krome", "item": "soap", "quantity": "4"}
    append(case, [("handout", said)], by="x", now=timezone.now())
    assert first is not None
    assert make_checkpoint(case) is not None
    keys = [read_vkey(first.log.keys.get().vkey)]
    client, address = signed_in("government"), f"/{case.slug}/record/proof/"
    grew = verify_file(client.get(f"{address}growth/1-2").content.decode(), keys)
    assert grew.since is not None
    assert grew.since.size == first.size
    fact = Row.objects.filter(case=case, kind="fact")[0]
    shown = verify_file(client.get(f"{address}entry/{fact.seq}").content.decode(), keys)
    assert shown.content is None
    assert client.get(f"{address}entry/{fact.seq}?content=1").status_code == 403
    count = Row.objects.filter(case=case, kind="count")[0]
    whole = verify_file(client.get(f"{address}entry/{count.seq}?content=1").content.decode(), keys)
    assert whole.content is not None
    assert whole.content["id"] == count.name


def test_checkpoints_are_made_when_it_is_time(case: Case) -> None:
    now = timezone.now()
    log_of(case)
    assert len(make_due(now)) == 1
    assert make_due(now + timedelta(hours=2)) == []  # nothing was added
    said = {"date": "2020-05-12", "facility": "krome", "count": "4"}
    append(case, [("count", said)], by="x", now=now)
    assert make_due(now + timedelta(minutes=30)) == []
    assert len(make_due(now + timedelta(minutes=61))) == 1


def test_a_new_key_signs_and_the_old_one_still_verifies(case: Case) -> None:
    first = make_checkpoint(case)
    assert first is not None
    new_key(first.log)
    append(case, [("count", {"date": "2020-05-12", "facility": "krome", "count": "4"})],
           by="x", now=timezone.now())  # fmt: skip
    second = make_checkpoint(case)
    assert second is not None
    found = verify_record(case)
    assert (found.problems, found.checkpoints, len(found.keys)) == ((), 2, 2)
    old, new = (read_vkey(key.vkey) for key in first.log.keys.order_by("number"))
    assert verify_record(case, [old]).problems == ()  # which endorsed the new one
    assert {p.what for p in verify_record(case, [new]).problems} == {"key", "checkpoint"}


def test_a_key_that_the_old_one_never_endorsed_counts_for_nothing(
    case: Case, tamper: Change
) -> None:
    first = make_checkpoint(case)
    assert first is not None
    old = read_vkey(first.log.keys.get().vkey)
    state, thief = state_of(first), SignerKey.new(old.name)
    forged = endorse(thief, thief.verifier)
    Key.objects.create(log=first.log, number=2, vkey=thief.verifier.vkey, endorsed=forged)
    tamper("UPDATE proof_checkpoint SET note = %s", [state.signed(thief)])
    assert {p.what for p in verify_record(case, [old]).problems} == {"key", "checkpoint"}


def test_an_endorsement_stands(case: Case) -> None:
    log = log_of(case)
    new_key(log)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        log.keys.filter(number=2).update(endorsed=None)
