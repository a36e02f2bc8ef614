"""Who may not see health sees that there is an entry, of which day, and nothing that it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Stay

PEOPLE = "/gayle-v-meade/people/"
NOW = datetime(2020, 5, 12, 10, 0, tzinfo=ZoneInfo("America/New_York"))
MARKER = "zebra-crossing-marker"
ABOUT = {"date": "2020-05-11", "facility": "krome"}
ENTRIES = {
    "fact": {"name": MARKER, "value": "yes"},
    "screening": {"result": MARKER},
    "test": {"note": MARKER},
    "cohort": {"status": "confirmed", "note": MARKER},
    "decision": {"outcome": "deferred", "decider": "d", "reason": MARKER, "missing": MARKER,
                 "until": "2020-05-20", "note": MARKER},
    "proposal": {"outcome": "released", "decider": "d", "reason": MARKER, "conditions": MARKER},
    "evaluation": {"outcome": "eligible", "reason": MARKER, "note": MARKER},
}  # fmt: skip
NAMELESS = {"fact"}
"""Kinds without a facility."""


@pytest.fixture
def person(case: Case) -> str:
    stay = Stay.objects.filter(case=case, facility="krome", left=None).order_by("person").first()
    assert stay is not None
    return str(stay.person)


def plant(case: Case, person: str, kind: str) -> str:
    about = {k: v for k, v in ABOUT.items() if k != "facility" or kind not in NAMELESS}
    cells = {**about, "person": person, **ENTRIES[kind]}
    return append(case, [(kind, cells)], by="a", now=NOW).added[0].name


@pytest.mark.parametrize("kind", sorted(ENTRIES))
def test_nothing_of_it_is_on_the_page(
    case: Case, person: str, signed_in: Callable[[str], Client], kind: str
) -> None:
    plant(case, person, kind)
    assert MARKER in signed_in("petitioners").get(f"{PEOPLE}{person}").content.decode()
    for name in ("government", "krome"):
        page = signed_in(name).get(f"{PEOPLE}{person}")
        assert MARKER not in page.content.decode()
        assert any(line.kind == kind for line in page.context["lines"])


@pytest.mark.parametrize("kind", ["decision", "proposal", "evaluation", "fact"])
def test_why_it_was_taken_back_is_not_either(
    case: Case, person: str, signed_in: Callable[[str], Client], kind: str
) -> None:
    name = plant(case, person, kind)
    for _ in range(2):  # taken back, and that taken back
        back = {"date": "2020-05-12", "supersedes": name, "reason": f"{MARKER} again"}
        name = append(case, [("withdrawal", back)], by="a", now=NOW).added[0].name
    assert f"{MARKER} again" in signed_in("agency").get(f"{PEOPLE}{person}").content.decode()
    assert MARKER not in signed_in("government").get(f"{PEOPLE}{person}").content.decode()


def test_how_many_there_are_is_counted_as_of_both_days(
    case: Case, person: str, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("government")
    hidden = lambda query: client.get(f"{PEOPLE}{person}{query}").context["one"].hidden  # noqa: E731
    before = hidden("")
    plant(case, person, "fact")
    assert hidden("") == before + 1
    assert hidden("?on=2020-05-12&known=2020-05-11") == hidden("?on=2020-05-10")
    assert hidden("?on=2020-05-12&known=2020-05-11") <= before


def test_what_another_facility_put_in_place_of_an_entry_is_not_shown_here(
    case: Case, person: str, signed_in: Callable[[str], Client]
) -> None:
    handed = {"date": "2020-05-11", "person": person, "facility": "krome", "item": "mask",
              "quantity": "1"}  # fmt: skip
    old = append(case, [("handout", handed)], by="a", now=NOW).added[0].name
    moved = {**handed, "facility": "glades", "note": MARKER, "supersedes": old}
    append(case, [("handout", moved)], by="a", now=NOW)
    page = signed_in("krome").get(f"{PEOPLE}{person}")
    (line,) = [x for x in page.context["lines"] if x.event and x.event.entry == old]
    assert not line.event.stands
    assert MARKER not in page.content.decode()
    assert MARKER in signed_in("monitor").get(f"{PEOPLE}{person}").content.decode()
