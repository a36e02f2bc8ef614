"""Several people may be put off together, for one reason; never released or refused so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.site.review.deciding import (
    CLAUSE,
    NOW,
    REFUSAL,
    REVIEW,
    form,
    said,
    waiting,
)

from drawdown.site.accounts.models import Look
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Row
from drawdown.site.pages.review import bulk

WHY = {"reason": "medical records requested", "missing": "records of the clinic",
       "until": "2020-05-20"}  # fmt: skip


def asked(client: Client, people: list[str]) -> dict[str, Any]:
    """What the second page would send, having been shown the list."""
    who = [f"{CLAUSE}/{person}" for person in people]
    shown = client.post(f"{REVIEW}defer", {"who": who}).context
    return {"who": who, "sure": "yes", "token": shown["token"], "basis": shown["basis"], **WHY}


def test_they_are_shown_again_before_anything_is_recorded(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    people = [waiting(client, n) for n in range(3)]
    before = Row.objects.filter(case=case).count()
    page = client.post(f"{REVIEW}defer", {"who": [f"{CLAUSE}/{p}" for p in people], **WHY})
    text = page.content.decode()
    assert all(person in text for person in people)
    assert Look.objects.latest("pk").people == people
    assert Row.objects.filter(case=case).count() == before


def test_each_gets_a_deferral_and_no_other_outcome_whatever_is_sent(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    people = [waiting(client, n) for n in range(3)]
    before = Row.objects.filter(case=case).count()
    sent = {**asked(client, people), "outcome": "released", "authority": "parole 212(d)(5)"}
    assert client.post(f"{REVIEW}defer", sent).status_code == 302
    made = list(Row.objects.filter(case=case).order_by("-seq")[:3])
    assert Row.objects.filter(case=case).count() == before + 3
    assert {row.person for row in made} == set(people)
    assert {said(row)["outcome"] for row in made} == {"deferred"}
    lines = {x["person"]: x for x in client.get(REVIEW).context["lines"]}
    assert {lines[person]["state"] for person in people} == {"deferred"}


def test_sent_twice_it_is_once(case: Case, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("agency")
    sent = asked(client, [waiting(client, n) for n in range(2)])
    before = Row.objects.filter(case=case).count()
    for _ in range(2):
        page = client.post(f"{REVIEW}defer", sent, follow=True)
        assert "2 people deferred" in page.content.decode()
    assert Row.objects.filter(case=case).count() == before + 2


@pytest.mark.parametrize("field", ["reason", "missing", "until"])
def test_what_lacks_is_said_beside_its_field_and_nothing_is_lost(
    case: Case, signed_in: Callable[[str], Client], field: str
) -> None:
    client = signed_in("agency")
    sent = {**asked(client, [waiting(client)]), field: ""}
    page = client.post(f"{REVIEW}defer", sent)
    assert page.status_code == 422
    text = page.content.decode()
    assert f'id="{field}-problem"' in text
    assert all(sent[name] in text for name in WHY if name != field)


def test_who_was_decided_on_meanwhile_stops_it_and_is_named(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    people = [waiting(client, n) for n in range(2)]
    sent = asked(client, people)
    address = f"{REVIEW}{CLAUSE}/{people[0]}"
    client.post(address, {**form(client, people[0]), **REFUSAL})
    before = Row.objects.filter(case=case).count()
    page = client.post(f"{REVIEW}defer", sent)
    assert page.status_code == 422
    assert page.context["gone"] == [people[0]]
    assert [row["person"] for row in page.context["wanted"]] == [people[1]]
    assert Row.objects.filter(case=case).count() == before


def test_who_was_put_off_meanwhile_stops_it_and_it_is_said_by_whom(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    people = [waiting(client, n) for n in range(2)]
    sent = asked(client, people)
    other = {"date": "2020-05-12", "person": people[1], "outcome": "deferred", "decider": "Bo",
             "reason": "r", "missing": "m", "until": "2020-05-21"}  # fmt: skip
    append(case, [("decision", other)], by="Bo", now=NOW)
    page = client.post(f"{REVIEW}defer", sent)
    assert page.status_code == 422
    assert "Meanwhile Bo decided on" in page.content.decode()


def test_too_many_are_not_cut_off_in_silence(
    case: Case, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 1)
    client = signed_in("agency")
    sent = asked(client, [waiting(client, n) for n in range(2)])
    page = client.post(f"{REVIEW}defer", sent)
    assert page.status_code == 422
    assert "at most 1" in page.content.decode()


def test_nobody_chosen_leads_back(case: Case, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("agency")
    for who in ([], ["nothing/nobody"], ["x"]):
        page = client.post(f"{REVIEW}defer", {"who": who}, follow=True)
        assert "Nobody was chosen" in page.content.decode()
    assert client.get(f"{REVIEW}defer").status_code == 302
