"""A recording beside the prompts is played instead of a voice, and never half of one."""

from __future__ import annotations

import shutil
import wave
from pathlib import Path

import numpy as np
import pytest

from drawdown.check_in.dialogue.prompt import Digits, Prompt, prompt
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.languages import FOLDER
from drawdown.check_in.languages.language import Recording, Spoken
from drawdown.check_in.languages.reading import read_folder
from drawdown.check_in.speech import RATE, read_recording, sound

RECEIPT = prompt("receipt", "es", receipt=Digits("482107355"))


def record(path: Path, seconds: float, rate: int = 44_100, channels: int = 2) -> None:
    wave_ = np.sin(np.arange(int(seconds * rate)) * 2 * np.pi * 440 / rate) * 16_000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(wave_.astype("<i2"), channels).tobytes())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER / "es", tmp_path / "es"))


def test_a_prompt_without_variables(folder: Path) -> None:
    record(folder / "goodbye.wav", 1.5)
    spanish = read_folder(folder)
    assert spanish.pieces(Prompt("goodbye", "es")) == (
        Recording(folder / "goodbye.wav", "Gracias. Adiós."),
    )
    assert abs(sound(Prompt("goodbye", "es"), spanish).seconds - 1.625) < 0.01


def test_what_stands_around_a_variable(folder: Path) -> None:
    record(folder / "receipt-1.wav", 1.0)
    assert read_folder(folder).pieces(RECEIPT) == (
        Recording(folder / "receipt-1.wav", "Su número de recibo es"),
        Spoken("4 8 2, 1 0 7, 3 5 5"),
    )


def test_a_sentence_of_which_a_part_is_missing_is_spoken_whole(folder: Path) -> None:
    record(folder / "checked_in_early-1.wav", 1.0)
    from datetime import date

    early = prompt("checked_in_early", "es", opens=date(2020, 6, 4))
    pieces = read_folder(folder).pieces(early)
    assert len(pieces) == 1
    assert isinstance(pieces[0], Spoken)


def test_a_recording_becomes_what_a_telephone_carries(folder: Path) -> None:
    record(folder / "goodbye.wav", 1.0)
    heard = read_recording(folder / "goodbye.wav")
    assert abs(heard.seconds - 1.0) < 0.001
    assert heard.clipped == 0
    samples = np.frombuffer(heard.pcm, dtype="<i2").astype(float)
    tone = np.argmax(np.abs(np.fft.rfft(samples))) * RATE / len(samples)
    assert abs(tone - 440) < 2
    assert abs(heard.peak - 16_000 / 32_767) < 0.05


def test_no_tone_above_what_it_carries_comes_back_as_another(folder: Path) -> None:
    rate = 44_100
    high = np.sin(np.arange(rate) * 2 * np.pi * 7_000 / rate) * 16_000
    with wave.open(str(folder / "goodbye.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(high.astype("<i2").tobytes())
    middle = np.frombuffer(read_recording(folder / "goodbye.wav").pcm, dtype="<i2")[800:-800]
    assert np.abs(middle).max() < 100


def test_what_is_no_recording_is_said(folder: Path) -> None:
    (folder / "goodbye.wav").write_bytes(b"nothing")
    with pytest.raises(CheckInError, match=r"goodbye\.wav: is not a WAV file"):
        read_recording(folder / "goodbye.wav")
