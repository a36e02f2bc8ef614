"""In the demonstration one enters as any of its people; anywhere else there is no such way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from drawdown.site.accounts.access import Access, needs_second_factor
from drawdown.site.cases.models import Case
from drawdown.site.demo import ACCOUNTS

ENTER = "/accounts/enter"


@pytest.fixture
def demo(case: Case, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setattr(settings, "DEMO", True)
    return case


@pytest.fixture
def real(case: Case, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setattr(settings, "DEMO", False)
    return case


def test_there_is_a_button_for_each_account(demo: Case) -> None:
    text = Client().get("/accounts/login/").content.decode()
    for account in ACCOUNTS:
        assert f'value="{account.email}"' in text
    assert "Enter as Agency staff: Ada Quintero" in text


def test_it_enters_without_a_second_factor(demo: Case, access: Callable[[str], Access]) -> None:
    client = Client()
    answer = client.post(ENTER, {"account": "agency@demo.example", "next": f"/{demo.slug}/looks/"})
    assert answer.headers["Location"] == f"/{demo.slug}/looks/"
    assert client.get(f"/{demo.slug}/").status_code == 200
    assert not needs_second_factor(access("agency"))


def test_it_leads_nowhere_else(demo: Case) -> None:
    sent = {"account": "agency@demo.example", "next": "https://elsewhere.example/"}
    assert Client().post(ENTER, sent).headers["Location"] == "/"


def test_only_a_form_enters(demo: Case) -> None:
    assert Client().get(ENTER, {"account": "agency@demo.example"}).status_code == 405


def test_nobody_else_is_entered_as(demo: Case) -> None:
    assert Client().post(ENTER, {"account": "somebody@example.org"}).status_code == 404


def test_outside_the_demonstration_there_is_no_such_way(real: Case) -> None:
    client = Client()
    assert client.post(ENTER, {"account": "agency@demo.example"}).status_code == 404
    assert client.get("/").headers["Location"].startswith("/accounts/login/")
    assert "Enter as" not in client.get("/accounts/login/").content.decode()
