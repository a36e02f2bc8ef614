"""The one kind of error that reaches a reader: bad input, said in one line."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from unicodedata import category


class InputError(Exception):
    """Something handed in cannot be used. The message is one line, for the person who handed it in.

    It names the file, the place in it (line, or row and column) and what was expected, as in
    `roster.csv, row 17, column 'Book In Date': '31/02/2020' is not a date; expected YYYY-MM-DD`.
    The command line prints it and exits with status 2. Each room has its own subclass.

    What stands in a file may be quoted, so the message is read with `plain`: a crafted file can
    neither break the line nor move the cursor of whoever reads it.
    """

    def __str__(self) -> str:
        """The line."""
        return plain(super().__str__())


def plain(text: str) -> str:
    r"""A text of which every character shows: others are written as Python would.

    Written so are control characters (which a terminal obeys), line and paragraph separators, marks
    that turn the direction of writing (Unicode Standard Annex 9), and halves of characters.

    >>> print(plain("Nu\u00f1ez\x1b[2J\u202e"))
    Nuñez\x1b[2J\u202e
    """
    if text.isprintable():
        return text
    return "".join(
        _escaped(one) if category(one) in ("Cc", "Zl", "Zp", "Cs") or one in _TURNS else one
        for one in text
    )


_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _escaped(one: str) -> str:
    return one.encode("unicode_escape").decode("ascii")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `"; did you mean 'x'?"` for the nearest known word, or nothing where none is near.

    >>> nearest("facilty", ["facility", "date"])
    "; did you mean 'facility'?"
    >>> nearest("zzz", ["facility", "date"])
    ''
    """
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""
