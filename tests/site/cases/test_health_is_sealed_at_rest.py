"""Health facts are encrypted in the database under keys that rotate; nothing reads without them."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection, transaction

from drawdown.site.accounts.roles import SEALED_KINDS
from drawdown.site.cases import sealing
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, DataKey, Row
from drawdown.site.cases.sealing import SealError, open_sealed, rotate, seal
from drawdown.site.cases.store import frames_between

NOW = datetime(2020, 5, 12, 10, 0, tzinfo=ZoneInfo("America/New_York"))
MARKER = "a-marker-that-stands-nowhere-else"


def put_in(case: Case) -> Row:
    fact = {"date": "2020-05-12", "person": "synthetic-0007", "name": MARKER, "value": "yes"}
    return append(case, [("fact", fact)], by="a", now=NOW).added[0]


def test_every_kind_of_health_is_sealed_and_no_other_column_tells_it(case: Case) -> None:
    put_in(case)
    for kind in SEALED_KINDS:
        assert not Row.objects.filter(case=case, kind=kind, sealed=None).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_row WHERE kind = 'fact'")
        for row in cursor.fetchall():
            assert MARKER not in "".join(str(bytes(c)) if isinstance(c, memoryview) else str(c)
                                         for c in row)  # fmt: skip


def test_it_reads_back_as_it_was(case: Case) -> None:
    row = put_in(case)
    frame = frames_between(case, row.seq - 1, row.seq)["fact"]
    assert frame["name"].to_list() == [MARKER]


def test_moved_to_another_entry_it_does_not_open(case: Case) -> None:
    sealed = seal(case, b"content", "fact-1")
    assert open_sealed(case.pk, sealed, "fact-1") == b"content"
    with pytest.raises(SealError, match="changed or moved"):
        open_sealed(case.pk, sealed, "fact-2")
    with pytest.raises(SealError, match="changed or moved"):
        open_sealed(case.pk, sealed[:-1] + bytes([sealed[-1] ^ 1]), "fact-1")


def test_keys_rotate_and_what_was_sealed_before_still_opens(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = put_in(case)
    old = settings.ENVIRONMENT.seals
    new = bytes(range(32))
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, seals=(new, *old)))
    sealing._cipher.cache_clear()
    assert rotate([case]) >= 1
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, seals=(new,)))
    assert MARKER in open_sealed(case.pk, bytes(row.sealed or b""), row.name).decode()
    numbers = DataKey.objects.filter(case=case).values_list("number", flat=True)
    later = put_in(case)
    assert int.from_bytes(bytes(later.sealed or b"")[:4], "big") == max(numbers)
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, seals=old))
    sealing._cipher.cache_clear()
    with pytest.raises(SealError, match="older key missing"):
        open_sealed(case.pk, bytes(row.sealed or b""), row.name)
    sealing._cipher.cache_clear()


def test_a_key_whose_making_was_undone_seals_nothing(case: Case) -> None:
    other = Case.objects.create(slug="another", title="Another")
    sealing._cipher.cache_clear()
    with contextlib.suppress(SealError), transaction.atomic():
        seal(other, b"content", "fact-1")
        raise SealError("what was entered with it could not be")
    sealed = seal(other, b"content", "fact-1")
    sealing._cipher.cache_clear()  # as another process, which knows what the database has
    assert open_sealed(other.pk, sealed, "fact-1") == b"content"
    made = DataKey.objects.get(case=other)  # and another process made that number anew
    made.wrapped = sealing.wrap(bytes(32), sealing.key_place(other.pk, made.number))
    made.save()
    sealed = seal(other, b"content", "fact-1")
    sealing._cipher.cache_clear()
    assert open_sealed(other.pk, sealed, "fact-1") == b"content"


def test_files_that_were_received_are_sealed_too(case: Case, tmp_path: Path) -> None:
    facts = case.files.get(path="events/fact.csv")
    assert b"synthetic-" not in bytes(facts.sealed)
    assert b"synthetic-" in open_sealed(case.pk, bytes(facts.sealed), f"file {facts.path}")
