"""In how many parts a text is sent, and so what it costs.

A text whose characters are all of GSM's own alphabet has 160 to a single part, or 153 to each of
several; any other text is UCS-2 and has 70, or 67 (3GPP TS 23.038, section 6; TS 23.040, section
9.2.3.24.1). What takes two places is never cut in two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""GSM's alphabet: one place each (TS 23.038, section 6.2.1)."""
EXTENDED = frozenset("\f^{}\\[~]|€")
"""Its extension: two places each (section 6.2.1.1)."""


@dataclass(frozen=True)
class Parts:
    """How a text is sent.

    Attributes:
        encoding: The alphabet.
        places: How many places its characters take.
        count: In how many parts it is sent.
    """

    encoding: Literal["GSM-7", "UCS-2"]
    places: int
    count: int


def parts(text: str) -> Parts:
    """How a text is sent.

    >>> parts("Check-in line: please call."), parts("Línea para reportarse")
    (Parts(encoding='GSM-7', places=27, count=1), Parts(encoding='UCS-2', places=21, count=1))
    """
    if all(character in BASIC or character in EXTENDED for character in text):
        sizes = [2 if character in EXTENDED else 1 for character in text]
        return Parts("GSM-7", sum(sizes), _count(sizes, 160, 153))
    sizes = [2 if ord(character) > 0xFFFF else 1 for character in text]
    return Parts("UCS-2", sum(sizes), _count(sizes, 70, 67))


def _count(sizes: list[int], single: int, each: int) -> int:
    if sum(sizes) <= single:
        return 1
    count, filled = 1, 0
    for size in sizes:
        if filled + size > each:
            count, filled = count + 1, 0
        filled += size
    return count
