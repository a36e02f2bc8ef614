"""The one kind of error that reaches a reader: bad input, said in one line."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class InputError(Exception):
    """Something handed in cannot be used. The message is one line, for the person who handed it in.

    It names the file, the place in it (line, or row and column) and what was expected, as in
    `roster.csv, row 17, column 'Book In Date': '31/02/2020' is not a date; expected YYYY-MM-DD`.
    The command line prints it and exits with status 2. Each room has its own subclass.
    """


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `"; did you mean 'x'?"` for the nearest known word, or nothing where none is near.

    >>> nearest("facilty", ["facility", "date"])
    "; did you mean 'facility'?"
    >>> nearest("zzz", ["facility", "date"])
    ''
    """
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""
