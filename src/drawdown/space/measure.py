"""Lengths, exactly: decimal text to fractions, feet and metres, and directions."""

from __future__ import annotations

import math
import re
from fractions import Fraction

METRES_PER_FOOT = Fraction(3048, 10000)
"""Exact since the international yard and pound agreement of 1959."""

LARGEST = 1_000_000
"""No plan has a coordinate beyond this; a larger number is a slip of the pen."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
_DIRECTION_DECIMALS = 10**9


def exact(text: str) -> Fraction:
    """Return the number written in `text`, exactly as written.

    Raises ValueError where it is not a plain decimal number or is beyond `LARGEST`.

    >>> exact("6.1")
    Fraction(61, 10)
    """
    stripped = text.strip()
    if len(stripped) > 40 or not _NUMBER.fullmatch(stripped):
        raise ValueError(text)
    value = Fraction(stripped)
    if abs(value) > LARGEST:
        raise ValueError(text)
    return value


def convert(length: Fraction, from_unit: str, to_unit: str) -> Fraction:
    """Return a length in another unit, exactly. Units are `ft` and `m`.

    >>> convert(Fraction(6), "ft", "m")
    Fraction(1143, 625)
    """
    if from_unit == to_unit:
        return length
    return length * METRES_PER_FOOT if from_unit == "ft" else length / METRES_PER_FOOT


def direction(heading: Fraction) -> tuple[Fraction, Fraction]:
    """Return the cosine and sine of a heading in degrees, each to nine decimals.

    Headings run anticlockwise from the x axis. Nine decimals are part of the rule, so that
    everyone who reads the plan gets the same fractions: on a bed ten feet long they are worth a
    millionth of an inch. Right angles are exact.

    >>> direction(Fraction(90))
    (Fraction(0, 1), Fraction(1, 1))
    """
    angle = math.radians(float(heading % 360))
    return (
        Fraction(round(math.cos(angle) * _DIRECTION_DECIMALS), _DIRECTION_DECIMALS),
        Fraction(round(math.sin(angle) * _DIRECTION_DECIMALS), _DIRECTION_DECIMALS),
    )


def written(value: Fraction) -> str:
    """Return an exact text of a number: a decimal where one exists, else `a/b`.

    >>> written(Fraction(61, 10)), written(Fraction(1, 3))
    ('6.1', '1/3')
    """
    twos = fives = 0
    rest = value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
