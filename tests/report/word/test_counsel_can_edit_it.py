"""The DOCX is made of what a word processor knows: styles, numbering, fields, heading rows."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from docx import Document as Opened
from docx.oxml.ns import qn
from tests.report.making import document, docx, pdf
from tests.report.reading import joined, words_of_pdf

from drawdown.report.document.model import Figure, Heading, Paragraph, Table


def test_headings_have_heading_styles_and_paragraphs_numbers() -> None:
    opened = Opened(io.BytesIO(docx("sealed")))
    styles = [p.style.name for p in opened.paragraphs]
    every = list(document("sealed").every_block())
    for level in (1, 2, 3):
        wanted = sum(isinstance(b, Heading) and b.level == level for b in every)
        assert styles.count(f"Heading {level}") == wanted
    numbered = [p for p in opened.paragraphs if p._p.pPr is not None
                and p._p.pPr.find(qn("w:numPr")) is not None
                and p.style.name == "Numbered Paragraph"]  # fmt: skip
    assert len(numbered) == sum(isinstance(b, Paragraph) and b.numbered for b in every)


def test_tables_repeat_their_heading_row_and_pictures_have_words() -> None:
    opened = Opened(io.BytesIO(docx("sealed")))
    every = list(document("sealed").every_block())
    heads = opened.element.findall(f".//{qn('w:tblHeader')}")
    assert len(heads) == sum(isinstance(b, Table) for b in every)
    pictures = opened.element.findall(".//{*}docPr")
    assert len(pictures) == sum(isinstance(b, Figure) for b in every)
    assert all(picture.get("descr") for picture in pictures)


def test_every_reference_has_a_bookmark_to_point_at() -> None:
    opened = Opened(io.BytesIO(docx("sealed")))
    marks = {m.get(qn("w:name")) for m in opened.element.findall(f".//{qn('w:bookmarkStart')}")}
    codes = [c.text.split() for c in opened.element.findall(f".//{qn('w:instrText')}")]
    pointed = {code[1] for code in codes if code[0] in ("REF", "PAGEREF")}
    assert pointed
    assert pointed <= marks


def test_the_level_stands_on_every_page() -> None:
    with zipfile.ZipFile(io.BytesIO(docx("sealed"))) as packed:
        footers = [packed.read(n).decode() for n in packed.namelist() if "footer" in n]
    assert len(footers) == 2  # the first page has its own
    assert all("FILED UNDER SEAL" in footer and "NUMPAGES" in footer for footer in footers)


def begins_on(content: bytes) -> int:
    """On which page the clauses begin, as the paper says."""
    found = re.search(r"which begins on page (\d+)", words_of_pdf(content))
    assert found
    return int(found[1])


def where_it_begins(content: bytes) -> int:
    """On which page they do."""
    with pypdfium2.PdfDocument(content) as pages:
        for number, page in enumerate(pages, start=1):
            words = joined(page.get_textpage().get_text_bounded())
            if "IV. CLAUSE BY CLAUSE" in words.upper():
                return number
    raise AssertionError


def test_the_page_referred_to_is_the_page_where_it_is() -> None:
    assert begins_on(pdf("sealed")) == where_it_begins(pdf("sealed"))
    codes = Opened(io.BytesIO(docx("sealed"))).element.findall(f".//{qn('w:instrText')}")
    pages = [c for c in codes if c.text.split()[0] == "PAGEREF"]
    begins = [c.getparent().getprevious().find(qn("w:fldChar")) for c in pages]
    assert [one.get(qn("w:dirty")) for one in begins] == ["true"]  # computed when it is opened


@pytest.mark.requires("soffice")
def test_a_word_processor_opens_it_and_prints_the_same_numbers(
    tmp_path: Path, tool: Callable[[str], Path]
) -> None:
    (tmp_path / "report.docx").write_bytes(docx("sealed"))
    subprocess.run(
        [tool("soffice"), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "report.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    content = (tmp_path / "report.pdf").read_bytes()
    assert begins_on(content) == where_it_begins(content)
    printed = "".join(words_of_pdf(content).split())
    glance = next(b for b in document("sealed").blocks if getattr(b, "key", "") == "table-glance")
    assert isinstance(glance, Table)
    for row in glance.rows:
        assert "".join(str(row[3]).split()) in printed
    assert "56." in printed
