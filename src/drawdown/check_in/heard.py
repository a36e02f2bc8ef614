"""Every prompt of a language as it is heard: how long, how loud, whether it is clipped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from drawdown.check_in.dialogue.prompt import Digits, Key, Prompt, Value
from drawdown.check_in.languages.check import Problem
from drawdown.check_in.languages.language import VARIABLE, Language, Recording
from drawdown.check_in.speech import sound

LONGEST = 15.0
"""How long a prompt may be, in seconds."""
A_CHARACTER = 0.02
"""No voice says a character in less, in seconds: shorter, and part of it was not said."""
QUIETEST = 0.05
"""How loud the loudest sample must be at least, of 1."""

_EXAMPLES: dict[str, Value] = {
    "key": Key(1),
    "name": "Krome",
    "receipt": Digits("482107355"),
    "due": date(2020, 9, 23),
    "opens": datetime(2020, 9, 21, 13, 45, tzinfo=UTC),
    "when": datetime(2020, 9, 23, 13, 45, tzinfo=UTC),
}
"""What a prompt's variables are filled with, so that it is about as long as it will be."""


@dataclass(frozen=True)
class Heard:
    """A prompt as it is heard.

    Attributes:
        prompt: The prompt, filled with an example.
        seconds: How long it is.
        peak: How loud its loudest sample is, of 1.
        recorded: Whether any of it is a recording.
        problems: What is wrong.
    """

    prompt: Prompt
    seconds: float
    peak: float
    recorded: bool
    problems: tuple[Problem, ...]


def example(language: Language, key: str) -> Prompt:
    """A prompt filled with an example."""
    names = {found[1] for found in VARIABLE.finditer(language.prompts[key])}
    return Prompt(key, language.id, tuple((name, _EXAMPLES[name]) for name in sorted(names)))


def hear(language: Language) -> list[Heard]:
    """Every prompt of a language.

    Raises:
        CheckInError: espeak-ng is not there, or a recording cannot be read.
    """
    return [_heard(language, example(language, key)) for key in language.prompts]


def _heard(language: Language, prompt: Prompt) -> Heard:
    made = sound(prompt, language)
    letters = len(re.sub(r"\W", "", language.words(prompt)))
    wrong = []
    if made.seconds > LONGEST:
        wrong.append(f"lasts {made.seconds:.1f} seconds; at most {LONGEST:.0f}")
    if made.seconds < letters * A_CHARACTER:
        wrong.append(f"lasts {made.seconds:.1f} seconds for {letters} letters: part is not said")
    if made.peak < QUIETEST:
        wrong.append(f"is too quiet: {made.peak:.2f} of 1")
    if made.clipped:
        wrong.append(f"is clipped in {made.clipped} places")
    problems = tuple(Problem(language.id, prompt.key, each) for each in wrong)
    recorded = any(isinstance(piece, Recording) for piece in language.pieces(prompt))
    return Heard(prompt, made.seconds, made.peak, recorded, problems)
