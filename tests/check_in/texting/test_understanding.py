"""Words are understood in every language, however they are written; the rest is for a human."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.languages import language, languages
from drawdown.check_in.texting import understand
from drawdown.check_in.texting.understanding import KINDS, Kind, plain

WORDS = [
    (name, kind, word.strip())
    for name in languages()
    for kind in KINDS
    for word in language(name).texts[f"words_{kind}"].split(",")
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("STOP", "stop"), ("Stop.", "stop"), ("stopall", "stop"), ("UNSUBSCRIBE", "stop"),
        ("cancel", "stop"), ("END", "stop"), ("quit", "stop"), ("opt-out", "stop"),
        ("revoke", "stop"), ("START", "start"), ("yes", "start"), ("unstop", "start"),
        ("HELP", "help"), ("info", "help"), ("1", "call"), (" 1. ", "call"), ("１", "call"),
        ("𝐒𝐓𝐎𝐏", "stop"),
        ("STATUS", "record"), ("record", "record"), ("Estado", "record"), ("ALTO", "stop"),
        ("alto por favor", "stop"), ("por favor, alto", "stop"), ("¡No más!", "stop"),
        ("SI", "start"), ("sí", "start"), ("ayuda", "help"), ("sispann", "stop"), ("wi", "start"),
        ("èd", "help"), ("ED", "help"), ("dosye", "record"), ("arrêt", "stop"), ("ARRET", "stop"),
        ("s’il vous plaît arrêtez", "stop"), ("aide", "help"), ("dossier", "record"),
        ("parar", "stop"), ("ajuda", "help"), ("situação", "record"), ("SIM", "start"),
        ("Stop please", "stop"), ("", "other"), ("stop by the office tomorrow", "other"),
        ("I cannot stop working", "other"), ("2", "other"), ("11", "other"), ("💚", "other"),
        ("please", "other"), ("status of my case and my hearing please", "other"),
    ],
)  # fmt: skip
def test_a_text(text: str, kind: Kind) -> None:
    assert understand(text).kind == kind


@pytest.mark.parametrize(("name", "kind", "word"), WORDS)
def test_every_word_of_every_language(name: str, kind: Kind, word: str) -> None:
    found = understand(word)
    assert found.kind == kind, "one word asks for two things"
    assert name in found.languages
    for please in language(name).texts["words_please"].split(","):
        assert understand(f"{please} {word}!").kind == kind
        assert understand(f"{word.title()}, {please}").kind == kind


@pytest.mark.parametrize("name", languages())
def test_the_words_that_texts_print_are_understood(name: str) -> None:
    """`HELP` names words in capitals: they must do what it says."""
    import re

    named = re.findall(r"\b[A-Z]{4,}\b", language(name).texts["help"])
    assert [understand(word).kind for word in named] == ["record", "stop"]
    assert "START" in language(name).texts["stopped"]
    assert "STOP" in language(name).texts["started"]


def test_the_language_is_kept_unless_the_word_is_of_another() -> None:
    assert understand("STOP").language("ht") == "ht"
    assert understand("parar").language("pt") == "pt"
    assert understand("parar").language("es") == "es"
    assert understand("parar").language("") == "es"
    assert understand("ayuda").language("en") == "es"
    assert understand("hola").language("") == "en"
    assert understand("hola").language("fr") == "fr"
    assert understand("hola").language("xx") == "en"


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert understand(text).kind in (*KINDS, "other")
    assert plain(plain(text)) == plain(text)
