"""Where a second person is asked for, one alone decides nothing, by whichever way they try."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.site.review.deciding import (
    CLAUSE,
    REFUSAL,
    RELEASE,
    REVIEW,
    form,
    last,
    said,
    waiting,
)

from drawdown.site.accounts.models import Membership
from drawdown.site.cases.models import Case, Row

DEFERRAL = {"outcome": "deferred", "reason": "r", "missing": "records", "until": "2020-05-20"}


@pytest.fixture
def strict(case: Case) -> Case:
    case.second_person = True
    case.save(update_fields=["second_person"])
    return case


def answering(client: Client, address: str, answer: str, reason: str = "") -> dict[str, Any]:
    shown = client.get(address).context
    return {"answer": answer, "token": shown["token"], "basis": shown["basis"], "reason": reason}


def proposed(client: Client, case: Case) -> tuple[str, Row]:
    person = waiting(client)
    client.post(f"{REVIEW}{CLAUSE}/{person}", {**form(client, person), **RELEASE})
    row = last(case, "proposal")
    assert row.person == person
    return f"{REVIEW}proposals/{row.name}", row


def test_a_release_is_proposed_and_counts_once_another_confirms(
    strict: Case, signed_in: Callable[[str], Client]
) -> None:
    first, second = signed_in("agency"), signed_in("second")
    address, proposal = proposed(first, strict)
    text = first.get(f"{REVIEW}{CLAUSE}/{proposal.person}").content.decode()
    assert "waits for a second person" in text
    assert proposal.person in [x["person"] for x in first.get(REVIEW).context["lines"]]
    assert second.post(address, answering(second, address, "confirm")).status_code == 302
    cells = said(last(strict))
    assert cells["second"] == "Sam Whitfield, assistant field office director"
    assert cells["decider"].startswith("Ada Quintero")
    assert cells["proposal"] == proposal.name
    assert proposal.person not in [x["person"] for x in first.get(REVIEW).context["lines"]]


def test_the_first_cannot_be_the_second(
    strict: Case, signed_in: Callable[[str], Client], member: Callable[[str], Membership]
) -> None:
    first = signed_in("agency")
    address, _ = proposed(first, strict)
    before = Row.objects.filter(case=strict, kind="decision").count()
    assert "Confirm it" not in first.get(address).content.decode()
    answer = answering(first, address, "confirm")
    assert first.post(address, answer).status_code == 422
    part = member("agency")
    part.title = "acting director"  # another title makes nobody another person
    part.save(update_fields=["title"])
    assert first.post(address, answer).status_code == 422
    assert Row.objects.filter(case=strict, kind="decision").count() == before


def test_confirming_twice_is_once_and_looks_the_same(
    strict: Case, signed_in: Callable[[str], Client]
) -> None:
    second = signed_in("second")
    address, _ = proposed(signed_in("agency"), strict)
    answer = answering(second, address, "confirm")
    before = Row.objects.filter(case=strict, kind="decision").count()
    assert [second.post(address, answer).status_code for _ in range(2)] == [302, 302]
    assert Row.objects.filter(case=strict, kind="decision").count() == before + 1
    assert second.post(address, answering(second, address, "confirm")).status_code == 422


def test_a_proposal_is_declined_with_a_reason_and_the_person_waits_on(
    strict: Case, signed_in: Callable[[str], Client]
) -> None:
    first, second = signed_in("agency"), signed_in("second")
    address, proposal = proposed(first, strict)
    assert second.post(address, answering(second, address, "decline")).status_code == 422
    assert second.post(address, answering(second, address, "")).status_code == 422
    sent = answering(second, address, "decline", "records are missing")
    assert second.post(address, sent).status_code == 302
    assert last(strict, "withdrawal").supersedes == proposal.name
    (line,) = [x for x in first.get(REVIEW).context["lines"] if x["person"] == proposal.person]
    assert line["proposal"] is None
    assert "no longer waits" in second.get(address).content.decode()


def test_what_was_decided_meanwhile_is_told_before_it_is_confirmed(
    strict: Case, signed_in: Callable[[str], Client]
) -> None:
    first, second = signed_in("agency"), signed_in("second")
    address, proposal = proposed(first, strict)
    answer = answering(second, address, "confirm")
    page = f"{REVIEW}{CLAUSE}/{proposal.person}"
    first.post(page, {**form(first, proposal.person), **DEFERRAL})
    late = second.post(address, answer)
    assert late.status_code == 409
    assert "Ada Quintero" in late.context["wrong"][0]
    assert "deferred" in late.context["wrong"][0]


def test_a_deferral_needs_nobody_else(strict: Case, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("agency")
    person = waiting(client)
    client.post(f"{REVIEW}{CLAUSE}/{person}", {**form(client, person), **DEFERRAL})
    assert said(last(strict))["outcome"] == "deferred"


@pytest.mark.parametrize("change", [RELEASE, DEFERRAL])
def test_a_correction_is_no_way_round_the_second_person(
    strict: Case, signed_in: Callable[[str], Client], change: dict[str, str]
) -> None:
    first, second = signed_in("agency"), signed_in("second")
    person = waiting(first)
    page = f"{REVIEW}{CLAUSE}/{person}"
    first.post(page, {**form(first, person), **REFUSAL})
    address = f"{REVIEW}proposals/{last(strict, 'proposal').name}"
    second.post(address, answering(second, address, "confirm"))
    old = last(strict)
    shown = first.get(f"{page}?corrects={old.name}").context["form"]
    sent = {"corrects": old.name, "basis": shown.basis, "token": shown.token, **change,
            "note": "it was meant otherwise"}  # fmt: skip
    assert first.post(page, sent).status_code == 302
    assert last(strict) == old, "one person alone made no decision of it"
    proposal = last(strict, "proposal")
    assert proposal.supersedes == old.name
    address = f"{REVIEW}proposals/{proposal.name}"
    assert first.post(address, answering(first, address, "confirm")).status_code == 422
    assert second.post(address, answering(second, address, "confirm")).status_code == 302
    assert said(last(strict))["outcome"] == change["outcome"]


def test_a_proposal_that_there_is_not_is_no_page(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    for name in ("nothing", "%00"):
        assert signed_in("second").get(f"{REVIEW}proposals/{name}").status_code == 404
