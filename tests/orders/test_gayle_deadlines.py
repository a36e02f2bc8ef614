"""The model case's deadlines, counted from Thursday 30 April 2020 under Rule 6(a)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drawdown.finding.case import read_case
from drawdown.finding.deadlines import Deadline, deadlines
from drawdown.order.calendar import Computed

ORDER = Path(__file__).resolve().parents[2] / "orders" / "gayle-v-meade.md"
ECF_76 = date(2020, 4, 30)


@pytest.fixture(scope="module")
def found() -> list[Deadline]:
    return deadlines(read_case(ORDER))


def first(found: list[Deadline], clause: str) -> Computed:
    answer = next(deadline for deadline in found if deadline.clause == clause).answer
    assert isinstance(answer, Computed)
    return answer


@pytest.mark.parametrize(
    ("clause", "days", "due", "rolled_from"),
    [
        ("masks", 2, date(2020, 5, 4), date(2020, 5, 2)),
        ("soap", 2, date(2020, 5, 4), date(2020, 5, 2)),
        ("cleaning", 2, date(2020, 5, 4), date(2020, 5, 2)),
        ("plan-report", 3, date(2020, 5, 4), date(2020, 5, 3)),
        ("petitioners-review", 7, date(2020, 5, 7), None),
        ("reports", 7, date(2020, 5, 7), None),
        ("population", 14, date(2020, 5, 14), None),
    ],
)
def test_a_span_of_ecf_76_ends_on(
    found: list[Deadline], clause: str, days: int, due: date, rolled_from: date | None
) -> None:
    answer = first(found, clause)
    assert answer.date == due
    assert answer.rolled_from == rolled_from
    assert answer.start == ECF_76
    assert answer.span is not None
    assert answer.span.amount == days


def test_the_pace_of_the_reports_changes_after_ten_days_on_a_monday(
    found: list[Deadline],
) -> None:
    changes = [
        deadline for deadline in found
        if deadline.clause == "reports" and deadline.as_json()["amount"] == 10
    ]  # fmt: skip
    assert [deadline.date for deadline in changes] == [date(2020, 5, 11)]
    assert "twice" in changes[0].obligation


def test_the_documentation_of_evaluations_begins_ten_days_after_the_injunction(
    found: list[Deadline],
) -> None:
    answer = first(found, "evaluation-reports")
    assert answer.start == date(2020, 6, 6)
    assert answer.date == date(2020, 6, 16)


def test_another_account_of_the_soap_has_it_due_at_once() -> None:
    case = read_case(ORDER)
    soap = case.order.clauses["soap"]
    (reading,) = soap.versions[0].readings
    due = reading.first_due()
    assert due is not None
    assert due.immediately
    assert not soap.first.first_due().immediately  # type: ignore[union-attr]
