"""Prompts as pieces of sound, each made once: a call does not wait for a voice to speak.

A prompt whose words are always the same is one piece. One that is filled with digits, days or times
is put together: what stands around them, each digit, each day and each time are pieces of their
own, so that a receipt number that nobody ever heard needs nothing new.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np

from drawdown.check_in.dialogue import Place, Prompt
from drawdown.check_in.dialogue.prompt import Digits, Key, Value, prompt
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.languages import Language, Recording, language
from drawdown.check_in.languages.language import VARIABLE
from drawdown.check_in.lines.sip.g711 import RATE, Samples
from drawdown.check_in.speech import read_recording, sound
from drawdown.check_in.spoken import Spoken

logger = logging.getLogger(__name__)

MOST = 2000
"""Pieces that are kept, some 30 kB each; the one not said for longest gives way."""

DAYS_AHEAD = 45
"""Days whose names are spoken before anybody calls."""

_QUIET = 60  # of 32,767: what espeak-ng leaves at the ends is below
_BETWEEN = 0.12  # seconds between pieces of a sentence, and after a prompt
_DIGITS = 0.10
_GROUPS = 0.35

Piece = tuple[str, Samples]
"""A name that no other sound has, and the sound."""


def _pause(seconds: float) -> Piece:
    return f"pause {seconds:g}", np.zeros(int(seconds * RATE), np.int16)


def trimmed(samples: Samples) -> Samples:
    """A sound without the silence before and after it."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _QUIET)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]


def _samples(pcm: bytes) -> Samples:
    return np.frombuffer(pcm, dtype="<i2").astype(np.int16)


