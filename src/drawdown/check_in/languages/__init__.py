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


@cache
def languages() -> tuple[str, ...]:
    """Every language that has a folder; English, in which new prompts are written, first."""
    found = sorted(path.parent.name for path in FOLDER.glob(f"*/{FILE}"))
    return ("en", *(name for name in found if name != "en"))


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
