"""What is sent twice is in the record once; under another key it is something else."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from tests.site.api.conftest import Send

from drawdown.site.cases.models import Case, Row

SOAP = {"entry": "handout", "date": "2020-05-12", "facility": "krome", "item": "soap",
        "quantity": "40"}  # fmt: skip


def entries(case: Case) -> int:
    return Row.objects.filter(case=case).count()


def test_the_same_under_the_same_key_gets_the_same_answer(case: Case, send: Send) -> None:
    before = entries(case)
    first = send("agency", [SOAP, {"entry": "handuot"}], key="night").json()
    assert send("agency", [SOAP, {"entry": "handuot"}], key="night").json() == first
    assert entries(case) == before + 1
    cache.clear()
    assert send("agency", [SOAP, {"entry": "handuot"}], key="night").json()["known"] == 1
    assert entries(case) == before + 1, "nor is it doubled where the answer is no longer kept"


def test_something_else_under_the_same_key_is_refused(case: Case, send: Send) -> None:
    send("agency", [SOAP], key="night")
    before = entries(case)
    for rows, query in ([{**SOAP, "quantity": "41"}], ""), ([SOAP], "?all_or_none=true"):
        answer = send("agency", rows, query, key="night")
        assert answer.status_code == 422
        assert "Idempotency-Key" in answer.json()["error"]
    assert entries(case) == before


def test_the_same_under_another_key_or_token_is_another_handout(case: Case, send: Send) -> None:
    before = entries(case)
    for name, key in ("agency", "morning"), ("agency", "evening"), ("krome", "morning"):
        assert send(name, [SOAP], key=key).json()["added"] == 1
    assert entries(case) == before + 3


def test_where_nothing_was_added_the_key_may_be_used_again(case: Case, send: Send) -> None:
    bad, query = [SOAP, {"entry": "handuot"}], "?all_or_none=true"
    assert send("agency", bad, query, key="night").status_code == 422
    assert send("agency", [SOAP, SOAP], query, key="night").json()["added"] == 2


def test_the_answer_is_kept_sealed(case: Case, send: Send) -> None:
    sent = {"entry": "fact", "date": "2020-05-12", "person": "P", "name": "asthma",
            "value": "very ill"}  # fmt: skip
    assert "very ill" in send("agency", [sent], key="night").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM site_cache")
        kept = [row[0] for row in cursor.fetchall()]
    import base64

    assert kept
    assert not any(b"very ill" in base64.b64decode(value) for value in kept)


def test_a_key_is_not_longer_than_needed(send: Send) -> None:
    assert send("agency", [SOAP], key="x" * 201).status_code == 422
