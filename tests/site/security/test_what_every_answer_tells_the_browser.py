"""Every answer, whatever it is, carries the headers that keep others out of the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client, override_settings
from tests.site.security.crawling import Page

from drawdown.site.asgi import _headers
from drawdown.site.cases.models import Case

ANSWERS = ("/", "/accounts/login/", "/nowhere", "/gayle-v-meade/", "/api/cases", "/health",
           "/gayle-v-meade/mine", "/api/openapi.json")  # fmt: skip


@pytest.mark.parametrize("address", ANSWERS)
def test_nothing_from_elsewhere_nothing_kept_nothing_framed(
    address: str, case: Case, signed_in: Callable[[str], Client]
) -> None:
    for client in (Client(), signed_in("agency")):
        told = client.get(address).headers
        policy = dict(
            part.strip().partition(" ")[::2] for part in told["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert "unsafe" not in told["Content-Security-Policy"]
        assert "*" not in told["Content-Security-Policy"]
        assert told["Cross-Origin-Opener-Policy"] == "same-origin"
        assert told["Cross-Origin-Resource-Policy"] == "same-origin"
        assert told["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert told["Referrer-Policy"] == "same-origin"
        assert told["X-Content-Type-Options"] == "nosniff"
        assert told["X-Frame-Options"] == "DENY"
        assert "no-store" in told["Cache-Control"]
        for what in ("camera", "microphone", "geolocation", "usb", "payment", "display-capture"):
            assert f"{what}=()" in told["Permissions-Policy"]
        assert "Server" not in told
        assert "X-Powered-By" not in told


def test_so_does_a_stylesheet() -> None:
    told: dict[str, str] = {}
    _headers(told, "", "")
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in told["Content-Security-Policy"]  # an SVG opened by itself


def test_over_tls_the_browser_is_told_to_stay_there(case: Case) -> None:
    with override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_PROXY_SSL_HEADER=None):
        told = Client().get("/health", secure=True).headers["Strict-Transport-Security"]
    assert "max-age=31536000" in told
    assert "includeSubDomains" not in told  # other services of a court's domain are not ours


def test_cookies_are_not_for_scripts_nor_for_other_sites(case: Case) -> None:
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "reader@demo.example",
                                     "password": "a-demonstration-only"})  # fmt: skip
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert settings.CSRF_COOKIE_SAMESITE == "Lax"
    assert client.cookies[settings.CSRF_COOKIE_NAME]["samesite"] == "Lax"


def test_no_page_has_a_script_or_a_style_of_its_own(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    for address in ("/gayle-v-meade/", "/gayle-v-meade/people/", "/gayle-v-meade/record/"):
        text = client.get(address).content.decode()
        page = Page(address)
        page.feed(text)
        assert page.links
        assert " style=" not in text
        assert "<style" not in text
        assert "<script>" not in text
        assert " onclick=" not in text


@pytest.mark.parametrize("address", ["/gayle-v-meade/review/", "/accounts/login/", "/language"])
def test_a_form_from_another_site_is_refused(address: str, case: Case) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(address, {"x": "y"}).status_code == 403
    client.get("/accounts/login/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    elsewhere = client.post(
        address, {"csrfmiddlewaretoken": token}, headers={"Origin": "https://elsewhere.example"}
    )
    assert elsewhere.status_code == 403
