"""The editable form: the same words, numbers and pictures as the PDF, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document as Blank
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Inches, Pt

from drawdown.batches.beside import Sent, send
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
from drawdown.report.document.widths import TEXT
from drawdown.report.pdf.payload import kept
from drawdown.report.word.styles import BODY, NOTE, set_up
from drawdown.report.word.tables import add_caption_of_case, add_table
from drawdown.report.word.xml import (
    add_field,
    add_list,
    begin_bookmark,
    end_bookmark,
    name_of,
    numbered,
)
from drawdown.space.picture import to_png

PARAGRAPHS, PARTS = 1, 2
"""The numberings of paragraphs and of parts."""


def as_docx(document: Document) -> bytes:
    """The document as DOCX.

    Raises:
        ReportError: The document refers to what is not in it.
    """
    made = Blank()
    set_up(made, document)
    add_list(made, PARAGRAPHS, "decimal", "%1.", 720)
    add_list(made, PARTS, "upperRoman", "%1.", 0)
    writer = _Writer(made, number(document), _pictures(document))
    add_caption_of_case(made, document.caption)
    made.add_paragraph(printable(document.title), style="Title")
    if document.subtitle:
        line = made.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(printable(document.subtitle)).bold = True
    body = len(document.blocks)
    for place, block in enumerate(document.every_block()):
        if place == body and document.signature:
            writer.signature(document)
        writer.block(block, writer.numbers.in_order[place])
    if body == len(writer.numbers.in_order) and document.signature:
        writer.signature(document)
    return _packed(made)


def _pictures(document: Document) -> dict[str, Sent[bytes]]:
    """Every picture as dots, by its lines; drawn beside the writing where there is a process."""
    figures = [block for block in document.every_block() if isinstance(block, Figure)]
    return {svg: send(to_png, svg) for svg in dict.fromkeys(figure.svg for figure in figures)}


class _Writer:
    """Adds blocks to a document of python-docx."""

    def __init__(self, made: Any, numbers: Numbers, pictures: dict[str, Sent[bytes]]) -> None:
        self.made = made
        self.pictures = pictures
        self.numbers = numbers
        self.marks = 0

    def block(self, block: Block, given: Numbered | None) -> None:
        match block:
            case Heading():
                heading = self.made.add_heading(level=block.level)
                if given:
                    numbered(heading, PARTS)
                self._marked(heading, block.key, block.text)
            case Paragraph():
                paragraph = self.made.add_paragraph(style=BODY if given else "Normal")
                if given:
                    numbered(paragraph, PARAGRAPHS)
                self._marked(paragraph, block.key, block.text)
            case Quote():
                for part in block.text:
                    self.text(self.made.add_paragraph(style="Quote"), part)
                if block.whose:
                    whose = self.made.add_paragraph(style="Quote")
                    whose.add_run(printable(block.whose)).italic = True
            case Bullets():
                for item in block.items:
                    self.text(self.made.add_paragraph(style="List Bullet"), item)
            case Table():
                self._caption(block.key, given, block.caption)
                add_table(self.made, block, self.text)
                for note in block.notes:
                    self.text(self.made.add_paragraph(style=NOTE), note)
                if not block.notes:
                    self.made.add_paragraph(style=NOTE)
            case Figure():
                self._figure(block)
                self._caption(block.key, given, block.caption, keep=False)
            case PageBreak():
                self.made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def text(self, paragraph: Any, text: Text, *, bold: bool = False) -> None:
        for piece in inlines(text):
            match piece:
                case Ref():
                    self._reference(paragraph, piece, bold=bold)
                case Strong():
                    paragraph.add_run(kept(piece.text)).bold = True
                case Emphasis():
                    paragraph.add_run(kept(piece.text)).italic = True
                case _:
                    paragraph.add_run(kept(piece)).bold = bold or None

    def signature(self, document: Document) -> None:
        assert document.signature is not None  # noqa: S101  the caller saw to it
        lines = (document.signature.opening, *document.signature.lines)
        for place, line in enumerate(lines):
            paragraph = self.made.add_paragraph(printable(line))
            paragraph.paragraph_format.left_indent = Inches(2.75)
            paragraph.paragraph_format.keep_with_next = place < len(lines) - 1
            if place == 0:
                paragraph.paragraph_format.space_before = Pt(24)

    def _reference(self, paragraph: Any, ref: Ref, *, bold: bool) -> None:
        target = self.numbers.by_key[ref.key]
        mark = name_of(ref.key)
        if target.what == "exhibit":
            paragraph.add_run(target.said(ref.form)).bold = bold or None
        elif ref.form == "page":
            paragraph.add_run("page ").bold = bold or None
            add_field(paragraph, f"PAGEREF {mark} \\h", "1", bold=bold, stale=True)
        elif target.what in ("table", "figure"):
            add_field(paragraph, f"REF {mark} \\h", target.said("name"), bold=bold)
        else:
            if ref.form == "name":
                said = "Part" if target.what == "part" else target.what
                paragraph.add_run(f"{said} ").bold = bold or None
            add_field(paragraph, f"REF {mark} \\r \\h", target.number, bold=bold)

    def _marked(self, paragraph: Any, key: str, text: Text) -> None:
        if not key:
            self.text(paragraph, text)
            return
        self.marks += 1
        mark = self.marks
        begin_bookmark(paragraph, mark, key)
        self.text(paragraph, text)
        end_bookmark(paragraph, mark)

    def _caption(
        self, key: str, given: Numbered | None, caption: str, *, keep: bool = True
    ) -> None:  # fmt: skip
        assert given is not None  # noqa: S101  tables and figures have numbers
        paragraph = self.made.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = keep
        name = given.what.title()
        self.marks += 1
        mark = self.marks
        begin_bookmark(paragraph, mark, key)
        paragraph.add_run(f"{name} ")
        add_field(paragraph, f"SEQ {name} \\* ARABIC", given.number)
        end_bookmark(paragraph, mark)
        paragraph.add_run(f". {printable(caption)}")

    def _figure(self, figure: Figure) -> None:
        paragraph = self.made.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        run = paragraph.add_run()
        run.add_picture(
            io.BytesIO(self.pictures[figure.svg].result()), width=Inches(TEXT * figure.width)
        )
        shape = run._r.find(".//{*}docPr")
        shape.set("descr", printable(figure.alt))
        shape.set("title", printable(figure.caption))


EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a ZIP file can bear: when a part was written says nothing here."""


def _packed(made: Any) -> bytes:
    """The file's bytes, with no trace of when it was made."""
    first, packed = io.BytesIO(), io.BytesIO()
    made.save(first)
    with zipfile.ZipFile(first) as old, zipfile.ZipFile(packed, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return packed.getvalue()
