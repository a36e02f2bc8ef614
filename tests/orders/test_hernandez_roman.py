"""Adelanto: fewer by dates, six feet, nobody new; stayed, then vacated in part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from drawdown.finding.case import Case
from drawdown.finding.check import check
from drawdown.finding.history import history

MakeCase = Callable[..., Case]

COUNTS = {
    "2020-04-23": 1370, "2020-04-26": 1300, "2020-04-27": 1271, "2020-04-28": 1270,
    "2020-04-30": 1121, "2020-05-01": 1120, "2020-05-04": 1120, "2020-05-06": 1110,
    "2020-10-14": 700,
}  # fmt: skip
"""Made-up counts, but for the first, the size of the class."""


@pytest.fixture
def adelanto(make_case: MakeCase) -> Case:
    rows = [{"facility": "adelanto", "date": d, "count": str(n)} for d, n in COUNTS.items()]
    return make_case("hernandez-roman-v-wolf", count=rows)


def status(
    case: Case, on: tuple[int, int, int], clause: str = "population", known: date | None = None
) -> str:
    (finding,) = check(case, date(*on), known, clauses=[clause])
    return finding.status


def limit(case: Case, on: tuple[int, int, int]) -> float | None:
    return check(case, date(*on), clauses=["population"])[0].limit


def test_the_reductions_are_from_the_day_of_the_injunction(adelanto: Case) -> None:
    assert limit(adelanto, (2020, 4, 27)) == 1270
    assert limit(adelanto, (2020, 4, 30)) == 1120


def test_each_reduction_is_held_against_its_own_date(adelanto: Case) -> None:
    assert status(adelanto, (2020, 4, 26)) == "not_due"
    assert status(adelanto, (2020, 4, 27)) == "not_met"
    assert status(adelanto, (2020, 4, 28)) == "met"
    assert status(adelanto, (2020, 4, 30)) == "not_met"
    assert status(adelanto, (2020, 5, 1)) == "met"


@pytest.mark.parametrize("clause", ["population", "six-feet", "no-intake"])
def test_a_stayed_clause_is_stayed_between_its_dates_and_ended_after(
    adelanto: Case, clause: str
) -> None:
    assert status(adelanto, (2020, 5, 4), clause) not in {"stayed", "ended"}
    assert status(adelanto, (2020, 5, 5), clause) == "stayed"
    assert status(adelanto, (2020, 10, 12), clause) == "stayed"
    assert status(adelanto, (2020, 10, 13), clause) == "ended"


def test_as_known_before_the_stay_the_clause_was_law(adelanto: Case) -> None:
    assert status(adelanto, (2020, 5, 6), known=date(2020, 5, 6)) == "stayed"
    assert status(adelanto, (2020, 5, 6), known=date(2020, 5, 4)) != "stayed"


def test_as_known_before_the_opinion_the_clause_was_only_stayed(adelanto: Case) -> None:
    assert status(adelanto, (2020, 10, 14), known=date(2020, 10, 12)) == "stayed"
    assert status(adelanto, (2020, 10, 14)) == "ended"


def test_the_finding_says_which_ruling_stayed_and_which_ended_it(adelanto: Case) -> None:
    (stayed,) = check(adelanto, date(2020, 5, 6), clauses=["population"])
    (ended,) = check(adelanto, date(2020, 10, 14), clauses=["population"])
    assert stayed.explanation == "Stayed from Tuesday 5 May 2020 by No. 20-55436."
    assert ended.explanation == "Vacated from Tuesday 13 October 2020 by 977 F.3d 935."


def test_what_was_neither_stayed_nor_vacated_stays_in_force(adelanto: Case) -> None:
    for on in ((2020, 5, 6), (2020, 10, 14)):
        assert status(adelanto, on, "symptoms-apart") not in {"stayed", "ended"}


def test_history_shows_the_spans(adelanto: Case) -> None:
    spans = history(adelanto, "population", date(2020, 5, 4), date(2020, 10, 15))
    assert [(span.start, span.end, span.status) for span in spans] == [
        (date(2020, 5, 4), date(2020, 5, 5), "met"),
        (date(2020, 5, 5), date(2020, 10, 13), "stayed"),
        (date(2020, 10, 13), date(2020, 10, 15), "ended"),
    ]
