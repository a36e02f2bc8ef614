"""Findings and the report's record say what was destroyed by order, and is counted no more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.finding.cases import counts_text, make

from drawdown.finding.case import read_case
from drawdown.finding.check import check
from drawdown.report.asked import Asked
from drawdown.report.document.model import Paragraph, plain
from drawdown.report.sections.record import record

ON = date(2020, 5, 20)
SAYS = (
    "What 5 entries said was destroyed by order of the court (ECF 412; ECF 530) and is not counted."
)
ROWS = """date,order,entries,count
2020-09-01,ECF 412,12-14,3
2020-10-01,ECF 530,90,1
2020-10-02,ECF 530,95,1
"""


def folder(path: Path, destructions: str) -> Path:
    make(path)
    for name, text in (("counts/x.csv", counts_text()), ("events/destruction.csv", destructions)):
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_text(text)
    return path


def test_every_finding_says_it_of_any_day(tmp_path: Path) -> None:
    case = read_case(folder(tmp_path, ROWS))
    found = [*check(case, ON), *check(case, ON, ON)]
    assert found
    assert all(finding.explanation.endswith(f" {SAYS}") for finding in found)


def test_where_nothing_was_nothing_is_said(tmp_path: Path) -> None:
    case = read_case(folder(tmp_path, ROWS.partition("\n")[0] + "\n"))
    assert not any("destroyed" in finding.explanation for finding in check(case, ON))


def test_the_report_s_record_section_says_it(tmp_path: Path) -> None:
    asked = Asked(read_case(folder(tmp_path, ROWS)), ON, ON, None, "parties", "ECF 1", "x")
    said = [plain(block.text) for block in record(asked, ()) if isinstance(block, Paragraph)]
    assert sum(SAYS in one for one in said) == 1
