"""A facility's page: units and their room, capacity in dispute, both sides of supplies."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from drawdown.site.cases.models import Case, SourceFile
from drawdown.site.demo import ACCOUNTS

SignIn = Callable[[str], Client]
NAMES = [account.email.partition("@")[0] for account in ACCOUNTS]
ROOM = "/gayle-v-meade/facilities/"


def test_the_cards_show_people_held_and_a_tally(signed_in: SignIn) -> None:
    text = signed_in("reader").get(ROOM).content.decode()
    for name in ("Krome", "Glades", "Broward"):
        assert name in text
    assert "461" in text
    assert "status-not_met" in text


def test_a_unit_with_more_people_than_can_keep_apart_says_how_many(signed_in: SignIn) -> None:
    text = signed_in("monitor").get(f"{ROOM}krome").content.decode()
    assert re.search(r"Krome 3</th><td class=\"n\">\d+</td><td class=\"n\">16</td>", text)
    assert "people too many" in text


def test_capacity_in_dispute_is_listed_with_what_governs(signed_in: SignIn) -> None:
    krome = signed_in("monitor").get(f"{ROOM}krome").content.decode()
    assert "ICE facility list, 2017" in krome
    assert "guaranteed minimum in the contract" in krome
    assert '<span class="tag">governs</span>' in krome
    glades = signed_in("monitor").get(f"{ROOM}glades").content.decode()
    assert "AS NEEDED" in glades
    assert "does not say which of these governs" in glades


def test_both_sides_of_supplies_stand_side_by_side(signed_in: SignIn) -> None:
    text = signed_in("monitor").get(f"{ROOM}krome").content.decode()
    assert "1 says there was none" in text
    assert "in conflict" in text


def test_the_floor_plan_is_drawn_with_its_words(case: Case, signed_in: SignIn) -> None:
    plan = SourceFile.objects.get(case=case, path="plans/glades.csv")
    client = signed_in("monitor")
    picture = client.get(f"{ROOM}glades/plans/{plan.pk}.svg")
    assert picture.status_code == 200
    assert b"<title" in picture.content
    assert picture.headers["ETag"]
    words = client.get(f"{ROOM}glades/plans/{plan.pk}").content.decode()
    assert "20 people can keep 6 feet apart" in words
    page = client.get(f"{ROOM}glades").content.decode()
    assert f"plans/{plan.pk}.svg" in page
    assert client.get(f"{ROOM}krome/plans/{plan.pk}.svg").status_code == 404


def test_as_known_earlier_the_page_says_something_else(signed_in: SignIn) -> None:
    client = signed_in("monitor")
    now = client.get(f"{ROOM}krome?on=2020-05-08").content
    then = client.get(f"{ROOM}krome?on=2020-05-08&known=2020-05-09").content
    assert now != then


@pytest.mark.parametrize("name", NAMES)
def test_every_role_sees_counts(signed_in: SignIn, name: str) -> None:
    client = signed_in(name)
    assert client.get(ROOM).status_code == 200
    assert client.get(f"{ROOM}{'glades' if name == 'glades' else 'krome'}").status_code == 200


def test_another_facility_is_refused_also_by_typing_its_address(
    case: Case, signed_in: SignIn
) -> None:
    client = signed_in("glades")
    plan = SourceFile.objects.get(case=case, path="plans/krome.csv")
    assert "facilities/krome" not in client.get(ROOM).content.decode()
    for address in ("krome", "krome/count.svg", f"krome/plans/{plan.pk}",
                    f"krome/plans/{plan.pk}.svg"):  # fmt: skip
        assert client.get(f"{ROOM}{address}").status_code == 403


def test_there_is_no_page_of_no_facility(signed_in: SignIn) -> None:
    assert signed_in("monitor").get(f"{ROOM}nowhere").status_code == 404
    assert signed_in("monitor").get(f"{ROOM}nowhere/count.svg").status_code == 404
