"""What espeak-ng says of every prompt: whole, loud enough, not clipped; a check-in is short."""

from __future__ import annotations

import wave
from io import BytesIO

import pytest

from drawdown.check_in.dialogue.prompt import Prompt
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.heard import hear
from drawdown.check_in.languages import language, languages
from drawdown.check_in.length import AIM, measure, plain_check_in
from drawdown.check_in.speech import RATE, Sound, sound, speak

pytestmark = pytest.mark.requires("espeak-ng")


@pytest.mark.parametrize("name", languages())
def test_every_prompt_is_heard(name: str) -> None:
    problems = [str(problem) for heard in hear(language(name)) for problem in heard.problems]
    assert problems == []


@pytest.mark.parametrize("name", languages())
def test_a_plain_check_in_takes_less_than_two_minutes(name: str) -> None:
    length = measure(name)
    assert 30 < length.to_receipt < length.whole < AIM
    said = [prompt.key for prompts, _ in plain_check_in(name) for prompt in prompts]
    assert said[:5] == ["language"] * 5
    assert {"checked_in", "receipt", "receipt_again", "next_check_in", "court_date"} <= set(said)


def test_it_is_a_wav_file_that_a_telephone_can_play() -> None:
    heard = sound(Prompt("goodbye", "ht"), language("ht"))
    with wave.open(BytesIO(heard.wav())) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        assert abs(file.getnframes() / RATE - heard.seconds) < 0.001


def test_clipping_is_noticed() -> None:
    loud = Sound((b"\xff\x7f" * 4) + b"\x00\x00" * 4)
    assert loud.clipped == 3
    assert Sound(b"").peak == 0


def test_a_voice_that_is_not_there_is_said() -> None:
    with pytest.raises(CheckInError, match="espeak-ng, voice 'xx-nowhere'"):
        speak("Hello", "xx-nowhere")
