"""The demonstration's site in a process of its own, and Debian's Chromium to walk through it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.conftest import missing
from tests.site_browser.serving import Serving, serving

SLUG = "gayle-v-meade"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One browser and one site at a time."""
    for item in items:
        if "site_browser" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.requires("chromium"))
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window.

    It ends with each file: Playwright runs on a stack of its own, which other tests of this process
    must not find in their way.
    """
    if reason := missing("chromium"):
        pytest.skip(reason)
    from tests.conftest import TOOLS

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(TOOLS["chromium"].find()),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync", "--no-first-run"],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The demonstration, made anew for each file of tests."""
    with serving(tmp_path_factory.mktemp("demo")) as site:
        yield site


@pytest.fixture
def enter(browser: Browser, site: Serving) -> Iterator[Callable[..., Page]]:
    """Return a function that opens the site as a member: `enter("agency", language="es")`."""
    contexts: list[BrowserContext] = []

    def open_as(name: str, *, language: str = "en", width: int = 1280) -> Page:
        context = browser.new_context(
            base_url=site.address, locale=language, viewport={"width": width, "height": 900}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto("/accounts/login/")
        page.locator(f"button[value='{name}@demo.example']").click()
        page.wait_for_url(re.compile(SLUG))
        return page

    yield open_as
    for context in contexts:
        context.close()
