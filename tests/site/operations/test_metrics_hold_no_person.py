"""Prometheus reads numbers of the site: with a token, or on this machine; nothing of a person."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from drawdown.site.cases.models import Case, Stay
from drawdown.site.operations.heartbeats import Heart
from drawdown.site.operations.models import Backup

HERE = {"host": "localhost:8000"}


def numbers(text: str) -> dict[str, float]:
    return {
        " ".join([sample.name, *(f"{k}={v}" for k, v in sorted(sample.labels.items()))]): float(
            sample.value
        )
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_what_waits_how_old_and_how_quick(case: Case, signed_in: Callable[[str], Client]) -> None:
    Heart("rosters").beat()
    Backup.objects.create(at=timezone.now() - timedelta(hours=2), what="made", rows=1, size=99,
                          sha256="0" * 64)  # fmt: skip
    person = Stay.objects.filter(case=case).values_list("person", flat=True)[0]
    signed_in("agency").get(reverse("people", args=[case.slug]) + person)
    answer = Client(headers=HERE).get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    text = answer.content.decode()
    found = numbers(text)
    assert found[f"drawdown_entries case={case.slug}"] == case.position
    assert found["drawdown_backup_bytes"] == 99
    assert 7_200 <= found["drawdown_backup_age_seconds"] < 7_300
    assert found["drawdown_waiting what=rosters"] == 0
    assert found["drawdown_heartbeat_age_seconds part=rosters"] < 60
    assert found["drawdown_database_up"] == 1
    assert found["drawdown_request_seconds_count method=GET status=2xx view=people-person"] >= 1
    assert person not in text
    assert "@" not in text
    assert not re.search(r"\bpetitioner-\d", text)


@pytest.mark.parametrize(
    "client",
    [
        Client(headers={"host": "localhost"}, REMOTE_ADDR="203.0.113.9"),
        Client(headers={"host": "localhost", "x-forwarded-for": "203.0.113.9"}),
        Client(headers={"host": "localhost", "forwarded": "for=203.0.113.9"}),
        Client(headers={"host": "testserver"}),
    ],
    ids=["elsewhere", "through a proxy", "through another", "under another name"],
)
def test_without_a_token_only_this_machine_reads_them(client: Client) -> None:
    assert client.get("/metrics").status_code == 404


def test_with_a_token_whoever_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = tmp_path / "token"
    token.write_text("a-token-of-the-tests\n")
    monkeypatch.setenv("DRAWDOWN_METRICS_TOKEN_FILE", str(token))
    away = Client(REMOTE_ADDR="203.0.113.9")
    right = {"Authorization": "Bearer a-token-of-the-tests"}
    assert away.get("/metrics", headers=right).status_code == 200
    for wrong in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Bearer "}):
        assert away.get("/metrics", headers=wrong).status_code == 404
        assert Client(headers=HERE).get("/metrics", headers=wrong).status_code == 404
    token.write_text("")
    assert away.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
