"""The tables of the reference are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawdown.check_in.languages import language, languages
from drawdown.check_in.lines.twiml.codes import CODES
from drawdown.check_in.lines.twiml.speaking import code_of

SIDES = {"person": "the person's", "carrier": "the carrier's", "ours": "ours", "unknown": "unknown"}
ASKED = {"stop": "no more texts", "start": "texts again", "help": "how this works",
         "call": "a call back", "record": "their own record"}  # fmt: skip


@pytest.fixture
def page(project_root: Path) -> list[str]:
    text = (project_root / "docs" / "reference" / "twiml.md").read_text(encoding="utf-8")
    return text.splitlines()


def test_every_code(page: list[str]) -> None:
    shown = [line for line in page if line[:3].strip("| ").isdigit()]
    assert shown == [
        f"| {code} | {said} | {SIDES[side]} |" for code, (_, side, said) in sorted(CODES.items())
    ]


@pytest.mark.parametrize("kind", ASKED)
def test_every_word(kind: str, page: list[str]) -> None:
    words: dict[str, None] = {}
    for name in languages():
        words |= dict.fromkeys(
            word.strip() for word in language(name).texts[f"words_{kind}"].split(",")
        )
    assert f"| {ASKED[kind]} | {', '.join(words)} |" in page


def test_every_code_of_a_voice(page: list[str]) -> None:
    text = " ".join(page)
    assert all(f"`{code_of(name)}`" in text for name in languages())
