"""The page answers its controls with ranges, says first what it cannot, and keeps to the role."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from types import SimpleNamespace
from typing import cast

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from drawdown.outbreak.limits import LIMITS
from drawdown.outbreak.results import Ensemble
from drawdown.outbreak.setting import MEASURES
from drawdown.site.pages.outbreak import asked, words

SignIn = Callable[[str], Client]
PAGE = "/gayle-v-meade/outbreak/?on=2020-05-12"
PART = "/gayle-v-meade/outbreak/beside/?facility=krome"


@pytest.fixture(autouse=True)
def _few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "REPLICATES", 20)


def text_of(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_its_words_are_the_model_s() -> None:
    with override("en"):
        assert tuple(map(str, words.LIMITS)) == LIMITS
    assert tuple(words.MEASURES) == MEASURES


def test_thousands_are_parted_where_a_picture_is_named() -> None:
    one = cast("Ensemble", SimpleNamespace(scenario=SimpleNamespace(name="1.0", people=1195)))
    with override("en"):
        assert words.on_chart(one) == "As many as today: 1,195"


def test_what_it_cannot_say_comes_before_any_number(signed_in: SignIn) -> None:
    text = text_of(signed_in("monitor"), PAGE)
    assert text.index(LIMITS[0]) < text.index(LIMITS[-1]) < text.index("<table>")
    assert "As many as today" in text
    assert "75% of today" in text
    assert "All who can keep the distance" in text


def test_without_knowing_how_many_can_keep_apart_it_says_so(signed_in: SignIn) -> None:
    text = text_of(signed_in("monitor"), "/gayle-v-meade/outbreak/?on=2020-05-07")
    assert "All who can keep the distance" not in text
    assert "Krome: how many can keep 6 feet apart is known of 2 of 8 units" in text


def test_the_controls_change_only_the_answer(signed_in: SignIn) -> None:
    client = signed_in("monitor")
    part = text_of(
        client, f"{PAGE}&percent=40&length=30&do=masks&start=10", **{"HX-Request": "true"}
    )
    assert part.startswith('<div id="answer"')
    assert "40% of today" in part
    assert "At 40% of today, in 30 days" in part
    assert "from day 10 on" in part
    whole = text_of(client, f"{PAGE}&percent=40&length=30&do=masks&start=10")
    assert 'value="masks" checked' in whole
    assert "At 40% of today, in 30 days" in whole


@pytest.mark.parametrize(
    "nonsense", ["percent=x", "percent=900", "length=7", "do=prayer", "start=-1"]
)
def test_what_is_no_value_of_a_control_is_left_out(signed_in: SignIn, nonsense: str) -> None:
    assert "At 75% of today, in 90 days" in text_of(signed_in("monitor"), f"{PAGE}&{nonsense}")


def test_pictures_say_what_they_show(signed_in: SignIn) -> None:
    client = signed_in("monitor")
    for name in ("by-day", "by-population"):
        answer = client.get(f"/gayle-v-meade/outbreak/{name}.svg?on=2020-05-12&percent=40")
        assert answer.headers["Content-Type"] == "image/svg+xml"
        assert "<desc" in answer.content.decode()
        assert "40% of today" in answer.content.decode()


def test_a_member_of_one_facility_sees_that_one(signed_in: SignIn) -> None:
    client = signed_in("krome")
    text = text_of(client, PAGE)
    assert 'id="facility"' not in text
    assert "Broward:" not in text
    assert client.get(f"{PAGE}&facility=glades").status_code == 200  # and is of their own
    assert signed_in("monitor").get(f"{PAGE}&facility=nowhere").status_code == 404


def test_a_day_without_counts_says_so(signed_in: SignIn) -> None:
    text = text_of(signed_in("monitor"), "/gayle-v-meade/outbreak/?on=2000-01-01")
    assert "The record counts nobody" in text


def test_it_asks_little_of_the_database(
    signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("monitor")
    client.get(PAGE)
    with django_assert_max_num_queries(20):
        client.get(f"{PAGE}&percent=50")


def test_it_speaks_spanish(signed_in: SignIn) -> None:
    client = signed_in("monitor")
    client.post("/language", {"language": "es", "next": "/"})
    text = text_of(client, PAGE)
    assert LIMITS[0] not in text
    assert "Lo que esto no puede decir" in text


def test_beside_a_finding_on_people_held_it_stands_as_context(signed_in: SignIn) -> None:
    client = signed_in("monitor")
    page = text_of(client, "/gayle-v-meade/findings/population/krome?on=2020-05-11")
    assert f'hx-get="{PART}&on=2020-05-11"' in page
    part = text_of(client, f"{PART}&on=2020-05-11")
    assert part.startswith('<section id="infection"')
    assert "no part of the finding" in part
    assert part.index(LIMITS[0]) < part.index("<table>")
    for name in ("As many as today", "As many as the order allows", "All who can keep"):
        assert name in part
    masks = text_of(client, "/gayle-v-meade/findings/masks/krome?on=2020-05-12")
    assert "outbreak/beside" not in masks
