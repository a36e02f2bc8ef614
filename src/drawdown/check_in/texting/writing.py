"""The words of a text that goes out: a reminder, a receipt, an excuse."""

from __future__ import annotations

from collections.abc import Mapping

from drawdown.check_in.dialogue.prompt import Value
from drawdown.check_in.languages import language, languages


def written(key: str, values: Mapping[str, Value], *, line: str, language_: str = "") -> str:
    """The words of a text.

    Args:
        key: Its key in a language's `[texts]`, such as `reminder`.
        values: What its variables are filled with.
        line: The number of the line, as it is written in texts.
        language_: The person's language; English where it is none of the line's.

    Raises:
        CheckInError: There is no such text, or a value is missing.

    >>> written("call_back", {}, line="305-555-0100", language_="ht")
    'Liy prezans: yon moun pral rele ou sou nimewo sa a.'
    """
    name = language_ if language_ in languages() else "en"
    return language(name).text(key, {"line": line, **values})
