"""The law of the model case on any day: what was recommended, ordered, clarified, replaced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from drawdown.finding.case import Case
from drawdown.finding.check import check
from drawdown.order.document import Order
from drawdown.order.law import InForce, law_on

Read = Callable[[str], Order]


@pytest.fixture
def gayle(order: Read) -> Order:
    return order("gayle-v-meade")


def in_force(order: Order, on: date, known: date | None = None) -> dict[str, InForce]:
    return {item.clause.id: item for item in law_on(order, on, known)}


def test_the_steps_of_the_case_are_there_in_their_order(gayle: Order) -> None:
    assert [(ruling.name, ruling.day.isoformat(), ruling.force) for ruling in gayle.rulings] == [
        ("ECF 63", "2020-04-22", "recommended"),
        ("ECF 76", "2020-04-30", "ordered"),
        ("The clarification, 2 May 2020", "2020-05-02", "ordered"),
        ("ECF 158", "2020-06-06", "ordered"),
        ("The special master, 17 July 2020", "2020-07-17", "ordered"),
        ("The settlement agreement, 28 June 2021", "2021-06-28", "agreed"),
        ("The recommendation of final approval, 3 December 2021", "2021-12-03", "recommended"),
    ]


def test_a_recommendation_is_never_shown_as_an_order(gayle: Order) -> None:
    law = in_force(gayle, date(2020, 4, 25))
    assert set(law) == {"recommended-reports", "phone-check-ins"}
    assert {item.clause.force for item in law.values()} == {"recommended"}


def test_the_population_is_a_goal_and_the_rest_are_duties(gayle: Order) -> None:
    goals = {id_ for id_, text in gayle.clauses.items() if text.first.aim == "goal"}
    assert goals == {"population"}


def test_nothing_bound_transfers_before_the_clarification(gayle: Order) -> None:
    assert "transfers" not in in_force(gayle, date(2020, 5, 1))
    assert in_force(gayle, date(2020, 5, 2))["transfers"].standing == "in force"


def test_the_injunction_asks_for_more_before_a_transfer(gayle: Order) -> None:
    before = in_force(gayle, date(2020, 6, 5))["transfers"].clause
    after = in_force(gayle, date(2020, 6, 6))["transfers"].clause
    assert before.requires == ("evaluation",)  # type: ignore[attr-defined]
    assert after.requires == ("evaluation", "screening")  # type: ignore[attr-defined]
    assert after.obligations_follow  # type: ignore[attr-defined]


def test_the_injunction_is_not_law_for_those_who_ask_before_it(gayle: Order) -> None:
    law = in_force(gayle, date(2020, 6, 10), known=date(2020, 6, 5))
    assert law["masks"].standing == "in force"
    assert "masks-held" not in law


def test_what_the_injunction_replaced_has_ended(gayle: Order) -> None:
    law = in_force(gayle, date(2020, 6, 6))
    assert {id_ for id_, item in law.items() if item.standing == "ended"} == {
        "recommended-reports", "reports", "masks", "soap", "cleaning",
    }  # fmt: skip


def test_two_accounts_of_the_soap_are_both_answered(make_case: Callable[..., Case]) -> None:
    case = make_case("gayle-v-meade")
    (krome, *_) = check(case, date(2020, 5, 1), clauses=["soap"])
    assert krome.status == "not_due"
    (other,) = krome.readings
    assert other.source == "Queens Citizen, May 2020"
    assert other.status == "undetermined"
    assert "immediately, not within two days" in krome.explanation


def test_the_petitioners_are_thirty_four_and_carry_numbers(gayle: Order) -> None:
    people = gayle.clauses["petitioners-review"].first.people  # type: ignore[attr-defined]
    assert list(people) == [f"petitioner-{number:02d}" for number in range(1, 35)]


def test_the_criteria_change_on_25_june(gayle: Order) -> None:
    march = gayle.header.criteria_on("underlying-conditions", date(2020, 6, 24))
    june = gayle.header.criteria_on("underlying-conditions", date(2020, 6, 25))
    assert march is not None
    assert june is not None
    assert "age_65" in march.any_of
    assert not any(fact.startswith("age") for fact in june.any_of)
    assert "bmi_40" in march.any_of
    assert "bmi_30" in june.any_of
