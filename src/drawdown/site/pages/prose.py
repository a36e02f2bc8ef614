"""An order's Markdown as HTML: what a file may say, and no HTML of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from drawdown.order.markdown import Piece

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def html_of(pieces: Sequence[Piece]) -> SafeString:
    """The HTML of pieces of an order; headings stand two levels lower than in the file."""
    return mark_safe("".join(_html(p.kind, p.text, p.level) for p in pieces))  # noqa: S308


@lru_cache(maxsize=4096)
def _html(kind: str, text: str, level: int) -> str:
    if kind == "heading":
        level = min(6, max(2, level))
        return f"<h{level}>{MARKDOWN.renderInline(text)}</h{level}>"
    if kind == "quote":
        return f"<blockquote>{MARKDOWN.render(text)}</blockquote>"
    return str(MARKDOWN.render(text))
