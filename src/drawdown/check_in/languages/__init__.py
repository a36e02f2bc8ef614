"""What is said in each language: a folder of prompts for each, and how dates and digits are read.

>>> from drawdown.check_in.dialogue.prompt import Digits, prompt
>>> words(prompt("receipt", "es", receipt=Digits("482107355")))
'Su número de recibo es 4 8 2, 1 0 7, 3 5 5.'
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from drawdown.check_in.dialogue.prompt import Prompt
from drawdown.check_in.languages.language import Language, Recording, Spoken
from drawdown.check_in.languages.reading import read_folder

__all__ = ["Language", "Recording", "Spoken", "language", "languages", "words"]

FOLDER = Path(__file__).parent
FILE = "prompts.toml"
FIRST = ("en", "es", "ht", "fr", "pt")
"""The languages offered first; others follow in the order of their folders."""


@cache
def languages() -> tuple[str, ...]:
    """Every language that has a folder, in the order in which they are offered.

    English, in which new prompts are written, is the first; the keys of `FIRST` never change.
    """
    found = sorted(path.parent.name for path in FOLDER.glob(f"*/{FILE}"))
    first = [name for name in FIRST if name in found]
    return (*first, *(name for name in found if name not in first))


@cache
def language(name: str) -> Language:
    """A language of this package, by its folder.

    Raises:
        CheckInError: There is none of that name, or its file cannot be used.
    """
    return read_folder(FOLDER / name)


def words(prompt: Prompt) -> str:
    """A prompt's words, as they are spoken."""
    return language(prompt.language).words(prompt)