class Sounds:
    """Every piece that was needed so far. It may be asked from any thread."""

    def __init__(self, spoken: Spoken | None = None) -> None:
        """Begin with nothing made; `spoken` keeps on disk what the voice said."""
        self._disk = spoken or Spoken(None)
        self._made: OrderedDict[str, Samples] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, prompts: Iterable[Prompt]) -> tuple[Piece, ...]:
        """What to play for prompts, one after the other.

        A prompt that cannot be made into sound is left out, and logged: a call goes on without it.
        """
        found: list[Piece] = []
        for each in prompts:
            try:
                found += self.pieces(each)
            except (CheckInError, OSError):
                logger.exception("a prompt could not be spoken: %s, %s", each.language, each.key)
        return tuple(found)

    def pieces(self, prompt: Prompt) -> list[Piece]:
        """What to play for one prompt.

        Raises:
            CheckInError: espeak-ng is not there or fails, or a recording cannot be read.
        """
        spoken = language(prompt.language)
        values = dict(prompt.values)
        if not any(isinstance(value, Digits | date) for value in values.values()):
            name = f"{prompt.language}: {spoken.words(prompt)}"
            made = self._piece(name, lambda: _samples(sound(prompt, spoken, self._disk.say).pcm))
            return [made, _pause(_BETWEEN)]
        recorded = any(isinstance(each, Recording) for each in spoken.pieces(prompt))
        pattern = spoken.prompts[prompt.key]
        fixed = [part.strip() for part in VARIABLE.split(pattern)[::3]]
        filled = [*VARIABLE.finditer(pattern), None]
        found: list[Piece] = []
        for number, (part, variable) in enumerate(zip(fixed, filled, strict=True), start=1):
            if re.search(r"\w", part):
                path = spoken.recordings.get(f"{prompt.key}-{number}") if recorded else None
                made = self._recorded(path) if path else self._spoken(part, spoken)
                found += [made, _pause(_BETWEEN)]
            if variable is not None:
                value, with_year = values[variable[1]], variable[2] == "year"
                found += [*self._value(value, spoken, with_year), _pause(_BETWEEN)]
        return found

    def _value(self, value: Value, spoken: Language, with_year: bool) -> list[Piece]:
        match value:
            case Digits(digits):
                found: list[Piece] = []
                for at, digit in enumerate(digits):
                    if at:
                        found.append(_pause(_DIGITS if at % 3 else _GROUPS))
                    found.append(self._spoken(digit, spoken))
                return found
            case datetime() as moment:
                day = spoken.dates.say(moment.date(), year=with_year)
                before, _, after = spoken.dates.time.partition("{date}")
                rest = after.format(time=spoken.times.say(moment.time())).strip(" ,")
                words = (before.strip(), day, rest)
                return [self._spoken(each, spoken) for each in words if each]
            case date():
                return [self._spoken(spoken.dates.say(value, year=with_year), spoken)]
            case Key(number):
                return [self._spoken(str(number), spoken)]
            case str():
                return [self._spoken(value, spoken)]

    def _spoken(self, text: str, spoken: Language) -> Piece:
        return self._piece(
            f"{spoken.id}| {text}",
            lambda: trimmed(_samples(self._disk.say(text, spoken.voice).pcm)),
        )

    def _recorded(self, path: Path) -> Piece:
        return self._piece(f"file {path}", lambda: _samples(read_recording(path).pcm))

    def _piece(self, name: str, make: Callable[[], Samples]) -> Piece:
        with self._lock:
            if (made := self._made.get(name)) is not None:
                self._made.move_to_end(name)
                return name, made
        made = make()  # without the lock: who has what they need does not wait for this
        with self._lock:
            self._made[name] = made
            while len(self._made) > MOST:
                self._made.popitem(last=False)
        return name, made

    def warm(
        self,
        languages: Iterable[str],
        places: Iterable[Place],
        today: date,
        stopped: threading.Event | None = None,
    ) -> None:
        """Make ahead what calls will need: every prompt, the digits, the days to come.

        What every call hears first is made first. It ends early once `stopped` is set.

        Raises:
            CheckInError: espeak-ng is not there or fails, or a recording cannot be read.
        """
        chosen, here = tuple(languages), tuple(places)
        work: list[Callable[[], object]] = []
        rest: list[Callable[[], object]] = []
        for name in chosen:
            first, *others = _first(name, chosen, here)
            work.append(partial(self.pieces, first))
            rest += [partial(self.pieces, each) for each in others]
            rest += [partial(self._spoken, digit, language(name)) for digit in "0123456789"]
        for days in range(DAYS_AHEAD):
            day = today + timedelta(days=days)
            for spoken in map(language, chosen):
                rest.append(partial(self._spoken, spoken.dates.say(day), spoken))
        for make in (*work, *rest):
            if stopped is not None and stopped.is_set():
                return
            make()
        self._disk.tidy()


_KEYS = {
    "start_check_in": 1, "start_report": 2, "other_language": 9, "reach_human": 0,
    "menu_check_in": 1, "menu_dates": 2, "menu_change": 3, "menu_call_back": 4, "menu_hang_up": 9,
    "change_address": 1, "change_telephone": 2, "go_back": 9, "topic_soap": 1, "topic_mask": 2,
    "topic_distance": 3, "topic_cleaning": 4, "topic_other": 5, "anonymous": 1, "signed": 2,
    "report_more": 1,
}  # fmt: skip
"""The key that each prompt names. One that is missing or wrong is only made later than others."""


def _first(name: str, languages: tuple[str, ...], places: tuple[Place, ...]) -> list[Prompt]:
    """Prompts of a language as they are said most."""
    found = [prompt("language", name, key=Key(languages.index(name) + 1))]
    for number, place in enumerate(places[:9], start=1):
        found.append(prompt("facility", name, key=Key(number), name=place.name))
    some_day = date(2020, 6, 1)
    values: dict[str, Value] = {"receipt": Digits("0")}
    for key, pattern in language(name).prompts.items():
        wanted = {each[1] for each in VARIABLE.finditer(pattern)}
        if key in ("language", "facility"):
            continue
        given = {each: values.get(each, some_day) for each in wanted if each != "key"}
        if "key" in wanted:
            given["key"] = Key(_KEYS.get(key, 1))
        found.append(prompt(key, name, **given))
    return found
