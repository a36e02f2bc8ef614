"""A session is new when somebody signs in, and what is refused costs the same whoever is asked for.

The work is counted in hashes and questions to the database, not in time: two groups of attempts, at
addresses with an account and without, are drawn from one distribution (a permutation test).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drawdown.site.accounts.models import Invitation, User
from drawdown.site.cases.models import Case
from drawdown.site.demo import ACCOUNTS, PASSWORD

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _no_attempts_counted(db: None) -> None:
    cache.clear()


def enter(client: Client, email: str, password: str = PASSWORD) -> object:
    return client.post(LOGIN, {"login": email, "password": password})


def test_a_session_that_somebody_else_gave_one_is_not_the_one_that_is_signed_in(case: Case) -> None:
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    enter(client, "reader@demo.example")
    assert client.session.session_key != before
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = str(before)
    assert other.get(f"/{case.slug}/").status_code == 302


def test_a_session_number_that_was_made_up_is_not_taken(case: Case) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    enter(client, "reader@demo.example")
    assert client.session.session_key != "a" * 32


def test_signing_out_ends_the_session_for_whoever_has_its_number(case: Case) -> None:
    client, thief = Client(), Client()
    enter(client, "reader@demo.example")
    number = client.session.session_key
    client.post(reverse("account_logout"))
    thief.cookies[settings.SESSION_COOKIE_NAME] = str(number)
    assert thief.get(f"/{case.slug}/").status_code == 302


@pytest.mark.parametrize("where", [LOGIN, "/accounts/password/reset/"])
def test_an_attempt_costs_the_same_whether_or_not_there_is_an_account(
    case: Case, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = _clock_of_hashes(monkeypatch)
    rng = random.Random(1)  # noqa: S311
    known = [account.email for account in ACCOUNTS][:6]
    unknown = [f"{rng.randrange(10**6)}@demo.example" for _ in known]
    costs: dict[str, tuple[int, int]] = {}
    for email in rng.sample([*known, *unknown], len(known) * 2):
        with CaptureQueriesContext(connection) as asked:
            before = clock()
            Client(REMOTE_ADDR=f"192.0.2.{len(costs)}").post(
                where, {"login": email, "email": email, "password": "wrong-pass-phrase"}
            )
        costs[email] = (clock() - before, len(asked))
    hashes = ([costs[email][0] for email in known], [costs[email][0] for email in unknown])
    assert _chance(*hashes, rng) > 0.05, hashes
    if where == LOGIN:
        assert min(*hashes[0], *hashes[1]) > 0
        questions = ([costs[e][1] for e in known], [costs[e][1] for e in unknown])
        assert _chance(*questions, rng) > 0.05, questions


def _clock_of_hashes(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """A clock that only hashing a password moves."""
    done = [0]
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        done[0] += 1
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return lambda: done[0]


def _chance(one: list[int], other: list[int], rng: random.Random) -> float:
    """How likely a difference of means as large is, where who has an account makes none."""
    both, size = [*one, *other], len(one)
    seen = abs(sum(one) - sum(other))
    shuffles = [rng.sample(both, len(both)) for _ in range(500)]
    return sum(abs(sum(s[:size]) - sum(s[size:])) >= seen for s in shuffles) / len(shuffles)


def test_the_clock_would_tell_them_apart() -> None:
    rng = random.Random(1)  # noqa: S311
    assert _chance([1] * 6, [2] * 6, rng) < 0.05


@pytest.mark.parametrize("token", ["", "x" * 43, "a%00b", "..", "9" * 5000])
def test_an_invitation_that_was_guessed_is_answered_as_one_that_is_over(
    case: Case, token: str
) -> None:
    made, secret = Invitation.make(case=case, email="new@example.org", role="reader")
    Invitation.objects.filter(pk=made.pk).update(made=made.made - timedelta(days=30))
    answer = Client().get(f"/accounts/invitations/{token or 'x'}")
    assert answer.status_code in (200, 404)
    assert "new@example.org" not in answer.content.decode()
    assert secret not in answer.content.decode()


def test_who_is_deactivated_is_answered_as_who_typed_a_wrong_password(case: Case) -> None:
    User.objects.filter(email="reader@demo.example").update(is_active=False)
    answer = enter(Client(), "reader@demo.example")
    assert answer.status_code in (200, 302)  # type: ignore[attr-defined]
    assert Client().get(f"/{case.slug}/").status_code == 302
