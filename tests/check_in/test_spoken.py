"""What the voice said is kept on disk, and not believed where it is damaged or of another voice."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from drawdown.check_in import spoken
from drawdown.check_in.dialogue.prompt import Digits, prompt
from drawdown.check_in.lines.sip.sounds import Sounds
from drawdown.check_in.speech import Sound, speak
from drawdown.check_in.spoken import KEPT, Spoken


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the voice was asked to say; it says the words as bytes."""
    asked: list[str] = []

    def voice(text: str, voice: str) -> Sound:
        asked.append(f"{voice}: {text}")
        return Sound(f"{voice}: {text} ".encode() * 40)

    monkeypatch.setattr(spoken, "speak", voice)
    yield asked
    speak.cache_clear()


def test_once_for_any_number_of_starts(tmp_path: Path, said: list[str]) -> None:
    first = Spoken(tmp_path / "speech").say("One moment.", "en-us")
    assert Spoken(tmp_path / "speech").say("One moment.", "en-us") == first
    assert said == ["en-us: One moment."]
    assert (tmp_path / "speech").stat().st_mode & 0o077 == 0


def test_another_voice_text_or_version_is_spoken(
    tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Spoken(tmp_path)
    for text, voice in (("one", "en-us"), ("two", "en-us"), ("one", "es-419")):
        kept.say(text, voice)
    assert len(said) == 3
    monkeypatch.setattr(spoken, "engine", lambda: "eSpeak NG text-to-speech: 9.99")
    kept.say("one", "en-us")
    assert len(said) == 4


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 500])
def test_what_is_damaged_is_spoken_again(tmp_path: Path, said: list[str], damage: bytes) -> None:
    kept = Spoken(tmp_path)
    whole = kept.say("one", "en-us")
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage)
    assert kept.say("one", "en-us") == whole
    assert len(said) == 2
    assert kept.say("one", "en-us") == whole
    assert len(said) == 2


def test_a_flipped_bit_is_noticed(tmp_path: Path, said: list[str]) -> None:
    kept = Spoken(tmp_path)
    whole = kept.say("one", "en-us")
    (path,) = tmp_path.iterdir()
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    assert kept.say("one", "en-us") == whole


def test_many_writers_at_once_leave_whole_files(tmp_path: Path, said: list[str]) -> None:
    wrong: list[str] = []

    def work() -> None:
        for n in range(40):
            made = Spoken(tmp_path).say(f"{n % 5}", "en-us")
            if made != Sound(f"en-us: {n % 5} ".encode() * 40):
                wrong.append(str(n))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(list(tmp_path.iterdir())) == 5, "and nothing half written"


def test_where_nothing_can_be_kept_it_is_spoken(tmp_path: Path, said: list[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", None):
        kept = Spoken(folder)
        assert kept.say("one", "en-us") == kept.say("one", "en-us")
    assert len(said) == 4


def test_what_was_not_wanted_for_long_goes(tmp_path: Path, said: list[str]) -> None:
    kept = Spoken(tmp_path)
    kept.say("one", "en-us")
    kept.say("two", "en-us")
    old, _ = sorted(tmp_path.iterdir())
    os.utime(old, (0, 0))
    assert kept.tidy() == 1
    assert kept.tidy(now=tmp_path.stat().st_mtime + 2 * KEPT) == 1


@pytest.mark.requires("espeak-ng")
def test_a_receipt_number_is_never_kept_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(spoken, "speak", lambda text, voice: asked.append(text) or Sound(b"ab"))
    sounds = Sounds(Spoken(tmp_path))
    sounds.of([prompt("receipt", "en", receipt=Digits("572400005"), due=date(2020, 6, 3))])
    assert {each for each in asked if each.isdigit()} == {"5", "7", "2", "4", "0"}
    assert not any("5724" in each.replace(" ", "") for each in asked)
