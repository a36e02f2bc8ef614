"""Encoding, line endings and delimiter of a text file, found from the whole of it."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass

from drawdown.roster.errors import RosterError

DELIMITERS = ",;\t|^~"


@dataclass(frozen=True)
class PlainText:
    r"""A text file as UTF-8 with `\\n` line ends, and the encoding it came in."""

    content: bytes
    encoding: str


def plain_text(content: bytes, name: str, encoding: str | None = None) -> PlainText:
    r"""Return the text of a file as UTF-8.

    The whole file is tried as UTF-8 first; a byte-order mark decides; otherwise the encoding is
    judged from the lines around the bytes that are not UTF-8. `encoding` overrides all of it.

    >>> plain_text("Núñez".encode("cp1252"), "x.csv", encoding="cp1252").content.decode()
    'Núñez'
    """
    found = encoding or _encoding(content, name)
    if found not in ("utf-8", "utf-8-sig"):
        try:
            content = content.decode(found).encode()
        except (UnicodeDecodeError, LookupError):
            raise RosterError(
                f"{name}: cannot be read as {found}; say its encoding with --encoding"
            ) from None
    content = content.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in content:
        raise RosterError(f"{name}: holds zero bytes; expected a text file, Excel, JSON or Parquet")
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return PlainText(content, found)


def _encoding(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if content[:400].count(b"\x00") > 100:
        return "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return _eight_bit(content, error.start, name)
    return "utf-8"


def _eight_bit(content: bytes, first_bad: int, name: str) -> str:
    from charset_normalizer import from_bytes  # only needed for old exports

    # A few lines around every odd byte say more than the pure ASCII that surrounds them.
    odd = [
        line
        for line in content[max(0, first_bad - 200) : first_bad + 400_000].splitlines()
        if not line.isascii()
    ]
    best = from_bytes(b"\n".join(odd[:2000])).best()
    if best is None:
        raise RosterError(f"{name}: the encoding is not known; say it with --encoding (cp1252, …)")
    # A short text with one accented letter fits many Western code pages: take the one Excel writes.
    western = {"cp1250", "cp1252", "latin_1", "cp850", "cp858", "mac_roman", "cp1254", "cp1257"}
    could_be = {best.encoding, *best.could_be_from_charset}
    if could_be & western or len(b"".join(odd)) < 2000:
        try:
            content.decode("cp1252")
        except UnicodeDecodeError:
            return best.encoding
        return "cp1252"
    return best.encoding


def find_delimiter(text: str) -> str:
    r"""Return the delimiter that splits most lines of `text` into the same number of cells.

    >>> find_delimiter("Daily list, main site\na;b;c\n1,5;2;3\n4;5;6\n")
    ';'
    """
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = Counter(
            len(row) for row in csv.reader(text.splitlines(), delimiter=delimiter) if len(row) > 1
        )
        if not widths:
            continue
        width, rows = widths.most_common(1)[0]
        # Many rows of the same width; a wider table is the likelier reading of the two.
        score = rows * min(width, 12) ** 0.5
        if score > best_score:
            best, best_score = delimiter, score
    return best
