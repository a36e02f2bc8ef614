"""Every page of accounts is in the site's frame and runs under its policy: nothing inline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from django.urls.exceptions import NoReverseMatch

from drawdown.site.accounts.models import Membership
from drawdown.site.accounts.urls import account_pages
from drawdown.site.cases.models import Case


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns)
        elif one.name and one.name not in {"closed", "accept_invitation"}:
            yield one.name


NAMES = sorted(set(names(account_pages)))


def address(name: str, key: int) -> str:
    for arguments in ([], [key], ["1", "set-password"], ["x"]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    raise NoReverseMatch(name)


@pytest.fixture
def confirmed(member: Callable[[str], Membership]) -> Client:
    """A client that confirmed a moment ago that it is them."""
    import time

    client, user = Client(), member("krome").user
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("inside", [False, True])
def test_nothing_is_inline_and_the_frame_is_ours(
    case: Case, name: str, inside: bool, confirmed: Client
) -> None:
    client = confirmed if inside else Client()
    answer = client.get(address(name, 1), follow=False)
    assert answer.status_code < 500
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code == 200 and kind.startswith("text/html"):
        check(answer.content.decode())


def check(text: str) -> None:
    assert '<main id="main"' in text
    assert 'class="skip"' in text
    assert re.search(r"<title>\s*\S+.* · Drawdown</title>", text), "a page has a title"
    assert len(re.findall(r"<h1", text)) == 1
    assert " style=" not in text
    assert not re.search(r"\son\w+=", text)
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or 'type="application/json"' in script, script


def test_the_picture_for_the_app_is_one_that_the_policy_allows(
    case: Case, confirmed: Client
) -> None:
    answer = confirmed.get(reverse("mfa_activate_totp"))
    assert answer.status_code == 200
    assert 'src="data:image/svg+xml;base64,' in answer.content.decode()
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]


def test_the_second_factor_page_gives_two_ways_and_the_codes_follow(
    case: Case, confirmed: Client
) -> None:
    text = confirmed.get(reverse("second_factor")).content.decode()
    assert reverse("mfa_add_webauthn") in text
    assert reverse("mfa_activate_totp") in text
    form = confirmed.get(reverse("mfa_activate_totp")).context["form"]
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    code = format_hotp_value(hotp_value(form.secret, next(iter(yield_hotp_counters_from_time()))))
    answer = confirmed.post(reverse("mfa_activate_totp"), {"code": code})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = confirmed.get(reverse("mfa_view_recovery_codes"))
    check(codes.content.decode())
    assert codes.content.decode().count("<code>") == 10
    assert Authenticator.objects.filter(user__email="krome@demo.example").count() == 2
    assert "You have one" in confirmed.get(reverse("second_factor")).content.decode()
