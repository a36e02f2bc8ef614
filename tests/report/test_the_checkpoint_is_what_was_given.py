"""A checkpoint stands in every paper line by line; where none was made, the paper says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.report.making import asked
from tests.report.reading import words_of_docx, words_of_pdf

from drawdown.report.declaration.facility import facility_paper
from drawdown.report.declaration.number import number_paper
from drawdown.report.document.model import Document, Paragraph, Quote, plain
from drawdown.report.pdf.render import as_pdf
from drawdown.report.public import public_report
from drawdown.report.status import status_report
from drawdown.report.word.render import as_docx

NOTE = """example.org/gayle-v-meade
7569
FALtsqHvm1g3n7R0XN1t3oM4hDs0y4iJ7VwzB0pXx1E=

\u2014 example.org/gayle-v-meade Nf1DvQAAAA
"""


def papers(checkpoint: str | None) -> list[Document]:
    one = replace(asked("parties"), checkpoint=checkpoint)
    return [
        status_report(one),
        public_report(replace(one, level="public")),
        facility_paper(one, "krome"),
        number_paper(one, "population", "krome"),
    ]


def test_each_paper_has_it_line_by_line() -> None:
    lines = [line for line in NOTE.splitlines() if line]
    for paper in papers(NOTE):
        assert [list(b.text) for b in paper.blocks if isinstance(b, Quote)].count(lines) == 1


def test_both_forms_show_it() -> None:
    paper = papers(NOTE)[2]
    for words in (words_of_pdf(as_pdf(paper)), words_of_docx(as_docx(paper))):
        assert "FALtsqHvm1g3n7R0XN1t3oM4hDs0y4iJ7VwzB0pXx1E=" in words


def test_a_signature_too_long_for_the_page_is_broken_and_can_be_joined_again() -> None:
    signature = f"\u2014 example.org/gayle-v-meade {'Nf1DvQ' * 17}"
    for paper in papers(f"{NOTE}{signature}\n"):
        (parts,) = (b.text for b in paper.blocks if isinstance(b, Quote) and "7569" in b.text)
        joined = "\n".join(str(part) for part in parts).replace("\n\u2026", "")
        assert joined.splitlines()[-1] == signature
        assert max(len(str(part)) for part in parts) <= 51


@pytest.mark.parametrize("checkpoint", [None, "", " \n"])
def test_where_none_was_made_the_paper_says_so(checkpoint: str | None) -> None:
    for paper in papers(checkpoint):
        said = [plain(b.text) for b in paper.blocks if isinstance(b, Paragraph)]
        assert sum("No checkpoint of the record was made." in one for one in said) == 1
