"""The PDF is PDF/A-2a and PDF/UA-1: tags, metadata, language, embedded fonts, no hidden scripts.

veraPDF is the validator of the trade and is no Debian package; these tests look at what ISO 19005-2
and ISO 14289-1 ask for that can be read off the file, and Typst refuses to write what breaks them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pytest
from tests.report.making import pdf


@pytest.fixture(scope="module")
def opened() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pdf("parties"))) as found:
        yield found


def tags(node: pikepdf.Object) -> Iterator[str]:
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node and node.get("/Type", pikepdf.Name.StructElem) == pikepdf.Name.StructElem:
            yield str(node["/S"])
        children = node.get("/K")
        if isinstance(children, pikepdf.Array):
            for child in children:
                yield from tags(child)
        elif children is not None:
            yield from tags(children)


def elements(node: pikepdf.Object, name: str) -> Iterator[pikepdf.Object]:
    if isinstance(node, pikepdf.Dictionary):
        if node.get("/S") == pikepdf.Name(name):
            yield node
        children = node.get("/K")
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            if child is not None:
                yield from elements(child, name)


def test_its_metadata_say_pdf_a_2a_and_pdf_ua_1(opened: pikepdf.Pdf) -> None:
    with opened.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
        assert meta["pdfuaid:part"] == "1"
        assert "1:20-cv-21553" in meta["dc:title"]


def test_it_is_tagged_with_headings_tables_figures_and_their_words(opened: pikepdf.Pdf) -> None:
    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang).startswith("en")
    root = opened.Root.StructTreeRoot
    found = set(tags(root))
    assert {"/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/Figure", "/Caption"} <= found
    figures = list(elements(root, "/Figure"))
    assert figures
    assert all(str(figure.get("/Alt", "")) for figure in figures)


def test_every_font_is_in_the_file(opened: pikepdf.Pdf) -> None:
    fonts = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary)
             and one.get("/Type") == pikepdf.Name.FontDescriptor]  # fmt: skip
    assert fonts
    assert all({"/FontFile2", "/FontFile3", "/FontFile"} & set(one.keys()) for one in fonts)


def test_it_has_no_script_no_attachment_and_no_address(opened: pikepdf.Pdf) -> None:
    for one in opened.objects:
        if isinstance(one, pikepdf.Dictionary):
            assert not {"/JS", "/JavaScript", "/EmbeddedFile", "/URI"} & set(one.keys())


def test_the_first_page_is_letter_paper_in_twelve_point_type(opened: pikepdf.Pdf) -> None:
    assert [float(n) for n in opened.pages[0].MediaBox] == [0, 0, 612, 792]
