"""The agency's number finds a person however it is spelt, as rosters are joined by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from drawdown.roster.identity.pseudonym import pseudonym
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case
from drawdown.site.cases.sealing import wrap

PEOPLE = "/gayle-v-meade/people/"
NOW = datetime(2020, 5, 12, 10, 0, tzinfo=ZoneInfo("America/New_York"))
KEY = b"k" * 32


@pytest.fixture
def number(case: Case) -> Callable[[str, str], str]:
    """Return a function that has a facility hold somebody of whom the agency says so."""
    case.pseudonym_key = wrap(KEY, f"case {case.pk} pseudonyms")
    case.save(update_fields=["pseudonym_key"])

    def hold(own: str, facility: str = "krome") -> str:
        stay = {"date": "2020-05-10", "person": pseudonym(KEY, own), "facility": facility}
        append(case, [("stay", stay)], by="a", now=NOW)
        return stay["person"]

    return hold


@pytest.mark.parametrize("typed", ["A012345678", "a-012 345 678", " A 012-345-678 "])
def test_with_spaces_dashes_and_small_letters(
    number: Callable[[str], str], signed_in: Callable[[str], Client], typed: str
) -> None:
    found = number("A012345678")
    answer = signed_in("agency").get(PEOPLE, {"q": typed})
    assert answer.headers["Location"].endswith(f"/people/{found}")


@pytest.mark.parametrize("typed", ["A0123|1970", "a-0123, 1970", "A0123 ; 1970"])
def test_where_there_are_several_keys_they_are_typed_in_their_order(
    number: Callable[[str], str], signed_in: Callable[[str], Client], typed: str
) -> None:
    found = number("A0123|1970")
    client = signed_in("agency")
    assert client.get(PEOPLE, {"q": typed}).headers["Location"].endswith(f"/people/{found}")
    assert client.get(PEOPLE, {"q": "1970|A0123"}).context["lines"] == []


def test_a_key_with_a_comma_in_it_is_one_key_too(
    number: Callable[[str], str], signed_in: Callable[[str], Client]
) -> None:
    found = number("A1,B2")
    answer = signed_in("agency").get(PEOPLE, {"q": "a1, b2"})
    assert answer.headers["Location"].endswith(f"/people/{found}")


def test_nobody_is_found_so_of_another_facility_or_without_the_right(
    number: Callable[[str], str], signed_in: Callable[[str], Client]
) -> None:
    number("A012345678")
    for name in ("glades", "petitioners", "monitor"):
        page = signed_in(name).get(PEOPLE, {"q": "a-012 345 678"})
        assert page.status_code == 200
        assert page.context["lines"] == []
    assert signed_in("krome").get(PEOPLE, {"q": "a-012 345 678"}).status_code == 302
