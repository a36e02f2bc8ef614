"""The order is the front page: its words, and beside each paragraph what it comes to that day."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client


def test_it_shows_each_finding_beside_its_words(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("monitor").get("/gayle-v-meade/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Social distancing at Krome is not only practically impossible" in text
    assert 'id="masks"' in text
    assert "status-not_met" in text
    assert "status-undetermined" in text


def test_another_day_as_known_earlier_gives_other_answers(
    signed_in: Callable[[str], Client],
) -> None:
    client = signed_in("monitor")
    now = client.get("/gayle-v-meade/?on=2020-05-14").content
    then = client.get("/gayle-v-meade/?on=2020-05-14&known=2020-05-10").content
    assert now != then


def test_what_is_no_day_is_said_and_left_out(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("monitor").get("/gayle-v-meade/?on=14.5.2020")
    assert page.status_code == 200
    assert "is not a day" in page.content.decode()


def test_a_member_bound_to_a_facility_sees_the_findings_of_that_one_only(
    signed_in: Callable[[str], Client],
) -> None:
    text = signed_in("krome").get("/gayle-v-meade/").content.decode()
    assert "/findings/masks/krome" in text
    assert "/findings/masks/glades" not in text
