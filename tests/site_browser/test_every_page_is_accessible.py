"""Every page passes axe-core in both languages, fits a narrow phone, and is all our own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.site_browser.pages import every_page
from tests.site_browser.serving import Serving

NARROW = {"width": 320, "height": 800}
WIDE = {"width": 1280, "height": 900}


@pytest.mark.parametrize(
    ("name", "language"), [("agency", "en"), ("agency", "es"), ("monitor", "en"), ("krome", "es")]
)
def test_every_page_a_member_can_reach(
    site: Serving, enter: Callable[..., Page], name: str, language: str
) -> None:
    page = enter(name, language=language)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    axe, wrong = Axe(), []
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    walked = 0
    for address in every_page(page, page.url):
        walked += 1
        assert page.locator("html").get_attribute("lang") == language
        for one in axe.run(page).response["violations"]:
            places = "; ".join(node["html"][:120] for node in one["nodes"][:2])
            wrong.append(f"{address}: {one['id']}: {one['help']}: {places}")
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append(f"{address}: wider than {NARROW['width']} px")
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    assert walked > 30
    wrong += [text for text in said if "Content Security Policy" in text or "Refused" in text]
    wrong += [url for url in asked if not url.startswith((site.address, "data:"))]
    assert not wrong, "\n".join(wrong)


def test_pages_before_signing_in(site: Serving, browser: Browser) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    for path in ("/accounts/login/", "/accounts/password/reset/", "/nothing-here"):
        page.goto(path)
        found = Axe().run(page).response["violations"]
        assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
    context.close()
