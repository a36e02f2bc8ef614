from __future__ import annotations

from tests.report.making import ON, SINCE, case, document, docx, pdf

from drawdown.report.asked import Asked
from drawdown.report.pdf.render import as_pdf
from drawdown.report.status import status_report
from drawdown.report.word.render import as_docx


def test_a_report_made_twice_is_the_same_file() -> None:
    again = status_report(
        Asked(case(), SINCE, ON, None, "parties", "Protective Order, ECF 99", "respondents")
    )
    assert [e.sha256 for e in again.exhibits] == [e.sha256 for e in document("parties").exhibits]
    assert as_pdf(again) == pdf("parties")


def test_an_editable_report_made_twice_is_the_same_file() -> None:
    assert as_docx(document("sealed")) == docx("sealed")
