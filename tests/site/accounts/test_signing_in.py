"""Signing in: failures lock out for a while, and nothing tells who has an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from drawdown.site.accounts.models import User
from drawdown.site.cases.models import Case
from drawdown.site.demo import PASSWORD

LOGIN, KNOWN, UNKNOWN = "/accounts/login/", "agency@demo.example", "nobody@demo.example"


def enter(client: Client, email: str, password: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password})


def said(answer: Any, email: str) -> str:
    """The page without what differs anyway: the address typed and the form's secret."""
    text = answer.content.decode().replace(email, "ADDRESS")
    import re

    return re.sub(r"(csrfmiddlewaretoken\" value=\"|X-CSRFToken\": \")\w+", "", text)


def test_address_and_password_open_the_site(case: Case) -> None:
    client = Client()
    answer = enter(client, KNOWN, PASSWORD)
    assert answer.status_code == 302
    assert client.get("/").headers["Location"] == reverse("order", args=[case.slug])


def test_an_unknown_address_is_answered_as_a_known_one_with_a_wrong_password(case: Case) -> None:
    known = enter(Client(), KNOWN, "wrong-pass-phrase")
    unknown = enter(Client(), UNKNOWN, "wrong-pass-phrase")
    assert known.status_code == unknown.status_code == 200
    assert said(known, KNOWN) == said(unknown, UNKNOWN)
    assert "do not go together" in said(known, KNOWN)


def test_and_costs_the_site_the_same_work(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    counts = []
    for email in (KNOWN, UNKNOWN):
        hashed.clear()
        enter(Client(), email, "wrong-pass-phrase")
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_after_five_failures_it_says_when_to_try_again(case: Case, email: str) -> None:
    client = Client()
    for _ in range(5):
        assert "Try again in" not in said(enter(client, email, "wrong"), email)
    locked = enter(client, email, PASSWORD)
    assert "Too many attempts failed. Try again in 10 minutes." in said(locked, email)
    assert client.get("/").headers["Location"].startswith(LOGIN)


def test_a_lock_out_is_of_the_address_and_leaves_others_alone(case: Case) -> None:
    for _ in range(6):
        enter(Client(), KNOWN, "wrong")
    assert enter(Client(), "krome@demo.example", PASSWORD).status_code == 302


def test_failures_from_one_place_lock_that_place_out(case: Case) -> None:
    for n in range(20):
        enter(Client(REMOTE_ADDR="192.0.2.1"), f"guess-{n}@example.org", "wrong")
    assert enter(Client(REMOTE_ADDR="192.0.2.1"), KNOWN, PASSWORD).status_code != 302
    assert enter(Client(REMOTE_ADDR="192.0.2.2"), KNOWN, PASSWORD).status_code == 302


def test_a_forgotten_password_is_answered_alike_too(case: Case) -> None:
    answers = [
        Client().post("/accounts/password/reset/", {"email": email}, follow=True)
        for email in (KNOWN, UNKNOWN)
    ]
    assert said(answers[0], KNOWN) == said(answers[1], UNKNOWN)
    assert len(mail.outbox) == 2


def test_a_second_factor_is_asked_of_who_has_one(
    case: Case, second_factor: Callable[[User], None]
) -> None:
    user = User.objects.get(email=KNOWN)
    second_factor(user)
    client = Client()
    answer = enter(client, KNOWN, PASSWORD)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(f"/{case.slug}/").headers["Location"].startswith(LOGIN)
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    secret = Authenticator.objects.get(user=user, type="totp").wrap().instance.data["secret"]
    from drawdown.site.cases.sealing import open_text

    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(open_text(secret), counter))
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert client.get(f"/{case.slug}/").status_code == 200


def test_the_secret_of_an_authenticator_app_is_sealed(
    case: Case, second_factor: Callable[[User], None]
) -> None:
    user = User.objects.get(email=KNOWN)
    second_factor(user)
    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.get(user=user, type="totp").data)


@pytest.mark.parametrize(
    "address", ["signup/", "email/", "password/set/", "confirm-email/", "login/code/confirm/"]
)
def test_nobody_signs_up_or_moves_an_account_to_another_address(case: Case, address: str) -> None:
    client = Client()
    client.force_login(User.objects.get(email=KNOWN))
    for one in (client, Client()):
        assert one.get(f"/accounts/{address}").status_code == 404
        assert one.post(f"/accounts/{address}").status_code == 404
