"""What a page of a person says of a day is what was known on the day that was chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Row, Stay

PEOPLE = "/gayle-v-meade/people/"
NOW = datetime(2020, 5, 12, 10, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture
def gone(case: Case) -> str:
    """Somebody of whose removal on 10 May the record learned on 12 May."""
    stay = Stay.objects.filter(case=case, facility="krome", left=None).order_by("person").first()
    assert stay is not None
    removal = {"date": "2020-05-10", "person": stay.person, "facility": "krome", "how": "removal",
               "authority": "final order"}  # fmt: skip
    append(case, [("exit", removal)], by="a", now=NOW)
    return stay.person


def test_the_header_says_how_somebody_left_and_under_which_authority(
    gone: str, signed_in: Callable[[str], Client]
) -> None:
    text = signed_in("monitor").get(f"{PEOPLE}{gone}").content.decode()
    assert "Was held at" in text
    assert "removed" in text
    assert "final order" in text


@pytest.mark.parametrize("query", ["on=2020-05-09", "on=2020-05-11&known=2020-05-11"])
def test_before_that_day_and_before_it_was_known_the_person_is_held(
    gone: str, signed_in: Callable[[str], Client], query: str
) -> None:
    page = signed_in("monitor").get(f"{PEOPLE}{gone}?{query}")
    assert page.context["one"].is_held
    assert "Was held at" not in page.content.decode()


def test_a_list_says_that_it_is_as_known_now_and_keeps_the_days(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    page = signed_in("monitor").get(f"{PEOPLE}?on=2020-05-11&known=2020-05-11")
    text = page.content.decode()
    assert "as known now" in text
    assert "on=2020-05-11&known=2020-05-11" in page.context["next"]
    assert '<input type="hidden" name="known" value="2020-05-11">' in text


def test_what_was_replaced_is_struck_and_leads_to_what_replaced_it(
    gone: str, case: Case, signed_in: Callable[[str], Client]
) -> None:
    old = Row.objects.filter(case=case, kind="exit", person=gone).latest("seq")
    new = {"date": "2020-05-10", "person": gone, "facility": "krome", "how": "transfer",
           "supersedes": old.name}  # fmt: skip
    made = append(case, [("exit", new)], by="a", now=NOW).added[0]
    page = signed_in("monitor").get(f"{PEOPLE}{gone}")
    (line,) = [x for x in page.context["lines"] if x.event and x.event.entry == old.name]
    assert line.newer.entry == made.name
    text = page.content.decode()
    assert "<del" in text
    assert f"/record/{made.seq}" in text
