"""Two deciding at once, a form sent twice: nothing doubled, nothing lost, and the page says it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.site.review.deciding import (
    CLAUSE,
    NOW,
    REFUSAL,
    RELEASE,
    REVIEW,
    form,
    last,
    waiting,
)

from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Row


def test_the_second_is_told_who_decided_what_and_when_and_keeps_what_they_wrote(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    first, second = signed_in("agency"), signed_in("second")
    person = waiting(first)
    address = f"{REVIEW}{CLAUSE}/{person}"
    ours, theirs = form(first, person), form(second, person)
    assert first.post(address, {**ours, **RELEASE}).status_code == 302
    made = last(case)
    late = second.post(address, {**theirs, **REFUSAL})
    assert late.status_code == 409
    said = late.context["conflict"]
    assert "Ada Quintero" in said
    assert "released" in said
    assert "May 12, 2020" in said
    assert f"entry {made.seq}" in said
    assert "mandatory detention" in late.content.decode()
    assert last(case) == made
    again = {"basis": late.context["form"].basis, "token": late.context["form"].token, **REFUSAL}
    assert second.post(address, again).status_code == 302, "having read it, it can be sent"


def test_a_decision_taken_back_meanwhile_is_told_too(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    person = waiting(client)
    address = f"{REVIEW}{CLAUSE}/{person}"
    client.post(address, {**form(client, person), **REFUSAL})
    shown = form(client, person)
    back = {"date": "2020-05-12", "supersedes": last(case).name, "reason": "of somebody else"}
    append(case, [("withdrawal", back)], by="Bo", now=NOW)
    late = client.post(address, {**shown, **REFUSAL})
    assert late.status_code == 409
    assert "Bo took a decision or proposal back" in late.context["conflict"]


def test_a_decision_on_somebody_else_is_no_conflict(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    one, other = waiting(client, 0), waiting(client, 1)
    shown = form(client, one)
    client.post(f"{REVIEW}{CLAUSE}/{other}", {**form(client, other), **REFUSAL})
    assert client.post(f"{REVIEW}{CLAUSE}/{one}", {**shown, **REFUSAL}).status_code == 302


def test_a_form_sent_twice_decides_once_and_looks_the_same_to_the_sender(
    case: Case, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("agency")
    person = waiting(client)
    sent = {**form(client, person), **REFUSAL}
    before = Row.objects.filter(case=case).count()
    first = client.post(f"{REVIEW}{CLAUSE}/{person}", sent)
    later = timezone.now() + timedelta(seconds=90)
    monkeypatch.setattr(timezone, "now", lambda: later)  # not within the same second
    second = client.post(f"{REVIEW}{CLAUSE}/{person}", sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert Row.objects.filter(case=case).count() == before + 1


def test_changed_and_sent_again_from_the_page_before_it_is_told_that_it_was_decided(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    person = waiting(client)
    sent = {**form(client, person), **REFUSAL}
    client.post(f"{REVIEW}{CLAUSE}/{person}", sent)
    back = client.post(f"{REVIEW}{CLAUSE}/{person}", {**sent, **RELEASE})
    assert back.status_code == 409
    assert "not released" in back.context["conflict"]


@pytest.mark.parametrize("basis", ["", "x", "-1", "9" * 40, "²"])
def test_a_basis_that_is_no_number_is_taken_for_none(
    case: Case, signed_in: Callable[[str], Client], basis: str
) -> None:
    client = signed_in("agency")
    person = waiting(client)
    client.post(f"{REVIEW}{CLAUSE}/{person}", {**form(client, person), **REFUSAL})
    sent = {**form(client, person), **REFUSAL, "reason": "anew", "basis": basis}
    assert client.post(f"{REVIEW}{CLAUSE}/{person}", sent).status_code == 409
