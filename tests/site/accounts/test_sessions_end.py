"""Sessions end: after half an hour of nothing, with the password, and when one ends the others."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.test import Client
from django.urls import reverse

from drawdown.site.accounts.idle import SEEN
from drawdown.site.accounts.members import end_sessions
from drawdown.site.accounts.models import Membership, User
from drawdown.site.cases.models import Case
from drawdown.site.demo import PASSWORD


def away(client: Client, minutes: float) -> None:
    session = client.session
    session[SEEN] = int(time.time() - minutes * 60)
    session.save()


def test_who_was_away_too_long_has_to_sign_in_again(
    case: Case, member: Callable[[str], Membership]
) -> None:
    client = Client()
    client.force_login(member("reader").user)
    assert client.get(f"/{case.slug}/").status_code == 200
    away(client, settings.IDLE_MINUTES + 1)
    assert client.get(f"/{case.slug}/").status_code == 302
    assert client.get(f"/{case.slug}/").headers["Location"].startswith("/accounts/login/")


def test_who_comes_back_in_time_goes_on_and_is_seen(
    case: Case, member: Callable[[str], Membership]
) -> None:
    client = Client()
    client.force_login(member("reader").user)
    client.get(f"/{case.slug}/")
    away(client, settings.IDLE_MINUTES - 1)
    assert client.get(f"/{case.slug}/").status_code == 200
    assert time.time() - client.session[SEEN] < 60
    assert User.objects.get(email="reader@demo.example").last_seen is not None


def sign_in() -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": "reader@demo.example", "password": PASSWORD})
    return client


def test_one_ends_the_others_and_stays(case: Case) -> None:
    here, there = sign_in(), sign_in()
    assert "End the others" in here.get(reverse("usersessions_list")).content.decode()
    here.post(reverse("usersessions_list"))
    assert here.get(f"/{case.slug}/").status_code == 200
    assert there.get(f"/{case.slug}/").status_code == 302


def test_a_new_password_ends_the_other_sessions(case: Case) -> None:
    here, there = sign_in(), sign_in()
    answer = here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "quite-another-phrase",
         "password2": "quite-another-phrase"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    assert there.get(f"/{case.slug}/").status_code == 302


def test_all_sessions_can_be_ended_at_once_listed_or_not(
    case: Case, member: Callable[[str], Membership]
) -> None:
    listed, other = sign_in(), Client()
    other.force_login(member("reader").user)
    end_sessions(User.objects.get(email="reader@demo.example"))
    assert listed.get(f"/{case.slug}/").status_code == 302
    assert other.get(f"/{case.slug}/").status_code == 302
