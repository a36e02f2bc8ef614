"""What is said: a prompt by its key, with the values that its words are filled with.

No words stand here; `drawdown.check_in.languages` holds them, one folder a language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Digits:
    """Digits that are read one at a time, such as a receipt number."""

    digits: str


@dataclass(frozen=True)
class Key:
    """A key of the telephone: 0 to 9."""

    key: int


Value = Digits | Key | datetime | date | str
"""A time is in the person's own time zone; a text is a proper name, read as it stands."""


@dataclass(frozen=True)
class Prompt:
    """One prompt.

    Attributes:
        key: Its key in a language's `prompts.toml`.
        language: The language's folder, such as `es`.
        values: What its variables are filled with, by name.
    """

    key: str
    language: str
    values: tuple[tuple[str, Value], ...] = ()


def prompt(name: str, language: str, /, **values: Value) -> Prompt:
    """A prompt with its values by name.

    >>> prompt("start_check_in", "en", key=Key(1)).values
    (('key', Key(key=1)),)
    """
    return Prompt(name, language, tuple(sorted(values.items())))
