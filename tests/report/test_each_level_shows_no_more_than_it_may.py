"""Marked values planted in every field reach no byte of a version that may not show them."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pikepdf
import pytest
from tests.report.making import ON, SINCE
from tests.report.reading import words_of_pdf

from drawdown.demo.build import build_demo
from drawdown.finding.case import Case, read_case
from drawdown.record.entry import KINDS
from drawdown.record.form import forms
from drawdown.report.asked import Asked
from drawdown.report.document.model import Document
from drawdown.report.levels import HEALTH_FIELDS, HEALTH_KINDS, Level
from drawdown.report.pdf.render import as_pdf
from drawdown.report.public import public_report
from drawdown.report.status import status_report
from drawdown.report.word.render import as_docx

FREE = {"note", "by", "source", "reason", "conditions", "missing", "decider", "second", "result",
        "inspector", "criteria", "authority", "to", "unit", "docket", "language"}  # fmt: skip


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Every free cell of every entry bears a mark; so does every person."""
    folder = build_demo(tmp_path_factory.mktemp("planted"))
    for file in [*folder.glob("events/*.csv"), *folder.glob("counts/*.csv")]:
        kind = file.stem
        with file.open(encoding="utf-8", newline="") as read:
            rows = list(csv.DictReader(read))
        known = set(forms(KINDS[kind]))
        for row in rows:
            for name in FREE & known & set(row):
                hidden = kind in HEALTH_KINDS or name in HEALTH_FIELDS.get(kind, ())
                row[name] = f"{'ILLMARK' if hidden else 'PLANTED'} {kind} {name}"
            if row.get("person", "").startswith("synthetic"):
                row["person"] = f"PERSONMARK{row['person'][-6:]}"
        with file.open("w", encoding="utf-8", newline="") as write:
            writer = csv.DictWriter(write, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return read_case(folder)


def made(case: Case, level: Level) -> Document:
    asked = Asked(case, SINCE, ON, None, level)
    return public_report(asked) if level == "public" else status_report(asked)


def every_byte(document: Document) -> str:
    """Whatever somebody could dig out of the files: texts, streams, properties, parts, cells."""
    pdf, docx = as_pdf(document), as_docx(document)
    found = [words_of_pdf(pdf)]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for one in opened.objects:
            if isinstance(one, pikepdf.Stream):
                try:
                    found.append(one.read_bytes().decode("latin-1"))
                except pikepdf.PdfError:  # an image
                    continue
            else:
                found.append(str(one))
    with zipfile.ZipFile(io.BytesIO(docx)) as packed:
        found += [packed.read(name).decode("latin-1") for name in packed.namelist()]
    found += [one.content.decode() for one in document.exhibits]
    found += [one.file for one in document.exhibits]
    return " ".join(found)


def test_nothing_planted_reaches_the_public_version(planted: Case) -> None:
    whole = every_byte(made(planted, "public"))
    assert "ILLMARK" not in whole
    assert "PLANTED" not in whole
    assert "PERSONMARK" not in whole
    assert not re.search(r"petitioner-\d\d\b", whole)
    assert "events/" not in whole


def test_no_count_from_1_to_10_stands_in_a_public_exhibit(planted: Case) -> None:
    for exhibit in made(planted, "public").exhibits:
        for row in list(csv.reader(io.StringIO(exhibit.content.decode())))[1:]:
            assert not any(cell.isdigit() and 1 <= int(cell) <= 10 for cell in row[1:]), row


def test_the_parties_version_tells_nobody_s_health(planted: Case) -> None:
    whole = every_byte(made(planted, "parties"))
    assert "ILLMARK" not in whole
    assert "PLANTED decision decider" in whole


def test_the_sealed_version_has_the_reasons(planted: Case) -> None:
    assert "ILLMARK decision reason" in every_byte(made(planted, "sealed"))


@pytest.mark.parametrize("level", ["public", "parties", "sealed"])
def test_the_level_and_its_authority_stand_on_every_page(planted: Case, level: Level) -> None:
    import pypdfium2

    document = made(planted, level)
    with pypdfium2.PdfDocument(as_pdf(document)) as pages:
        for page in pages:
            words = " ".join(page.get_textpage().get_text_bounded().split())
            assert document.marking.split(".")[0] in words


def test_the_table_of_health_is_that_of_the_site() -> None:
    from drawdown.site.accounts.roles import FIELDS_OF_HEALTH, WITHDRAWAL_FIELDS
    from drawdown.site.accounts.roles import HEALTH_KINDS as ON_SITE

    assert HEALTH_KINDS == ON_SITE
    others = {kind: names for kind, names in FIELDS_OF_HEALTH.items() if "*" not in names}
    assert dict(HEALTH_FIELDS) == others | {"withdrawal": WITHDRAWAL_FIELDS}
