"""A passkey is made and signs in, with the policy that allows no script within a page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from drawdown.site.demo import PASSWORD


@pytest.fixture
def page(enter: Callable[..., Page]) -> Page:
    """A page with a passkey device that always agrees, and what the browser refused."""
    page = enter("krome")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    return page


def test_a_passkey_is_made_and_signs_in(page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Policy" in said.text else None)
    page.goto("/accounts/second-factor")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url(re.compile("recovery-codes"))
    assert page.locator(".codes li").count() == 10
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile("gayle-v-meade"))
    assert "Kim Dorsey" in page.content()
    assert refused == []


def test_a_passkey_that_does_not_come_about_is_said_on_the_page(enter: Callable[..., Page]) -> None:
    page = enter("glades")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("login"))
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new Error('cancelled')) }"
    )
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").wait_for()
    assert "No passkey was used" in page.get_by_role("alert").inner_text()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_pages_of_an_account_are_accessible_and_narrow(
    enter: Callable[..., Page], language: str
) -> None:
    page = enter("agency", language=language, width=320)
    page.goto("/accounts/2fa/totp/activate/")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    for address in (
        "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/webauthn/",
        "/accounts/2fa/", "/accounts/second-factor", "/accounts/me", "/accounts/sessions/",
        "/accounts/password/change/", "/accounts/reauthenticate/", "/accounts/invitations/none",
        "/gayle-v-meade/members/", "/gayle-v-meade/tokens/",
    ):  # fmt: skip
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= 320"), address
