"""Plain words for days, numbers and lists, the same in every explanation."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from drawdown.order.calendar.words import day_in_words as day

__all__ = ["day", "listed", "number", "some"]


def number(value: float | Fraction | Decimal) -> str:
    """A number as people write it: thousands apart, no needless zeros, at most two decimals.

    >>> number(458.25), number(1424), number(Fraction(525, 1))
    ('458.25', '1,424', '525')
    """
    rounded = round(float(value), 2)
    return f"{rounded:,.2f}".rstrip("0").rstrip(".")


def some(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> some(1, "person", "people"), some(12, "report"), some(0, "day")
    ('1 person', '12 reports', '0 days')
    """
    noun = one if count == 1 else many or f"{one}s"
    return f"{count:,} {noun}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence.

    >>> listed(["masks", "soap", "towels"]), listed(["soap"]), listed([])
    ('masks, soap and towels', 'soap', '')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
