"""JSON in the one form that everybody writes alike: RFC 8785, the JSON Canonicalization Scheme."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

SAFE = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly (RFC 8785, 3.2.2.3)."""


class _Names(dict[str, str]):
    """Names of an object as they are written, each made once."""

    def __missing__(self, name: str) -> str:
        written = f"{encode_basestring(name)}:"
        if len(self) < MOST:  # an entry that was tampered with may have any name
            self[name] = written
        return written


MOST = 1_000
"""Names that are kept as they are written."""
_names = _Names()


def canonical(value: Any) -> bytes:
    """A value as canonical JSON, in UTF-8.

    >>> canonical({"peach": 1, "fig": [4.50, 1e30, None, True]}).decode()
    '{"fig":[4.5,1e+30,null,true],"peach":1}'

    Raises:
        ValueError: It is no JSON, such as NaN, half a character, or a whole number beyond 2^53.
    """
    try:
        return _text(value).encode()
    except UnicodeEncodeError:
        raise ValueError("holds half a character (a lone surrogate); expected text") from None


def canonical_texts(cells: Mapping[str, str]) -> bytes:
    """An object of texts as `canonical` writes it, several times as fast.

    Args:
        cells: Texts by name; names are ASCII, as those of an entry's fields are.

    Raises:
        TypeError: A value is no text.
        UnicodeEncodeError: It holds half a character.
    """
    pairs = [_names[name] + encode_basestring(cells[name]) for name in sorted(cells)]
    return f"{{{','.join(pairs)}}}".encode()


def both_texts(cells: Mapping[str, str]) -> tuple[str, bytes]:
    """An object of texts as JSON in the order that it has, and as `canonical_texts` writes it.

    Each text is written once for both.

    >>> both_texts({"entry": "count", "date": "2020-05-14"})
    ('{"entry":"count","date":"2020-05-14"}', b'{"date":"2020-05-14","entry":"count"}')

    Raises:
        TypeError: A value is no text.
        UnicodeEncodeError: It holds half a character.
    """
    pairs = {name: _names[name] + encode_basestring(text) for name, text in cells.items()}
    ordered = ",".join([pairs[name] for name in sorted(pairs)])
    return f"{{{','.join(pairs.values())}}}", f"{{{ordered}}}".encode()


def _text(value: Any) -> str:
    match value:
        case None | bool() | str():
            return json.dumps(value, ensure_ascii=False)
        case int():
            if abs(value) > SAFE:
                raise ValueError(f"{value} is more than JSON's numbers hold; expected a text")
            return str(value)
        case float():
            return _number(value)
        case list() | tuple():
            return f"[{','.join(map(_text, value))}]"
        case dict():
            if not all(isinstance(name, str) for name in value):
                raise ValueError("a name in an object is no text")
            names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
            return f"{{{','.join(f'{_text(name)}:{_text(value[name])}' for name in names)}}}"
    raise ValueError(f"{type(value).__name__} is nothing that JSON has")


def _number(value: float) -> str:
    """A number as ECMAScript writes it (ECMA-262, Number::toString)."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number that JSON has")
    if value == 0:
        return "0"
    _, digits, exponent = Decimal(repr(abs(value))).normalize().as_tuple()
    sign, text = "-" if value < 0 else "", "".join(map(str, digits))
    point = len(text) + int(exponent)  # digits before the point
    if len(text) <= point <= 21:
        return sign + text + "0" * (point - len(text))
    if 0 < point <= 21:
        return f"{sign}{text[:point]}.{text[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{text}"
    fraction = f".{text[1:]}" if len(text) > 1 else ""
    return f"{sign}{text[0]}{fraction}e{'+' if point > 0 else '-'}{abs(point - 1)}"
