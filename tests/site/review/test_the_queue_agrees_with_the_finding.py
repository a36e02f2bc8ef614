"""The review queue: by the court's deadlines, in the numbers of the finding, current at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.test import Client

from drawdown.site.cases.answers import answer
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case

REVIEW = "/gayle-v-meade/review/"
NOW = datetime(2020, 5, 12, 10, 0, tzinfo=ZoneInfo("America/New_York"))


def test_its_numbers_are_those_of_the_finding(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    page = signed_in("agency").get(REVIEW)
    (finding,) = [
        f for f in answer(case, date(2020, 5, 12)).findings if f.law.text.id == "petitioners-review"
    ]
    numbers = page.context["numbers"]
    assert finding.value == numbers["decided"]
    assert finding.limit == numbers["decided"] + numbers["overdue"] + numbers["deferred"]


def test_its_order_is_that_of_the_deadlines(case: Case, signed_in: Callable[[str], Client]) -> None:
    lines = signed_in("agency").get(REVIEW).context["lines"]
    keys = [(line["due"], line["arrived"] or date.max, line["person"]) for line in lines]
    assert keys == sorted(keys)


def test_who_was_decided_on_waits_no_longer(case: Case, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("agency")
    person = client.get(REVIEW).context["lines"][0]["person"]
    decided = {"date": "2020-05-12", "person": person, "outcome": "not_released", "decider": "d",
               "reason": "r"}  # fmt: skip
    append(case, [("decision", decided)], by="d", now=NOW)
    assert person not in [line["person"] for line in client.get(REVIEW).context["lines"]]


def test_filters_choose(case: Case, signed_in: Callable[[str], Client]) -> None:
    lines = signed_in("agency").get(f"{REVIEW}?state=deferred").context["lines"]
    assert {line["state"] for line in lines} == {"deferred"}


def test_a_reader_is_refused(case: Case, signed_in: Callable[[str], Client]) -> None:
    assert signed_in("reader").get(REVIEW).status_code == 403
