"""A specification as a picture: SVG with a title and a description, named by what it shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from html import escape
from threading import Thread
from typing import Any, Literal

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
    """Start what draws in a thread beside, so that the first picture need not wait for it."""
    import vl_convert

    blank = {"data": {"values": [{}]}, "mark": "point", "encoding": {}}
    Thread(
        target=vl_convert.vegalite_to_svg, args=(blank,), kwargs={"allowed_base_urls": []}
    ).start()


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
    import vl_convert

    locale: Literal["es-ES", "en-US"] = "es-ES" if language.startswith("es") else "en-US"
    drawn = vl_convert.vegalite_to_svg(
        dict(spec), allowed_base_urls=[], format_locale=locale, time_format_locale=locale
    )
    head, _, rest = drawn.partition(">")
    named = f'{head} role="img" aria-labelledby="title desc">'
    return (
        f'{named}<title id="title">{escape(title)}</title>'
        f'<desc id="desc">{escape(description)}</desc>{rest}'
    )
