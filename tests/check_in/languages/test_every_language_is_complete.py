"""Every language has every prompt, with the same variables; and the dialogue says no other."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path

import pytest

import drawdown.check_in.dialogue as dialogue
from drawdown.check_in.dialogue.conditions import TOPICS
from drawdown.check_in.languages import language, languages
from drawdown.check_in.languages.check import check
from drawdown.check_in.languages.language import VARIABLE


@pytest.mark.parametrize("name", languages())
def test_nothing_is_missing(name: str) -> None:
    assert [str(problem) for problem in check(language(name), language("en"))] == []


def test_the_five_languages_keep_their_keys() -> None:
    assert languages()[:5] == ("en", "es", "ht", "fr", "pt")


def test_every_prompt_is_said_somewhere_in_the_dialogue() -> None:
    folder = Path(dialogue.__file__).parent
    named = {
        node.value
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    made = {f"topic_{topic}" for topic in TOPICS} | {"say_address", "say_telephone"}
    assert set(language("en").prompts) <= named | made


def test_what_is_wrong_is_said() -> None:
    english = language("en")
    prompts = dict(english.prompts)
    del prompts["pin"]
    prompts |= {"receipt": "Your receipt is {number}.", "goodbye": " ", "welcom": "Hello",
                "number": "x" * 201, "no_key": "a } b"}  # fmt: skip
    broken = dataclasses.replace(english, id="xx", prompts=prompts)
    assert sorted(str(problem) for problem in check(broken, english)) == [
        "xx, goodbye: is blank",
        "xx, no_key: has a brace that belongs to no variable",
        "xx, number: has 201 characters; at most 200",
        "xx, pin: is missing",
        "xx, receipt: has the variables number; expected receipt",
        "xx, welcom: is no prompt of the dialogue",
    ]


@pytest.mark.parametrize("name", languages())
def test_no_key_stands_in_words_that_the_dialogue_could_move(name: str) -> None:
    for key, line in language(name).prompts.items():
        bare = VARIABLE.sub("", line)
        assert not any(character.isdigit() for character in bare), f"{name}, {key}: {line}"
