"""The page: in two languages, without script, from a plain file, narrow, sound and complete."""

from __future__ import annotations

import hashlib
import re
import subprocess
import tomllib
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.report.facts.making import make_case

from drawdown.finding.case import read_case
from drawdown.report.facts.claims import read_claims
from drawdown.report.facts.publish import publish

CLAIMS = """
[[claims]]
said = "1,200 released"
source = "headline of a newspaper"
date = 2020-05-15
address = "https://example.org/story"
bears_on = ["releases", "transfers", "held", "reviews", "check-ins", "all exits"]
"""
NOTE = "drawdown.example/log\n3\n<a root>\n\n— drawdown.example/log a-signature\n"
VOID = {"meta", "link", "img", "br", "input", "hr"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_case(tmp_path_factory.mktemp("made") / "case", 3)
    (folder / "claims.toml").write_text(CLAIMS, encoding="utf-8")
    out = tmp_path_factory.mktemp("site")
    claims = read_claims(folder / "claims.toml")
    for on in (date(2020, 5, 7), date(2020, 5, 14)):
        publish(read_case(folder), on, out, claims=claims, checkpoint=NOTE)
    return out


def faults(validator: Path, text: str) -> list[str]:
    """What HTML Tidy says against a page.

    Debian's Tidy 5.6 does not know that HTML lets `div` group the entries of a `dl` since 2017, so
    it is given the numbers at a glance without.
    """
    plain = re.sub(
        r'<dl class="glance">.*?</dl>', lambda found: re.sub("</?div>", "", found[0]), text,
        flags=re.DOTALL,
    )  # fmt: skip
    found = subprocess.run(
        [validator, "-q", "-e", "-utf8"], input=plain.encode(), capture_output=True, check=False
    )
    return found.stderr.decode().splitlines()


@pytest.mark.requires("tidy")
def test_an_html_validator_finds_nothing(site: Path, tool: Callable[[str], Path]) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) == 6
    for page in pages:
        assert faults(tool("tidy"), page.read_text(encoding="utf-8")) == [], page


@pytest.mark.requires("tidy")
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('<main id="main">', '<main id="contents">', "already defined"),
        ("</main>", "", "missing </main>"),
        ("<h1>", '<h1 colour="red">', "proprietary attribute"),
        ("<p>", "<p><blink>", "blink"),
    ],
)
def test_the_validator_finds_what_is_wrong(
    site: Path, tool: Callable[[str], Path], old: str, new: str, said: str
) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    assert any(said in one for one in faults(tool("tidy"), text.replace(old, new, 1)))


class Sound(HTMLParser):
    """Reads a page and notes its ids, links, and whether what is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        assert len(given) == len(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        self.links += [link for name in ("href", "src") if (link := given.get(name))]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("page", ["index.html", "index.es.html", "releases/2020-05-07/index.html",
                                  "releases/2020-05-14/index.es.html"])  # fmt: skip
def test_the_markup_is_sound_and_every_link_leads_somewhere(site: Path, page: str) -> None:
    read = Sound()
    read.feed((site / page).read_text(encoding="utf-8"))
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert "script" not in read.tags
    for link in read.links:
        if link.startswith("#"):
            assert link[1:] in read.ids
        elif not link.startswith("https://example.org"):
            assert ((site / page).parent / link).is_file(), link


@pytest.mark.requires("chromium")
@pytest.mark.parametrize("page", ["index.html", "index.es.html"])
def test_axe_finds_nothing_and_it_fits_a_narrow_telephone(site: Path, page: str) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright
    from tests.conftest import TOOLS

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=TOOLS["chromium"].find(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for width in (320, 1280):
            shown = browser.new_page(viewport={"width": width, "height": 900})
            shown.goto((site / page).as_uri())
            assert Axe().run(shown).response["violations"] == []
            assert shown.evaluate("document.documentElement.scrollWidth") <= width
        quiet = browser.new_context(java_script_enabled=False).new_page()
        quiet.goto((site / page).as_uri())
        assert quiet.locator("table").count() > 5
        assert quiet.locator("figure img").count() >= 1
        browser.close()


def test_a_claim_stands_beside_its_counts(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    claim = text[text.index('class="claim"') :]
    assert "1,200 released" in claim
    assert "headline of a newspaper" in claim
    assert re.search(r"All weeks since the order · Released: ", claim)
    assert re.search(r"14 May 2020 · people held: ", claim)


def test_every_file_is_listed_with_its_sha_256(site: Path) -> None:
    listed = dict(
        reversed(line.split("  ", 1))
        for line in (site / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert set(listed) == found - {"SHA256SUMS"}
    for name, digest in listed.items():
        assert hashlib.sha256((site / name).read_bytes()).hexdigest() == digest


def test_the_feed_has_an_entry_for_each_page(site: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    for name in ("feed.xml", "feed.es.xml"):
        feed = ET.parse(site / name).getroot()  # noqa: S314  our own file
        entries = feed.findall(f"{atom}entry")
        assert len(entries) == 2
        assert len({one.findtext(f"{atom}id") for one in entries}) == 2
        for one in entries:
            link = one.find(f"{atom}link")
            assert link is not None
            assert (site / link.attrib["href"]).is_file()


def test_a_withheld_number_is_not_drawn(site: Path) -> None:
    for path in site.rglob("exits.en.svg"):
        data = path.with_name("exits-by-week.csv").read_text(encoding="utf-8")
        hidden = sum(
            state != "shown" and column != "all" and row.startswith(("week", "since"))
            for row, column, state, _, _ in (line.split(",") for line in data.splitlines()[1:])
        )
        drawn = path.read_text(encoding="utf-8")
        assert drawn.count(">not shown<") + drawn.count(">over 10<") <= hidden


def test_both_languages_have_every_phrase() -> None:
    folder = files("drawdown.report.facts.page") / "languages"
    english, spanish = (
        tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8"))
        for code in ("en", "es")
    )
    assert english.keys() == spanish.keys()
    for section, phrases in english.items():
        if isinstance(phrases, dict):
            assert phrases.keys() == spanish[section].keys()
            for name, phrase in phrases.items():
                places = [
                    set(re.findall(r"{\w+}", text)) for text in (phrase, spanish[section][name])
                ]
                assert places[0] == places[1], (section, name)
        elif isinstance(phrases, list):
            assert len(phrases) == len(spanish[section])
