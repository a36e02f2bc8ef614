"""A token of the API is seen once, kept as a digest, and ends."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from drawdown.site.accounts.models import Look, Membership, Token, token_digest
from drawdown.site.cases.models import Case


def test_it_shows_once_and_is_kept_as_a_digest(
    case: Case, signed_in: Callable[[str], Client], member: Callable[[str], Membership]
) -> None:
    client, address = signed_in("krome"), reverse("tokens", args=[case.slug])
    text = client.post(address, {"name": "nightly roster"}).content.decode()
    shown = re.search(r"dd_[\w-]{40,}", text)
    assert shown
    token = Token.objects.get(membership=member("krome"))
    assert token.digest == token_digest(shown[0])
    again = client.get(address).content.decode()
    assert shown[0] not in again
    assert "nightly roster" in again
    assert Look.objects.filter(case=case, what="make_token", detail="nightly roster").exists()


def test_sent_twice_it_makes_one(case: Case, signed_in: Callable[[str], Client]) -> None:
    client, address = signed_in("krome"), reverse("tokens", args=[case.slug])
    client.post(address, {"name": "nightly"})
    answer = client.post(address, {"name": "nightly"})
    assert answer.status_code == 400
    assert "end it first" in answer.content.decode()
    assert Token.objects.count() == 1


def test_it_ends(
    case: Case, signed_in: Callable[[str], Client], member: Callable[[str], Membership]
) -> None:
    token, _ = Token.make(member("krome"), "nightly")
    address = reverse("tokens-end", args=[case.slug, token.pk])
    assert signed_in("agency").post(address).status_code == 404, "another member's is not found"
    assert signed_in("krome").post(address).status_code == 302
    token.refresh_from_db()
    assert token.ended


def test_a_second_factor_comes_first(
    case: Case, member: Callable[[str], Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DEMO", False)
    client = Client()
    client.force_login(member("krome").user)
    answer = client.post(reverse("tokens", args=[case.slug]), {"name": "nightly"})
    assert answer.headers["Location"] == reverse("second_factor")
    assert not Token.objects.exists()
