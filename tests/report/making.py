"""The demonstration's case, and reports of it, made once for all tests of a process."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from drawdown.demo.build import build_demo
from drawdown.finding.case import Case, read_case
from drawdown.report.asked import Asked
from drawdown.report.document.model import Document
from drawdown.report.levels import Level
from drawdown.report.public import public_report
from drawdown.report.status import status_report

ON = date(2020, 5, 14)
SINCE = date(2020, 5, 1)


@cache
def folder() -> Path:
    made = tempfile.mkdtemp(prefix="drawdown-report-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return build_demo(Path(made) / "case")


@cache
def case() -> Case:
    return read_case(folder())


@cache
def asked(level: Level, since: date = SINCE, on: date = ON) -> Asked:
    return Asked(case(), since, on, None, level, "Protective Order, ECF 99", "respondents")


@cache
def document(level: Level) -> Document:
    if level == "public":
        return public_report(asked(level))
    return status_report(asked(level))


@cache
def pdf(level: Level) -> bytes:
    from drawdown.report.pdf.render import as_pdf

    return as_pdf(document(level))


@cache
def docx(level: Level) -> bytes:
    from drawdown.report.word.render import as_docx

    return as_docx(document(level))
