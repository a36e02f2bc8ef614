"""A language: its prompts, and what of them is spoken or played."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from drawdown.check_in.dialogue.prompt import Digits, Key, Prompt, Value
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.languages.dates import Dates, Times, moment, one_by_one
from drawdown.errors import nearest

VARIABLE = re.compile(r"\{(\w+)(?::(\w+))?\}")
"""A variable in a prompt: its name and, of a date, `year` where the year is said too."""


@dataclass(frozen=True)
class Spoken:
    """Words to be spoken by a voice."""

    text: str


@dataclass(frozen=True)
class Recording:
    """A recording to be played instead, with the words that it says."""

    path: Path
    text: str


@dataclass(frozen=True)
class Language:
    """A language of the line.

    Attributes:
        id: Its folder.
        name: What it calls itself.
        voice: The voice of espeak-ng that speaks it.
        read_by: The fluent reader who read every line, and when; blank where nobody has yet.
        prompts: What is said, by key.
        texts: What is written, by key.
        papers: What is printed, and shown on a person's own page, by key.
        dates: How days are said.
        times: How times are said.
        recordings: Recorded prompts by key, or by key and part (`receipt-1`).
    """

    id: str
    name: str
    voice: str
    read_by: str
    prompts: Mapping[str, str]
    texts: Mapping[str, str]
    dates: Dates
    times: Times
    recordings: Mapping[str, Path] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)

    def words(self, prompt: Prompt) -> str:
        """A prompt's words, as they are spoken."""
        values = dict(prompt.values)
        return VARIABLE.sub(
            lambda found: self._said(prompt.key, values, found), self._pattern(prompt.key)
        )

    def pieces(self, prompt: Prompt) -> tuple[Spoken | Recording, ...]:
        """What to speak and what to play for a prompt.

        A recording takes precedence: `key.wav` of a prompt without variables; of one with them
        `key-1.wav`, `key-2.wav`, … for what stands before, between and after them. Where any part
        lacks its recording the whole prompt is spoken, so that no sentence has two voices but for
        what fills it.
        """
        pattern, values = self._pattern(prompt.key), dict(prompt.values)
        fixed = [part.strip() for part in VARIABLE.split(pattern)[::3]]
        filled = [self._said(prompt.key, values, found) for found in VARIABLE.finditer(pattern)]
        names = [prompt.key] if not filled else [f"{prompt.key}-{n + 1}" for n in range(len(fixed))]
        said = [bool(re.search(r"\w", part)) for part in fixed]
        needed = [name for name, spoken in zip(names, said, strict=True) if spoken]
        if not all(name in self.recordings for name in needed):
            return (Spoken(self.words(prompt)),)
        pieces: list[Spoken | Recording] = []
        for number, part in enumerate(fixed):
            if said[number]:
                pieces.append(Recording(self.recordings[names[number]], part))
            if number < len(filled):
                pieces.append(Spoken(filled[number]))
        return tuple(pieces)

    def text(self, key: str, values: Mapping[str, Value]) -> str:
        """The words of a text message; digits stand in groups, as they are read."""
        return self._written(key, self.texts, "text", values)

    def paper(self, key: str, **values: Value) -> str:
        """The words of what is printed; digits stand in groups, as they are read."""
        return self._written(key, self.papers, "paper", values)

    def _written(
        self, key: str, lines: Mapping[str, str], kind: str, values: Mapping[str, Value]
    ) -> str:
        if key not in lines:
            raise CheckInError(f"{self.id}: there is no {kind} '{key}'{nearest(key, lines)}")
        written = {
            name: " ".join(re.findall(".{1,3}", value.digits)) if isinstance(value, Digits)
            else value
            for name, value in values.items()
        }  # fmt: skip
        return VARIABLE.sub(lambda found: self._said(key, written, found), lines[key])

    def _pattern(self, key: str) -> str:
        if key not in self.prompts:
            raise CheckInError(f"{self.id}: there is no prompt '{key}'{nearest(key, self.prompts)}")
        return self.prompts[key]

    def _said(self, key: str, values: Mapping[str, Value], found: re.Match[str]) -> str:
        if found[1] not in values:
            raise CheckInError(f"{self.id}: '{key}' wants a value for '{found[1]}', and has none")
        match values[found[1]]:
            case Digits(digits):
                return one_by_one(digits)
            case Key(number):
                return str(number)
            case str() as text:
                return text
            case date() as on:
                return moment(self.dates, self.times, on, year=found[2] == "year")
