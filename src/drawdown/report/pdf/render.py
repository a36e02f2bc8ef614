"""The PDF: the same bytes for the same document, with nothing fetched and no font of the machine.

It is PDF/A-2a (ISO 19005-2), which electronic filing keeps readable, and PDF/UA-1 (ISO 14289-1),
which a screen reader can follow. Both demand that every character has a glyph; one that the fonts
lack is spelled out by its number instead.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from drawdown.report.document.characters import spelled
from drawdown.report.document.model import Document
from drawdown.report.errors import ReportError
from drawdown.report.pdf.payload import DOUBLE, payload

if TYPE_CHECKING:
    from typst import Fonts, PDFStandard

STANDARDS: list[PDFStandard] = ["a-2a", "ua-1"]

_PROBE = """
#set document(title: "probe")
#set text(font: "Libertinus Serif")
#sys.inputs.text #strong(sys.inputs.text) #emph(sys.inputs.text)
"""


def as_pdf(document: Document, spacing: float = DOUBLE) -> bytes:
    """The document as PDF.

    Args:
        document: The document.
        spacing: The room between the lines of numbered paragraphs, in ems.

    Raises:
        ReportError: The document refers to what is not in it, or cannot be set.
    """
    data = payload(document, spacing)
    unknown = {c for c in set(data) if ord(c) > 0x2FF and not printed(c)}
    if unknown:
        data = re.sub(f"[{re.escape(''.join(sorted(unknown)))}]", lambda m: spelled(m[0]), data)
    made = datetime(document.made.year, document.made.month, document.made.day, tzinfo=UTC)
    return _compile(_template(), {"doc": data}, made)


@cache
def printed(character: str) -> bool:
    """Whether the fonts have a character, upright, bold and slanted."""
    try:
        _compile(_PROBE.encode(), {"text": character}, datetime(2020, 1, 1, tzinfo=UTC))
    except ReportError:
        return False
    return True


def _compile(source: bytes, inputs: dict[str, str], made: datetime) -> bytes:
    import typst

    try:
        return typst.compile(
            source, font_paths=fonts(), sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=made
        )
    except typst.TypstError as error:
        raise ReportError(f"the document cannot be set: {error.message}") from None


@cache
def fonts() -> Fonts:
    """The fonts that come with Typst, and no other."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


@cache
def _template() -> bytes:
    return files("drawdown.report.pdf").joinpath("document.typ").read_bytes()
