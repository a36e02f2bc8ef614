"""The reference page's worked examples and the how-to's file, as they are printed."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from textwrap import dedent

import pytest

from drawdown.order.calendar import HolidayList, Span, calendar, calendar_names

DOCS = Path(__file__).parents[3] / "docs"
REFERENCE = (DOCS / "reference" / "calendars.md").read_text(encoding="utf-8")
HOW_TO = (DOCS / "how-to" / "add-a-calendar.md").read_text(encoding="utf-8")


def table_after(heading: str) -> list[list[str]]:
    section = REFERENCE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


@pytest.mark.parametrize("row", table_after("Worked examples"), ids=" ".join)
def test_each_worked_example_is_computed_so(row: list[str]) -> None:
    name, span, side, event, ends, rule, given = row
    court = calendar(name, time_zone="America/New_York", holidays=holidays(given))
    start = datetime.fromisoformat(event) if "T" in event else date.fromisoformat(event)
    count = {"after": court.after, "before": court.before}[side]
    found = count(start, Span.parse(span))
    said = found.at.isoformat(timespec="minutes") if found.at else found.date.isoformat()
    assert said == ends
    assert found.rule.endswith(rule)


def holidays(given: str) -> HolidayList:
    if re.fullmatch("[A-Z]{2}", given):
        return HolidayList(state=given)
    return HolidayList(inaccessible=(date.fromisoformat(given),) if given else ())


def test_each_calendar_is_in_the_reference() -> None:
    assert [row[0] for row in table_after("The calendars")] == [
        f"`{name}`" for name in calendar_names()
    ]


def test_the_sentence_on_the_page_is_the_one_that_is_given() -> None:
    court = calendar("frcp6", time_zone="America/New_York", holidays=HolidayList())
    quoted = " ".join(re.findall(r"^> (.*)$", REFERENCE, flags=re.M))
    assert court.after(date(2020, 4, 30), Span.parse("2 days")).how == quoted


@pytest.mark.usefixtures("restored_registry")
def test_the_how_to_adds_a_calendar() -> None:
    blocks = re.findall(r"```python\n(.*?)```", HOW_TO, flags=re.S)
    assert len(blocks) == 2
    for block in blocks:
        exec(dedent(block), {"__name__": "how_to"})  # noqa: S102
    assert "frcp6 before 2009" in calendar_names()
