"""A document as the data that the template prints: nothing in it is ever read as markup."""

from __future__ import annotations

import json
from typing import Any

from drawdown.report.document.characters import printable
from drawdown.report.document.model import (
    Block,
    Bullets,
    Document,
    Emphasis,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Quote,
    Ref,
    Strong,
    Table,
    Text,
    inlines,
)
from drawdown.report.document.numbering import Numbered, Numbers, number
from drawdown.report.document.widths import widths

DOUBLE = 1.36
"""The room between lines, beside the height of a capital, that makes text double-spaced."""


def payload(document: Document, spacing: float = DOUBLE) -> str:
    """The document as JSON for `document.typ`."""
    numbers = number(document)
    body = len(document.blocks)
    made = [
        _block(block, numbered, numbers)
        for block, numbered in zip(document.every_block(), numbers.in_order, strict=True)
    ]
    language, _, region = document.language.partition("-")
    caption = document.caption
    whole = {
        "title": printable(f"{document.title}, {caption.number}"),
        "heading": printable(document.title),
        "subtitle": printable(document.subtitle),
        "author": printable(document.author),
        "made": [document.made.year, document.made.month, document.made.day],
        "language": language,
        "region": region or "US",
        "running": printable(document.title),
        "number": printable(f"Case No. {caption.number}"),
        "marking": printable(document.marking),
        "spacing": spacing,
        "caption": {
            "court": [printable(line) for line in caption.court],
            "sides": [
                {"name": printable(side.name), "role": printable(side.role)}
                for side in caption.sides
            ],
            "number": printable(caption.number),
            "judges": [printable(judge) for judge in caption.judges],
        },
        "blocks": made[:body],
        "service": made[body:],
        "signature": None
        if document.signature is None
        else [printable(line) for line in (document.signature.opening, *document.signature.lines)],
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _block(block: Block, numbered: Numbered | None, numbers: Numbers) -> dict[str, Any]:
    def runs(text: Text) -> list[dict[str, str]]:
        return _runs(text, numbers)

    match block:
        case Heading():
            said = printable(block.text)
            if numbered:
                said = f"{numbered.number}. {said}"
            return {"kind": "heading", "level": block.level, "text": said, "key": block.key}
        case Paragraph():
            given = numbered.number if numbered else ""
            return {
                "kind": "paragraph", "number": given, "text": runs(block.text), "key": block.key,
            }  # fmt: skip
        case Quote():
            return {
                "kind": "quote", "text": [runs(part) for part in block.text],
                "whose": printable(block.whose),
            }  # fmt: skip
        case Bullets():
            return {"kind": "bullets", "items": [runs(item) for item in block.items]}
        case Table():
            return {
                "kind": "table", "key": block.key, "total": block.total,
                "caption": f"{numbered}. {printable(block.caption)}",
                "columns": [
                    {"name": printable(c.name), "align": c.align, "width": width}
                    for c, width in zip(block.columns, widths(block), strict=True)
                ],
                "rows": [[runs(cell) for cell in row] for row in block.rows],
                "notes": [runs(note) for note in block.notes],
            }  # fmt: skip
        case Figure():
            return {
                "kind": "figure", "key": block.key, "svg": block.svg, "width": block.width,
                "alt": printable(block.alt), "caption": f"{numbered}. {printable(block.caption)}",
            }  # fmt: skip
        case PageBreak():
            return {"kind": "break"}


def _runs(text: Text, numbers: Numbers) -> list[dict[str, str]]:
    return [_run(piece, numbers) for piece in inlines(text)]


def _run(piece: str | Strong | Emphasis | Ref, numbers: Numbers) -> dict[str, str]:
    match piece:
        case Ref() if numbers.by_key[piece.key].what == "exhibit":  # it is another file
            return {"text": numbers.by_key[piece.key].said(piece.form), "style": ""}
        case Ref():
            said = numbers.by_key[piece.key].said(piece.form)
            return {"ref": piece.key, "form": piece.form, "said": said}
        case Strong():
            return {"text": kept(piece.text), "style": "strong"}
        case Emphasis():
            return {"text": kept(piece.text), "style": "emphasis"}
        case _:
            return {"text": kept(piece), "style": ""}


def kept(text: str) -> str:
    """Printable, with the spaces at its ends that part it from its neighbours."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{printable(text)}{after}"
