"""Every number of `drawdown check` stands in the PDF and in the DOCX, and nothing else."""

from __future__ import annotations

import json

import pytest
from tests.cli.running import run
from tests.report.making import ON, asked, case, docx, folder, pdf
from tests.report.reading import joined, words_of_docx, words_of_pdf

from drawdown.finding.check import check
from drawdown.order.words import number
from drawdown.report.sections.said import STATUS, amount


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {"pdf": words_of_pdf(pdf("sealed")), "docx": words_of_docx(docx("sealed"))}


def squeezed(text: str) -> str:
    return "".join(joined(text).split())


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_each_finding_is_there_word_by_word(texts: dict[str, str], form: str) -> None:
    whole = squeezed(texts[form].replace("Page", ""))
    for finding in check(case(), ON):
        said = squeezed(finding.explanation)
        pieces = [said[at : at + 60] for at in range(0, len(said), 60)]
        found = sum(piece in whole for piece in pieces)
        assert found >= len(pieces) - 2, finding.explanation  # a page's end may cut a piece or two


def test_the_table_at_a_glance_has_the_numbers_that_the_command_gives() -> None:
    made = next(b for b in documents() if getattr(b, "key", "") == "table-glance")
    told = run("check", folder(), "--on", ON.isoformat(), "--json").json["findings"]
    assert len(made.rows) == len(told)
    for row, finding in zip(made.rows, told, strict=True):
        assert row[3] == amount(finding["value"])
        assert row[4] == amount(finding["limit"])
        said = row[2] if isinstance(row[2], str) else row[2][0].text
        assert said == STATUS[finding["status"]]


def documents() -> tuple:
    from tests.report.making import document

    return document("sealed").blocks


def test_the_two_forms_say_the_same_cells(texts: dict[str, str]) -> None:
    missing = []
    pdf_words, docx_words = squeezed(texts["pdf"]), squeezed(texts["docx"])
    for block in documents():
        for row in getattr(block, "rows", ()):
            for cell in row:
                if isinstance(cell, str) and squeezed(cell) not in docx_words:
                    missing.append(("docx", cell))
                if isinstance(cell, str) and len(cell) < 15 and squeezed(cell) not in pdf_words:
                    missing.append(("pdf", cell))
    assert missing == []


def test_the_exhibit_of_findings_is_what_check_says() -> None:
    from tests.report.making import document

    exhibit = next(e for e in document("sealed").exhibits if e.key == "exhibit-findings")
    lines = exhibit.content.decode().splitlines()
    assert len(lines) - 1 == exhibit.rows == len(asked("sealed").findings)
    for finding in asked("sealed").findings:
        if finding.value is not None:
            assert any(
                (line.startswith(finding.law.clause.id) and number(finding.value).replace(",", "")
                in line.replace(",", " ").split()) or json.dumps(finding.as_json()["value"]) in line
                for line in lines
            )  # fmt: skip
