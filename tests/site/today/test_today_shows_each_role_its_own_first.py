"""Today: what is overdue and due comes first, and of that what is the reader's own to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

TODAY = "/gayle-v-meade/today"


def titles(client: Client, section: str, who: str) -> list[str]:
    page = client.get(TODAY)
    assert page.status_code == 200
    found = {one["name"]: one for one in page.context["sections"]}
    return [task.title for task in found[section][who]]


def test_the_agency_sees_overdue_reviews_as_its_own(signed_in: Callable[[str], Client]) -> None:
    assert any(
        "wait for a decision" in title for title in titles(signed_in("agency"), "overdue", "own")
    )


def test_a_proposal_waits_for_a_second_person(signed_in: Callable[[str], Client]) -> None:
    assert any("second person" in title for title in titles(signed_in("second"), "today", "own"))


def test_facility_staff_see_what_their_facility_lacks_and_no_other(
    signed_in: Callable[[str], Client],
) -> None:
    own = titles(signed_in("glades"), "overdue", "own")
    assert any("mask" in title.lower() for title in own)
    page = signed_in("glades").get(TODAY).content.decode()
    assert "/findings/masks/krome" not in page


def test_counsel_and_monitor_are_told_of_corrections(signed_in: Callable[[str], Client]) -> None:
    for name in ("monitor", "petitioners", "government"):
        assert any("correction" in title for title in titles(signed_in(name), "open", "own"))


@pytest.mark.parametrize("name", ["reader"])
def test_a_reader_sees_no_people(signed_in: Callable[[str], Client], name: str) -> None:
    page = signed_in(name).get(TODAY).content.decode()
    assert "wait for a decision" not in page
