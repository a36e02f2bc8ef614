"""The language that somebody chose is spoken wherever they sign in."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from drawdown.site.accounts.models import Membership, User
from drawdown.site.cases.models import Case


def test_it_is_kept_and_spoken_in_another_browser(
    case: Case, member: Callable[[str], Membership]
) -> None:
    user, here, there = member("reader").user, Client(), Client()
    here.force_login(user)
    here.post("/language", {"language": "es", "next": "/"})
    assert User.objects.get(pk=user.pk).language == "es"
    there.force_login(user)
    answer = there.get(f"/{case.slug}/", headers={"Accept-Language": "en"})
    assert '<html lang="es">' in answer.content.decode()


def test_a_language_that_there_is_not_is_left_alone(
    case: Case, member: Callable[[str], Membership]
) -> None:
    client = Client()
    client.force_login(member("reader").user)
    client.post("/language", {"language": "xx", "next": "/"})
    assert User.objects.get(email="reader@demo.example").language == ""


def test_before_sign_in_the_browser_is_followed(case: Case) -> None:
    client = Client()
    client.post("/language", {"language": "es", "next": "/"})
    assert '<html lang="es">' in client.get("/accounts/login/").content.decode()
