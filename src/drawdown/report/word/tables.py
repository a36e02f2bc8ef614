"""Tables, whose heading row repeats on every page; and the caption of the case."""

from __future__ import annotations

from typing import Any, Protocol

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Inches, Pt

from drawdown.report.document.characters import printable
from drawdown.report.document.model import Caption, Table, Text
from drawdown.report.document.widths import TEXT, fits, widths
from drawdown.report.word.xml import element


class Writes(Protocol):
    """Whatever writes a text into a paragraph."""

    def __call__(self, paragraph: Any, text: Text, *, bold: bool = False) -> None:
        """Write it."""


SIZES = (9.5, 8.5, 7.5, 7.0)
"""The sizes of table type, in points: the largest with which no number and no word is broken."""
WIDE = 0.097 / 9.5
"""A bold letter, in inches for each point of its size: whoever opens the file may have none of the
typefaces that it names, and the one taken instead is wider."""


def add_table(made: Any, table: Table, write: Writes) -> None:
    """Add a table."""
    rows = made.add_table(rows=1, cols=len(table.columns))
    rows.alignment = WD_TABLE_ALIGNMENT.CENTER
    rows.autofit = False
    properties = rows._tbl.tblPr
    properties.append(element("w:tblCaption", val=printable(table.caption)))
    size = next((one for one in SIZES if fits(table, WIDE * one)), SIZES[-1])
    inches = [Inches(width) for width in widths(table, WIDE * size)]
    for column, width in zip(rows.columns, inches, strict=True):
        column.width = width
    head = rows.rows[0]
    head._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for cell, column in zip(head.cells, table.columns, strict=True):
        _fill(cell, column.name, write, size, bold=True, right=column.align == "right")
    last = len(table.rows) - 1
    for place, row in enumerate(table.rows):
        line = rows.add_row()
        line._tr.get_or_add_trPr().append(element("w:cantSplit"))
        bold = table.total and place == last
        for cell, text, column in zip(line.cells, row, table.columns, strict=True):
            _fill(cell, text, write, size, bold=bold, right=column.align == "right")
    for line in rows.rows:
        for cell, width in zip(line.cells, inches, strict=True):
            cell.width = width
    _borders(rows, top=8, bottom=8, inside=4)


def _fill(
    cell: Any, text: Text, write: Writes, size: float, *, bold: bool, right: bool
) -> None:  # fmt: skip
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write(paragraph, text, bold=bold)
    for run in paragraph.runs:
        run.font.size = Pt(size)


def _borders(rows: Any, *, top: int, bottom: int, inside: int) -> None:
    borders = element("w:tblBorders")
    for side, size in (("top", top), ("bottom", bottom), ("insideH", inside)):
        borders.append(element(f"w:{side}", val="single", sz=size, space=0, color="808080"))
    rows._tbl.tblPr.append(borders)


def add_caption_of_case(made: Any, caption: Caption) -> None:
    """The court, and the caption in two columns: the sides, and the number with the judges."""
    for line in caption.court:
        paragraph = made.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(printable(line))
        run.bold, run.font.all_caps = True, True
    made.add_paragraph()
    left, right = made.add_table(rows=1, cols=2).rows[0].cells
    left.width = right.width = Inches(TEXT / 2)
    for place, side in enumerate(caption.sides):
        if place == 1:
            _line(left, "v.", 0.5)
        _line(left, f"{printable(side.name)},", 0.0)
        _line(left, f"{printable(side.role)}{',' if place == 0 else '.'}", 1.0)
    _line(right, f"Case No. {printable(caption.number)}", 0.2, bold=True)
    for judge in caption.judges:
        _line(right, printable(judge), 0.2)
    for cell in (left, right):
        cell._tc.remove(cell.paragraphs[0]._p)
    borders = element("w:tcBorders")
    for name in ("bottom", "right"):
        borders.append(element(f"w:{name}", val="single", sz=6, space=0, color="000000"))
    left._tc.get_or_add_tcPr().append(borders)
    made.add_paragraph()


def _line(cell: Any, text: str, indent: float, *, bold: bool = False) -> None:
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.left_indent = Inches(indent)
    paragraph.add_run(text).bold = bold
