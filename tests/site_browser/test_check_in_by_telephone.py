"""A newcomer checks in on the page's telephone; the person and staff see it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from tests.conftest import TOOLS, missing
from tests.site_browser.serving import Serving

from drawdown.demo.line import CALLERS
from drawdown.site.settings import LANGUAGES

CASE = "/gayle-v-meade/"
SELF, OTHER, THIRD, FOURTH = CALLERS[:4]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium with a microphone that beeps, which nobody is asked about."""
    if reason := missing("chromium"):
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(TOOLS["chromium"].find()),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                  "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: Serving) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page for somebody without an account."""
    contexts: list[BrowserContext] = []

    def open_at(path: str, *, width: int = 1280, language: str = "en", script: bool = True) -> Page:
        context = browser.new_context(
            base_url=site.address, locale=language, viewport={"width": width, "height": 900},
            java_script_enabled=script,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(path)
        return page

    yield open_at
    for context in contexts:
        context.close()


def said(page: Page, text: str) -> None:
    expect(page.get_by_role("log")).to_contain_text(text)


def press(page: Page, keys: str) -> None:
    names = {"#": "pound", "*": "star"}
    for key in keys:
        name = re.compile(f"^{names.get(key, key)}( |$)")
        page.get_by_role("group", name="Keypad").get_by_role("button", name=name).click()


def test_from_the_first_page_in_spanish_with_one_wrong_pin_to_the_same_receipt_everywhere(
    visit: Callable[..., Page], enter: Callable[..., Page]
) -> None:
    page = visit("/")
    page.get_by_role("link", name="the check-in line’s telephone").click()
    page.get_by_role("button", name="Call", exact=True).click()
    said(page, "Para español, oprima 2.")
    press(page, "2")
    said(page, "Para reportarse")
    press(page, "1")
    press(page, f"{SELF.number}#")
    said(page, "Marque su clave")
    press(page, "999111#")
    said(page, "Ese número y esa clave no coinciden.")
    press(page, f"{SELF.number}#{SELF.pin}#")
    said(page, "Para reportarse ahora, oprima 1.")
    press(page, "1")
    said(page, "Usted se ha reportado.")
    heard = page.get_by_role("log").inner_text()
    receipt = "".join(re.findall(r"\d", heard.partition("recibo es")[2].partition(".")[0]))
    assert len(receipt) == 9
    assert page.locator(".screen p").first.get_attribute("lang") == "es"
    grouped = f"{receipt[:3]} {receipt[3:6]} {receipt[6:]}"
    expect(page.locator(".bubbles")).to_contain_text(grouped)

    page.get_by_role("link", name="Your own record").click()
    page.get_by_label("Your person number").fill(SELF.number)
    page.get_by_label("PIN").fill(SELF.pin)
    page.get_by_role("button", name="Show my record").click()
    expect(page.get_by_role("heading", name="Sus reportes", exact=True)).to_be_visible()
    expect(page.get_by_role("table").first).to_contain_text(grouped)

    staff = enter("agency")
    staff.get_by_role("link", name="Check-ins", exact=True).click()
    expect(staff.locator("main")).to_contain_text(SELF.number)  # the wrong try
    tries = staff.get_by_role("region", name="Numbers and PINs that did not go together")
    tries.get_by_role("link").first.click()
    expect(staff.get_by_role("region", name="Check-ins made")).to_contain_text(grouped)


def test_by_the_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit(f"{CASE}telephone", width=320)
    page.get_by_role("button", name="Call", exact=True).focus()
    page.keyboard.press("Enter")
    said(page, "For English, press 1.")
    for keys in ("1", "1", f"{OTHER.number}#", f"{OTHER.pin}#"):
        page.keyboard.type(keys, delay=40)
    said(page, "To check in now, press 1.")
    page.keyboard.press("1")
    said(page, "You have checked in.")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_without_javascript(visit: Callable[..., Page]) -> None:
    page = visit(f"{CASE}telephone", script=False)
    page.get_by_role("button", name="Call", exact=True).click()
    for keys in ("4", "1", THIRD.number, THIRD.pin, "1"):
        page.get_by_label("Or type keys").fill(keys)
        page.get_by_role("button", name="Press them").click()
    said(page, "Votre présence est enregistrée.")


def test_a_message_by_the_microphone_is_heard_by_counsel(
    visit: Callable[..., Page], enter: Callable[..., Page]
) -> None:
    page = visit(f"{CASE}telephone")
    page.get_by_role("button", name="Call", exact=True).click()
    said(page, "Para português")
    page.keyboard.type(f"51{FOURTH.number}#{FOURTH.pin}#31", delay=60)
    page.get_by_role("button", name="Record with the microphone").click()
    page.wait_for_timeout(1500)  # speak
    page.get_by_role("button", name="Stop and send").click()
    said(page, "Sua mensagem foi gravada.")
    counsel = enter("petitioners")
    counsel.goto(f"{CASE}line/tasks/")
    counsel.get_by_role("link", name="Listen to the message").click()
    sound = counsel.locator("audio")
    sound.evaluate("one => { one.muted = true; one.load(); return one.play(); }")
    assert sound.evaluate("one => one.duration") > 1
    counsel.reload()
    expect(counsel.get_by_role("region", name="Who listened")).to_contain_text("Priya Raman")


@pytest.mark.parametrize("language", [code for code, _ in LANGUAGES])
def test_what_anybody_may_open_passes_axe_and_is_all_our_own(
    visit: Callable[..., Page], site: Serving, language: str
) -> None:
    page = visit(f"{CASE}telephone", width=320, language=language)
    asked: list[str] = []
    found: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: found.append(message.text))

    def look() -> None:
        found.extend(
            f"{one['id']}: {one['nodes'][0]['html'][:150]}"
            for one in Axe().run(page).response["violations"]
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

    look()
    page.locator("button.call").click()
    page.keyboard.type(f"11{THIRD.number}#{THIRD.pin}#31", delay=60)
    page.locator("#words").wait_for()
    look()
    page.goto(f"{CASE}mine")
    look()
    page.locator("#number").fill(THIRD.number)
    page.locator("#pin").fill(THIRD.pin)
    page.locator("form button:not(.plain)").click()
    page.locator(".next").first.wait_for()
    look()
    assert found == []
    assert all(url.startswith((site.address, "blob:", "data:")) for url in asked)
