"""Text from the record as text that can be printed: no control characters, no hidden direction.

What cannot be seen is spelled out (`[U+202E]`), so that nothing which somebody wrote into an entry
hides, reorders or breaks what a court reads, and so that both forms of a document say the same.
"""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"
"""Needed to write Persian and several scripts of India; they change how letters join, not more."""

_SPELLED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def printable(text: str) -> str:
    r"""The text with what cannot be seen spelled out, and every run of white space as one space.

    >>> printable("a\u202eb\x00"), printable("two\n lines")
    ('a[U+202E]b[U+0000]', 'two lines')
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    joined = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(spelled(c) if _hidden(c) else c for c in joined)


def spelled(character: str) -> str:
    """A character by its number."""
    return f"[U+{ord(character):04X}]"


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in _SPELLED and character not in _JOINERS
