"""Whatever somebody wrote into an entry is printed as it stands, in both forms."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document as Opened
from hypothesis import example, given
from hypothesis import strategies as st
from tests.report.reading import words_of_docx, words_of_pdf

from drawdown.report.document.characters import printable
from drawdown.report.document.model import Caption, Document, Heading, Paragraph, Side, table
from drawdown.report.pdf.render import as_pdf
from drawdown.report.word.render import as_docx

MARKUP = (
    "#let x = 1; #x",
    "*strong* _emph_ `raw` $x^2$ @ref <label>",
    "#image(\"/etc/passwd\") #include \"x\" #sys.inputs",
    "\\u{41} \\ // comment /* more */ ~ -- ---",
    "</w:t><w:r>&amp; &lt; ]]> <!-- -->",
    "= heading\n- item\n+ item\n/ term: x",
    "{\"ref\": \"x\", \"form\": \"page\"}",
    "]) panic() #[",
)  # fmt: skip


def made(text: str) -> Document:
    return Document(
        "Paper", text, date(2020, 5, 14), text, Caption((text,), (Side(text, "Petitioners"),), "1"),
        (Heading("Part"), Paragraph((text, " end")), table("t", text, ["a", text], [[text, text]])),
    )  # fmt: skip


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_printed_as_it_stands(text: str) -> None:
    expected = "".join(printable(text).split())
    assert expected in "".join(words_of_pdf(as_pdf(made(text))).split())
    assert expected in "".join(words_of_docx(as_docx(made(text))).split())


@given(st.text(max_size=40))
@example("\x00\x1b[31m\u202e\ufffe\ud800")
@example("中文 עברית العربية 😀 \U0010fffd")
def test_any_text_can_be_set_and_opened(text: str) -> None:
    assert as_pdf(made(text)).startswith(b"%PDF-")
    opened = Opened(io.BytesIO(as_docx(made(text))))
    assert any(p.text == f"{printable(text)} end".strip() or p.text.endswith("end")
               for p in opened.paragraphs)  # fmt: skip


@given(st.text())
def test_printable_text_has_nothing_that_cannot_be_seen(text: str) -> None:
    found = printable(text)
    assert found == printable(found)
    assert not any(ord(c) < 32 or c in "\u202e\u2066\u200b\ufeff" for c in found)
