"""Plata and Coleman: steps by date, a report after each, one cap for the whole system."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from drawdown.finding.case import Case
from drawdown.finding.check import check
from drawdown.finding.deadlines import deadlines
from drawdown.order.calendar import HolidayList, Span, calendar
from drawdown.order.document import Order

MakeCase = Callable[..., Case]
ORDERED = date(2011, 7, 1)

STEPS = [date(2011, 12, 27), date(2012, 6, 27), date(2012, 12, 27), date(2013, 6, 27)]
REPORTS = [date(2012, 1, 10), date(2012, 7, 11), date(2013, 1, 10), date(2013, 7, 11)]


def held(donovan: int, others: int, on: str) -> list[dict[str, str]]:
    return [
        {"facility": "donovan", "date": on, "count": str(donovan)},
        {"facility": "others", "date": on, "count": str(others)},
    ]


def dates(case: Case, clause: str, on: date = ORDERED, until: date | None = None) -> list[date]:
    found = deadlines(case, on=on, known=on, until=until or date(2013, 12, 1))
    return [d.date for d in found if d.clause == clause and d.date is not None]


def test_the_steps_have_the_courts_dates(make_case: MakeCase) -> None:
    assert dates(make_case("plata-coleman"), "population") == STEPS


def test_a_report_is_due_fourteen_days_after_each_step(make_case: MakeCase) -> None:
    assert dates(make_case("plata-coleman"), "step-reports") == REPORTS


def test_status_reports_are_due_monthly_from_15_september_2011(make_case: MakeCase) -> None:
    found = dates(make_case("plata-coleman"), "monthly-reports", until=date(2012, 1, 31))
    assert found == [
        date(2011, 9, 15), date(2011, 10, 17), date(2011, 11, 15), date(2011, 12, 15),
        date(2012, 1, 17),
    ]  # fmt: skip  # 15 October is a Saturday; 15 January a Sunday before a holiday


def test_the_court_rolled_its_effective_date_as_the_calendar_does(
    order: Callable[[str], Order],
) -> None:
    header = order("plata-coleman").header
    frcp6 = calendar("frcp6", time_zone=header.time_zone, holidays=HolidayList())
    judgment = date(2011, 6, 24)
    assert frcp6.after(judgment, Span.parse("1 day")).date == date(2011, 6, 27)


@pytest.mark.parametrize(
    ("on", "percent"),
    [("2011-12-27", 167), ("2012-06-27", 155), ("2012-12-27", 147)],
)
def test_each_step_is_held_against_the_capacity_of_the_whole_system(
    make_case: MakeCase, on: str, percent: float
) -> None:
    case = make_case("plata-coleman", count=held(3941, 130863, on))
    (finding,) = check(case, date.fromisoformat(on), clauses=["population"])
    assert finding.facility is None
    assert finding.value == 134804
    assert finding.limit == pytest.approx(79858 * percent / 100)
    assert finding.status == "not_met"


def test_one_institution_may_stand_above_the_cap_while_the_system_meets_it(
    make_case: MakeCase,
) -> None:
    case = make_case("plata-coleman", count=held(3941, 120000, "2011-12-27"))
    (finding,) = check(case, date(2011, 12, 27), clauses=["population"])
    assert finding.status == "met"  # Donovan alone is at 179%


def test_before_the_first_step_it_says_where_things_stand(make_case: MakeCase) -> None:
    case = make_case("plata-coleman", count=held(3941, 130863, "2011-12-14"))
    (finding,) = check(case, date(2011, 12, 14), clauses=["population"])
    assert finding.status == "not_due"
    assert finding.due == STEPS[0]


def test_the_last_step_moved(make_case: MakeCase) -> None:
    case = make_case("plata-coleman")
    assert dates(case, "population", on=date(2013, 6, 20))[-1] == date(2013, 12, 31)
    assert dates(case, "population", on=date(2014, 2, 10))[-1] == date(2016, 2, 28)


def test_capacity_that_cannot_be_used_is_not_counted_in_full(make_case: MakeCase) -> None:
    new = {"facility": "health-care-facility", "date": "2014-06-30", "count": "1300"}
    rows = [*held(3000, 110000, "2014-06-30"), new]
    (before,) = check(
        make_case("plata-coleman", count=rows), date(2014, 6, 30), date(2014, 6, 22),
        clauses=["population"],
    )  # fmt: skip
    (after,) = check(
        make_case("plata-coleman", count=rows), date(2014, 6, 30), clauses=["population"]
    )
    assert before.limit == pytest.approx(79858 * 1.43)
    assert after.status == "undetermined"
    assert "Health Care Facility" in after.explanation
    (known,) = check(
        make_case(
            "plata-coleman", count=rows,
            edit=[('value = "AS MANY AS WERE HELD WHEN ADMISSIONS WERE CLOSED"', "value = 1300")],
        ),
        date(2014, 6, 30), clauses=["population"],
    )  # fmt: skip
    assert known.limit == pytest.approx((79858 + 1300) * 1.43)
