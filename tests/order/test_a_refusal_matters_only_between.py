"""Where the order names no calendar, only the days on which the calendars differ are undecided."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drawdown.finding.case import read_case
from drawdown.finding.check import check
from drawdown.order.examples import template_text


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2020, 5, 1), "not_due"),  # before Saturday 2 May: due under neither
        (date(2020, 5, 2), "undetermined"),  # due by plain days, not yet under Rule 6(a)
        (date(2020, 5, 3), "undetermined"),
        (date(2020, 5, 4), "met"),  # Monday: due under both
        (date(2020, 9, 1), "met"),
    ],
)
def test_it_is_refused_only_while_the_calendars_differ(
    tmp_path: Path, on: date, status: str
) -> None:
    text = template_text().replace('calendar = "frcp6" ', "# ").replace("14 days", "2 days")
    (tmp_path / "order.md").write_text(text, encoding="utf-8")
    counts = tmp_path / "counts.csv"
    counts.write_text(f"facility,date,count\ncentre,{on},299\n", encoding="utf-8")
    (finding,) = check(read_case(tmp_path / "order.md", [counts]), on)
    assert finding.status == status
