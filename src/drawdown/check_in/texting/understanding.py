"""What a text asks for, by words in every language that the line has.

Only a text that is nothing but such a word, politeness aside, is one: whoever writes more is read
by a human. A text can mean STOP in other words (47 C.F.R. 64.1200(a)(10)), and that human sees it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from drawdown.check_in.languages import language, languages

Kind = Literal["stop", "start", "help", "call", "record", "other"]
KINDS: tuple[Kind, ...] = ("stop", "start", "help", "call", "record")
LONGEST = 80
"""No word has more characters, with politeness."""


@dataclass(frozen=True)
class Understood:
    """What a text asks for.

    Attributes:
        kind: What; `other` where it is no word of ours.
        languages: The languages that have the word.
    """

    kind: Kind
    languages: tuple[str, ...] = ()

    def language(self, known: str) -> str:
        """The language to answer in.

        The language that is known, where it or English has the word; else the word's own. English
        words are printed on every text, and say nothing of who writes them.

        >>> understand("STOP").language("ht"), understand("ayuda").language("en")
        ('ht', 'es')
        """
        if known in languages() and (not self.languages or {known, "en"} & {*self.languages}):
            return known
        return next(iter(self.languages), "en")


def understand(text: str) -> Understood:
    """What a text asks for.

    >>> understand(" Stop. "), understand("1")
    (Understood(kind='stop', languages=('en',)), Understood(kind='call', languages=('en',)))
    """
    if len(text) > LONGEST:
        return Understood("other")
    bare = plain(text)
    for please in _pleas():
        if bare != please:
            bare = bare.removeprefix(f"{please} ").removesuffix(f" {please}")
    kind, found = _words().get(bare, ("other", ()))
    return Understood(kind, found)


def plain(text: str) -> str:
    """A text in small letters, with no accents, marks or doubled blanks.

    >>> plain("¡ Sí, señor !")
    'si senor'
    """
    folded = text
    for _ in range(2):  # what a letter decomposes into may be a capital again
        folded = unicodedata.normalize("NFKD", folded.casefold())
    kept = "".join(character for character in folded if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+", kept))


@cache
def _words() -> dict[str, tuple[Kind, tuple[str, ...]]]:
    """What each word asks for, and the languages that have it; no word asks for two things."""
    found: dict[str, tuple[Kind, tuple[str, ...]]] = {}
    for name in languages():
        for kind in KINDS:
            for word in language(name).texts[f"words_{kind}"].split(","):
                _, others = found.get(plain(word), (kind, ()))
                found[plain(word)] = (kind, (*others, name))
    return found


@cache
def _pleas() -> tuple[str, ...]:
    return tuple(
        plain(word)
        for name in languages()
        for word in language(name).texts["words_please"].split(",")
    )
