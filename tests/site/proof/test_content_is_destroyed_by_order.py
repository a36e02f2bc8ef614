"""A person's content destroyed by order: gone everywhere, and the record still verifies."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from tests.site.proof.conftest import Change

from drawdown.errors import InputError
from drawdown.site.cases.answers import counted
from drawdown.site.cases.append import append
from drawdown.site.cases.exporting import export_folder
from drawdown.site.cases.models import Case, Row
from drawdown.site.proof.destroying import Destroyed, destroy_person
from drawdown.site.proof.folder import verify_folder
from drawdown.site.proof.making import make_checkpoint
from drawdown.site.proof.proving import prove_entry
from drawdown.site.proof.redacting import without_rows
from drawdown.site.proof.verifying import verify_record

NOW = datetime(2020, 5, 14, 10, 0, tzinfo=ZoneInfo("America/New_York"))
WHO = "synthetic-0007"
NOTE = "told by the clinic, page 3 of 9"


@pytest.fixture
def destroyed(case: Case) -> Destroyed:
    said = {"id": "f-1", "date": "2020-05-12", "person": WHO, "name": "diabetes",
            "value": "yes", "note": NOTE}  # fmt: skip
    append(case, [("fact", said)], by="a clerk", now=NOW)
    taken = {"id": "w-1", "date": "2020-05-13", "supersedes": "f-1", "reason": NOTE}
    append(case, [("withdrawal", taken)], by="a clerk", now=NOW)
    counted(case)
    assert make_checkpoint(case) is not None
    return destroy_person(case, WHO, order="ECF 412", by="the clerk", now=NOW)


def everything() -> str:
    """Every value of every table that holds a case's content, but for looks and papers."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label in ("cases", "intake", "line", "proof"):
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608
                found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_nothing_of_the_person_is_left_in_the_tables(destroyed: Destroyed) -> None:
    assert len(destroyed.entries) > 2
    held = everything()
    assert "ECF 412" in held
    assert WHO not in held
    assert NOTE not in held


def test_the_record_still_verifies_and_says_how_many_are_gone(
    case: Case, destroyed: Destroyed
) -> None:
    found = verify_record(case)
    assert found.problems == ()
    assert found.destroyed == len(destroyed.entries)
    assert make_checkpoint(case) is not None
    assert verify_record(case).whole


def test_the_destruction_is_itself_an_entry_without_content_of_theirs(
    case: Case, destroyed: Destroyed
) -> None:
    said = Row.objects.get(case=case, seq=destroyed.entry)
    cells = json.loads(said.content or "")
    assert (said.kind, cells["order"], cells["decider"]) == ("destruction", "ECF 412", "the clerk")
    assert int(cells["count"]) == len(destroyed.entries)


def test_an_export_holds_none_of_it_and_verifies_by_itself(
    case: Case, destroyed: Destroyed, tmp_path: Path
) -> None:
    make_checkpoint(case)
    export_folder(case, tmp_path / "out")
    for path in (tmp_path / "out").glob("**/*"):
        if path.is_file():
            content = path.read_bytes()
            assert WHO.encode() not in content, path
            assert NOTE.encode() not in content, path
    found = verify_folder(tmp_path / "out")
    assert found.problems == ()
    assert found.destroyed == len(destroyed.entries)


def test_answers_and_pages_know_nothing_of_them(
    case: Case, destroyed: Destroyed, signed_in: Callable[[str], Client]
) -> None:
    frames = counted(Case.objects.get(pk=case.pk)).case.record.frames.values()
    assert not any(WHO in str(frame.to_dicts()) for frame in frames)
    page = signed_in("agency").get(f"/{case.slug}/people/{WHO}/")
    assert page.status_code == 404


def test_that_an_entry_was_made_can_still_be_proven_and_what_it_said_cannot(
    case: Case, destroyed: Destroyed
) -> None:
    last = make_checkpoint(case)
    assert last is not None
    assert "index" in prove_entry(case, destroyed.entries[0], last)
    with pytest.raises(InputError, match="was destroyed"):
        prove_entry(case, destroyed.entries[0], last, content=True)


def test_content_gone_without_an_entry_that_says_so_is_named(
    case: Case, destroyed: Destroyed, tamper: Change
) -> None:
    row = Row.objects.filter(case=case, kind="count")[0]
    tamper("UPDATE cases_row SET content = NULL, salt = NULL, destroyed = %s WHERE id = %s",
           [destroyed.entry, row.pk])  # fmt: skip
    assert ("destroyed", row.seq) in {(p.what, p.seq) for p in verify_record(case).problems}


def test_it_takes_an_order_and_a_person_who_is_there(case: Case) -> None:
    with pytest.raises(InputError, match="by order"):
        destroy_person(case, WHO, order=" ", by="x", now=NOW)
    with pytest.raises(InputError, match="nothing is held"):
        destroy_person(case, "nobody", order="ECF 412", by="x", now=NOW)


def test_a_row_of_several_lines_leaves_the_others_their_numbers() -> None:
    content = b'a,b\r\n1,"two\nlines"\r\n3,4\r\n'
    assert without_rows("events/x.csv", content, {2}) == b"a,b\r\n\n3,4\r\n"
    assert without_rows("events/x.jsonl", b"{}\n{1}\n{}\n", {2}) == b"{}\n\n{}\n"
