"""The words of a PDF and of a DOCX, as a reader's program gives them."""

from __future__ import annotations

import io
import re
import zipfile

import pypdfium2


def words_of_pdf(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pages:
        texts = []
        for page in pages:
            text = page.get_textpage()
            texts.append(text.get_text_bounded())
            text.close()
            page.close()
    return joined(" ".join(texts))


def words_of_docx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        xml = packed.read("word/document.xml").decode()
    xml = re.sub(r"<w:instrText[^>]*>[^<]*</w:instrText>", "", xml)
    xml = re.sub(r"</w:(p|tc)>|<w:tab/>", " ", xml)
    text = re.sub(r"<[^>]+>", "", xml)
    for name, character in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("amp", "&")):
        text = text.replace(f"&{name};", character)
    return joined(text)


def joined(text: str) -> str:
    """Without what a form does to words: line ends, hyphens at them, curled quotes kept."""
    return " ".join(text.replace("\u00ad", "").replace("\ufffe", "").split())
