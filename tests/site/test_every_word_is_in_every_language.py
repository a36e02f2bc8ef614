"""No page is half in one language: every phrase is translated, with the same blanks to fill."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((ROOT / "src/drawdown/site/locale").glob("*/LC_MESSAGES/django.po"))
BLANKS = re.compile(r"%\(\w+\)[sd]")


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def words(message: object) -> tuple[str, ...]:
    return tuple(message) if isinstance(message, list | tuple) else (str(message),)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_phrase_is_translated_with_its_blanks(path: Path) -> None:
    wrong = []
    for message in catalogue(path):
        if not message.id:
            continue
        said = words(message.string)
        expected = sorted(BLANKS.findall(words(message.id)[-1]))
        if not all(said) or message.fuzzy:
            wrong.append(f"not translated: {message.id}")
        elif sorted(BLANKS.findall(said[-1])) != expected:
            wrong.append(f"other blanks: {message.id}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_the_catalogue_has_every_phrase_of_the_site_and_no_other(path: Path) -> None:
    gathered = runpy.run_path(str(ROOT / "scripts/messages"))["gathered"]()
    there = {words(message.id) for message in catalogue(path) if message.id}
    wanted = {words(message.id) for message in gathered if message.id}
    assert there == wanted, "run scripts/messages and translate what is new"


def test_there_is_spanish() -> None:
    assert "es" in {path.parts[-3] for path in CATALOGUES}
