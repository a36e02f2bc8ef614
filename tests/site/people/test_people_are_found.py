"""People are found by where they were and how they left, within one's part, and each look noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db.models import Q
from django.test import Client

from drawdown.site.accounts.models import Look
from drawdown.site.cases.models import Case, Stay

PEOPLE = "/gayle-v-meade/people/"
TODAY = date(2020, 5, 12)


def found(client: Client, query: str) -> set[str]:
    numbers: set[str] = set()
    while query:
        page = client.get(f"{PEOPLE}?{query}")
        assert len(page.context["lines"]) <= 50
        numbers |= {line.number for line in page.context["lines"]}
        query = page.context["next"]
    return numbers


@pytest.mark.parametrize("how", ["release", "transfer", "removal", "unexplained"])
def test_those_who_left_so(case: Case, signed_in: Callable[[str], Client], how: str) -> None:
    left = Stay.objects.filter(case=case, how=how, left__lte=TODAY)
    expected = set(left.values_list("person", flat=True))
    assert found(signed_in("monitor"), f"left={how}") == expected


def test_each_line_shows_the_stay_that_was_asked_for(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("monitor")
    for line in client.get(f"{PEOPLE}?left=transfer").context["lines"]:
        assert line.stay.how == "transfer"
    for line in client.get(f"{PEOPLE}?facility=krome").context["lines"]:
        assert line.stay.facility == "krome"


def test_who_is_bound_to_a_facility_finds_whoever_was_ever_there_and_nobody_else(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    there = Stay.objects.filter(case=case, facility="glades", book_in__lte=TODAY)
    expected = set(there.values_list("person", flat=True))
    for query in ("q=", "facility=krome", "facility="):
        assert found(signed_in("glades"), query) == expected


def test_those_held_on_an_earlier_day(case: Case, signed_in: Callable[[str], Client]) -> None:
    on = date(2020, 5, 2)
    held = Stay.objects.filter(Q(left=None) | Q(left__gt=on), case=case, book_in__lte=on)
    expected = set(held.values_list("person", flat=True))
    assert found(signed_in("monitor"), "left=held&on=2020-05-02") == expected


def test_a_list_is_a_look_at_everybody_on_it(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    page = signed_in("petitioners").get(f"{PEOPLE}?left=release")
    look = Look.objects.latest("pk")
    assert look.people == [line.number for line in page.context["lines"]]
    assert look.user
    assert look.user.email.startswith("petitioners")


def test_who_looked_leads_to_the_looks_at_lists(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("monitor")
    person = client.get(PEOPLE).context["lines"][0].number
    client.get(f"{PEOPLE}{person}")
    text = client.get(f"{PEOPLE}{person}").content.decode()
    assert f"/looks/?person={person}" in text
    assert "Who looked" not in signed_in("petitioners").get(f"{PEOPLE}{person}").content.decode()


@pytest.mark.parametrize("typed", ["q=%00", "after=%00", "facility=%00", "left=nothing", "q=%25_"])
def test_whatever_is_typed_is_answered(
    case: Case, signed_in: Callable[[str], Client], typed: str
) -> None:
    assert signed_in("monitor").get(f"{PEOPLE}?{typed}").status_code == 200
    assert signed_in("monitor").get(f"{PEOPLE}%00").status_code == 404
