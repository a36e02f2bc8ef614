"""A specification as a picture: SVG with a title and a description, named by what it shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from html import escape
from threading import Thread
from typing import Any, Literal

from drawdown.batches.beside import is_begun, send

Locale = Literal["es-ES", "en-US"]
VERSION = "3"
"""Counted up when the same specification is to be drawn differently."""


def name_of(spec: Mapping[str, Any], title: str, description: str, language: str = "en") -> str:
    """What a picture is known by: the same for the same data, words and language.

    >>> name_of({}, "a", "b") == name_of({}, "a", "b")
    True
    >>> name_of({}, "a", "b") == name_of({}, "a", "c")
    False
    """
    whole = json.dumps([VERSION, spec, title, description, language], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def begin() -> None:
    """Start what draws, so that the first picture need not wait for it; beside, if it can be."""
    blank = {"data": {"values": [{}]}, "mark": "point", "encoding": {}}
    if is_begun():
        send(_lines, blank, "en-US")
    else:
        Thread(target=_lines, args=(blank, "en-US")).start()


def as_svg(
    spec: Mapping[str, Any], title: str, description: str, language: str = "en"
) -> str:  # fmt: skip
    """Draw a specification; nothing is fetched from anywhere.

    Args:
        spec: A Vega-Lite specification with its data in it.
        title: What the picture is, for who cannot see it.
        description: What it shows.
        language: Of numbers and months: `en` or `es`.
    """
    locale: Locale = "es-ES" if language.startswith("es") else "en-US"
    drawn = send(_lines, dict(spec), locale).result()
    head, _, rest = drawn.partition(">")
    named = f'{head} role="img" aria-labelledby="title desc">'
    return (
        f'{named}<title id="title">{escape(title)}</title>'
        f'<desc id="desc">{escape(description)}</desc>{rest}'
    )


def _lines(spec: dict[str, Any], locale: Locale) -> str:
    """The picture as drawn; one at a time in a process, which does nothing else meanwhile."""
    import vl_convert

    return vl_convert.vegalite_to_svg(
        spec, allowed_base_urls=[], format_locale=locale, time_format_locale=locale
    )
