"""The numbers of paragraphs, tables, figures and exhibits, given out once for every form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from drawdown.report.document.model import (
    Document,
    Figure,
    Heading,
    Paragraph,
    Ref,
    Table,
    inlines,
    texts,
)
from drawdown.report.errors import ReportError

What = Literal["paragraph", "table", "figure", "exhibit", "part"]

_SAID: dict[What, str] = {
    "paragraph": "paragraph", "table": "Table", "figure": "Figure", "exhibit": "Exhibit",
    "part": "Part",
}  # fmt: skip


@dataclass(frozen=True)
class Numbered:
    """What a part is, and its number."""

    what: What
    number: str

    def __str__(self) -> str:
        return f"{_SAID[self.what]} {self.number}"

    def said(self, form: str) -> str:
        """As a reference of a form says it; of a page nobody knows the number yet."""
        return self.number if form == "number" else str(self)


@dataclass(frozen=True)
class Numbers:
    """The numbers of a document.

    Attributes:
        by_key: Of every part that has a key.
        in_order: Of the blocks in their order; none for those that have no number.
    """

    by_key: dict[str, Numbered]
    in_order: tuple[Numbered | None, ...]


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")


def number(document: Document) -> Numbers:
    """Give out the numbers.

    Raises:
        ReportError: Two parts have the same key, or something refers to a part that is not there.
    """
    by_key: dict[str, Numbered] = {}
    in_order: list[Numbered | None] = []
    count: dict[What, int] = dict.fromkeys(_SAID, 0)
    for block in document.every_block():
        made = None
        what = _what(block)
        if what:
            count[what] += 1
            made = Numbered(what, ROMAN[count[what] - 1] if what == "part" else str(count[what]))
            _keep(by_key, getattr(block, "key", ""), made)
        in_order.append(made)
    for exhibit in document.exhibits:
        _keep(by_key, exhibit.key, Numbered("exhibit", exhibit.letter))
    for block in document.every_block():
        for text in texts(block):
            for piece in inlines(text):
                if isinstance(piece, Ref) and piece.key not in by_key:
                    raise ReportError(f"the document refers to '{piece.key}', which is not in it")
    return Numbers(by_key, tuple(in_order))


def _what(block: object) -> What | None:
    match block:
        case Paragraph(numbered=True):
            return "paragraph"
        case Table():
            return "table"
        case Figure():
            return "figure"
        case Heading(level=1, numbered=True):
            return "part"
        case _:
            return None


def _keep(by_key: dict[str, Numbered], key: str, made: Numbered) -> None:
    if not key:
        return
    if key in by_key:
        raise ReportError(f"two parts of the document are called '{key}'")
    by_key[key] = made
