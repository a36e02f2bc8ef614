"""What an earlier report said that is no longer so stands in the next one's first table."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from tests.report.making import case as demo

from drawdown.demo.build import build_demo
from drawdown.finding.case import Case, read_case
from drawdown.report.asked import Asked, last_report, period
from drawdown.report.document.model import Paragraph, Table, plain
from drawdown.report.gather.changes import changes
from drawdown.report.status import status_report

ON, SINCE = date(2020, 5, 14), date(2020, 5, 9)


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The demonstration, with a release of 5 May found on 12 May to have been a transfer."""
    folder = build_demo(tmp_path_factory.mktemp("case"))
    file = folder / "events" / "exit.csv"
    with file.open(encoding="utf-8", newline="") as read:
        rows = list(csv.DictReader(read))
    at = next(n for n, row in enumerate(rows) if row["how"] == "release"
              and "2020-05-01" <= row["date"] <= "2020-05-07")  # fmt: skip
    new = rows[at] | {
        "id": "corrected-exit", "how": "transfer", "authority": "", "to": "another centre",
        "recorded": "2020-05-12T10:00", "supersedes": f"events/exit.csv#{at + 2}",
        "by": "field office", "note": "the list of 5 May was wrong",
    }  # fmt: skip
    with file.open("a", encoding="utf-8", newline="") as write:
        csv.DictWriter(write, list(rows[0]), lineterminator="\n").writerow(new)
    return read_case(folder)


def tables(case: Case) -> list[Table]:
    blocks = status_report(Asked(case, SINCE, ON, None, "parties")).blocks
    return [block for block in blocks if isinstance(block, Table)]


def test_the_first_table_says_what_each_number_was_and_is(corrected: Case) -> None:
    first = tables(corrected)[0]
    assert first.key == "table-corrections"
    rows = {row[0]: row for row in first.rows if row[1] == "All together"}
    was, now = (int(str(cell)) for cell in rows["Cumulative releases"][2:])
    assert now == was - 1
    was, now = (int(str(cell)) for cell in rows["Cumulative transfers"][2:])
    assert now == was + 1


def test_a_sentence_says_it_too_and_the_entry_says_why(corrected: Case) -> None:
    blocks = status_report(Asked(corrected, SINCE, ON, None, "parties")).blocks
    said = " ".join(plain(b.text) for b in blocks if isinstance(b, Paragraph))
    assert "Cumulative releases fell from" in said
    entries = next(t for t in tables(corrected) if t.key == "table-correcting")
    row = next(row for row in entries.rows if row[0] == "corrected-exit")
    assert row[5] == "the list of 5 May was wrong"


def test_before_it_was_known_nothing_was_corrected(corrected: Case) -> None:
    asked = Asked(corrected, SINCE, date(2020, 5, 11), date(2020, 5, 11), "parties")
    found = changes(asked)
    assert found is not None
    assert [one for one in found.corrected if one.what.startswith("exits/")] == []
    assert "corrected-exit" not in found.entries["id"]


def test_the_period_begins_the_day_after_the_last_report() -> None:
    assert last_report(demo(), ON) == date(2020, 5, 13)
    assert period(demo(), ON, None) == ON
    assert period(demo(), date(2020, 5, 7), None) == date(2020, 5, 5)
    assert period(demo(), ON, SINCE) == SINCE
