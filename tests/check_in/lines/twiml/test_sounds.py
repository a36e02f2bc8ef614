"""The site serves the line's own voice, and nobody can make it say anything else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.check_in.lines.twiml.provider import Site, Telephone

from drawdown.check_in.dialogue.prompt import Digits, prompt
from drawdown.check_in.languages import FOLDER, Spoken, language
from drawdown.check_in.languages.reading import read_folder
from drawdown.check_in.lines.twiml import sound_name, sound_of, sounds
from drawdown.check_in.speech import speak

SECRET = b"what only the site knows"


@pytest.mark.requires("espeak-ng")
def test_a_call_is_played_in_our_own_voice() -> None:
    site = Site(sound=lambda name, piece: f"https://line.example.org/sound/"
                                          f"{sound_name(name, piece, SECRET)}")  # fmt: skip
    phone = Telephone(site).ring().keys("3")
    assert all(said.startswith("https://line.example.org/sound/") for said in phone.said)
    name = phone.said[-1].removeprefix("https://line.example.org/sound/")
    heard = sound_of(name, SECRET)
    assert heard is not None
    assert name.startswith("ht/")
    assert heard.seconds > 1


@given(st.text(max_size=60).filter(lambda text: text.isprintable()), st.data())
def test_a_changed_name_has_no_sound(text: str, data: st.DataObject) -> None:
    name = sound_name("es", Spoken(text), SECRET)
    assert name is not None
    assert re.fullmatch(r"es/[A-Za-z0-9_-]+\.wav", name)
    at = data.draw(st.integers(0, len(name) - 1))
    changed = name[:at] + data.draw(st.sampled_from("xyA0")) + name[at + 1 :]
    if changed != name:
        assert sound_of(changed, SECRET) is None
    assert sound_of(name, b"another secret") is None


@pytest.mark.parametrize("name", ["", "es", "es/.wav", "xx/sabc.wav", "../en/s.wav", "es/s!!!.wav"])
def test_what_is_no_name_has_no_sound(name: str) -> None:
    assert sound_of(name, SECRET) is None


def test_words_that_are_too_many_have_no_name() -> None:
    assert sound_name("es", Spoken("á" * 500), SECRET) is None


@pytest.mark.requires("espeak-ng")
def test_a_recording_is_played_by_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(FOLDER / "es", tmp_path / "es"))
    (folder / "receipt-1.wav").write_bytes(speak("Su número", language("es").voice).wav())
    spanish = read_folder(folder)
    monkeypatch.setattr(sounds, "language", lambda name: spanish)
    recording, spoken = spanish.pieces(prompt("receipt", "es", receipt=Digits("482107355")))
    for piece in (recording, spoken):
        name = sound_name("es", piece, SECRET)
        assert name is not None
        heard = sound_of(name, SECRET)
        assert heard is not None
        assert heard.seconds > 0.3
    (folder / "receipt-1.wav").unlink()
    monkeypatch.setattr(sounds, "language", lambda name: read_folder(folder))
    name = sound_name("es", recording, SECRET)
    assert name is not None
    assert sound_of(name, SECRET) is None
