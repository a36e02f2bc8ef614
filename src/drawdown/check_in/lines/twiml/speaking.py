"""Prompts as markup: our own sound where the site serves it, else the provider's voice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from xml.etree.ElementTree import Element

from drawdown.check_in.dialogue import Prompt
from drawdown.check_in.languages import language
from drawdown.check_in.lines.twiml.markup import element
from drawdown.check_in.lines.twiml.sounds import Piece

SoundAddress = Callable[[str, Piece], str | None]
"""Gives the address of a piece's sound in a language, or none where there is no sound of it."""

LANGUAGES = {"es": "es-MX"}
"""`language` of `<Say>` where the locale of a language does not tell: Twilio has no es-419
(https://www.twilio.com/docs/voice/twiml/say). It has no voice for Haitian Creole either: French is
what its folder names, and is hard to follow. Serve our own sound."""


def no_sound(name: str, piece: Piece) -> str | None:
    """A `SoundAddress` where the site serves no sound."""
    return None


def spoken(prompts: Iterable[Prompt], sound: SoundAddress) -> Iterator[Element]:
    """The `<Play>` and `<Say>` of prompts, in their order.

    Args:
        prompts: What is said.
        sound: The address of each piece's sound.
    """
    for prompt in prompts:
        for piece in language(prompt.language).pieces(prompt):
            address = sound(prompt.language, piece)
            if address:
                yield element("Play", address)
            else:
                yield said(piece.text, prompt.language)


def said(text: str, name: str) -> Element:
    """Words in the provider's voice."""
    return element("Say", text, language=code_of(name))


@cache
def code_of(name: str) -> str:
    """The code of a language for `<Say>`: a language and a country.

    >>> [code_of(name) for name in ("en", "es", "ht", "fr", "pt")]
    ['en-US', 'es-MX', 'fr-FR', 'fr-FR', 'pt-BR']
    """
    from babel import Locale
    from babel.core import get_global

    if name in LANGUAGES:
        return LANGUAGES[name]
    locale = Locale.parse(language(name).dates.locale)
    country = locale.territory or ""
    if not re.fullmatch("[A-Z]{2}", country):
        likely = str(get_global("likely_subtags").get(locale.language, ""))
        country = likely.rpartition("_")[2]
    return f"{locale.language}-{country}" if re.fullmatch("[A-Z]{2}", country) else "en-US"
