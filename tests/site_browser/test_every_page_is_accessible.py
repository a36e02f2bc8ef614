"""No page breaks a rule of axe-core, in either language; none is wider than a narrow phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.site_browser.pages import every_page
from tests.site_browser.serving import Serving


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ["agency", "monitor", "krome"])
def test_axe_finds_nothing(
    site: Serving, enter: Callable[..., Page], name: str, language: str
) -> None:
    page = enter(name, language=language)
    axe, broken = Axe(), []
    for address in every_page(page, page.url):
        page.goto(address)
        for one in axe.run(page).response["violations"]:
            places = "; ".join(node["html"][:120] for node in one["nodes"][:2])
            broken.append(f"{address}: {one['id']}: {one['help']}: {places}")
    assert not broken, "\n".join(broken)


def test_signing_in_is_accessible(site: Serving, browser: object) -> None:
    context = browser.new_context(base_url=site.address)  # type: ignore[attr-defined]
    page = context.new_page()
    for path in ("/accounts/login/", "/accounts/password/reset/"):
        page.goto(path)
        found = Axe().run(page).response["violations"]
        assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
    context.close()


@pytest.mark.parametrize("name", ["agency", "krome"])
def test_no_page_is_wider_than_a_narrow_phone(
    site: Serving, enter: Callable[..., Page], name: str
) -> None:
    page = enter(name, width=320)
    wide = []
    for address in every_page(page, page.url):
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(address)
    assert not wide, "\n".join(wide)


def test_nothing_comes_from_elsewhere_and_no_script_is_refused(
    site: Serving, enter: Callable[..., Page]
) -> None:
    page = enter("agency")
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for address in every_page(page, page.url):
        page.goto(address)
    assert not [text for text in said if "Content Security Policy" in text or "Refused" in text]
    assert all(url.startswith((site.address, "data:")) for url in asked)
