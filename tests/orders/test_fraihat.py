"""Fraihat: each person's own date, and a reversal that ends what it had asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from drawdown.finding.case import Case
from drawdown.finding.check import check
from drawdown.finding.finding import Finding

MakeCase = Callable[..., Case]


@pytest.fixture
def fraihat(make_case: MakeCase) -> Case:
    """Synthetic people: held before the order, arrived soon after it, arrived in May."""
    arrivals = {"synthetic-01": "2020-03-01", "synthetic-02": "2020-04-28",
                "synthetic-03": "2020-05-11"}  # fmt: skip
    stays = [{"person": p, "facility": "adelanto", "date": d} for p, d in arrivals.items()]
    return make_case(
        "fraihat-v-ice",
        stay=[*stays, {"person": "synthetic-04", "facility": "krome", "date": "2020-03-01"}],
        screening=[
            {"person": "synthetic-01", "facility": "adelanto", "date": "2020-04-30"},
            {"person": "synthetic-02", "facility": "adelanto", "date": "2020-05-04"},
        ],
        log=[{"of": "screening", "facility": "adelanto", "since": "2020-03-01",
              "date": "2020-05-31"}],
    )  # fmt: skip


def at_adelanto(case: Case, on: date, known: date | None = None) -> Finding:
    found = check(case, on, known, clauses=["risk-factors"])
    return next(finding for finding in found if finding.facility == "adelanto")


def test_the_later_of_two_dates_is_each_persons_own(fraihat: Case) -> None:
    assert at_adelanto(fraihat, date(2020, 5, 3)).status == "met"  # 02 is due on 4 May
    assert at_adelanto(fraihat, date(2020, 5, 4)).status == "met"
    assert at_adelanto(fraihat, date(2020, 5, 15)).status == "met"  # 03 is due on Monday the 18th
    assert at_adelanto(fraihat, date(2020, 5, 18)).status == "not_met"


def test_it_is_in_force_until_the_day_of_the_reversal(fraihat: Case) -> None:
    assert at_adelanto(fraihat, date(2021, 10, 19)).status not in {"stayed", "ended"}
    ended = at_adelanto(fraihat, date(2021, 10, 20))
    assert ended.status == "ended"
    assert ended.explanation == "Reversed from Wednesday 20 October 2021 by 16 F.4th 613."


def test_the_reversal_ends_every_clause_of_the_injunction(fraihat: Case) -> None:
    assert {finding.status for finding in check(fraihat, date(2022, 1, 1))} == {"ended"}


def test_as_known_before_the_reversal_it_was_law(fraihat: Case) -> None:
    on = date(2021, 11, 1)
    assert at_adelanto(fraihat, on, known=date(2021, 10, 19)).status != "ended"
    assert at_adelanto(fraihat, on, known=date(2021, 10, 20)).status == "ended"


def test_the_days_before_the_reversal_are_not_undone_by_it(fraihat: Case) -> None:
    assert at_adelanto(fraihat, date(2020, 5, 18)).status == "not_met"
