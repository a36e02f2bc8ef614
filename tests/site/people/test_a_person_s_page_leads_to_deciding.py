"""A person's page leads to the decision that each clause in force asks for, or to one of none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.site.review.deciding import CLAUSE, REFUSAL, REVIEW, last, said, waiting

from drawdown.order.law import law_on
from drawdown.site.cases.models import Case
from drawdown.site.pages.people import person as page

PEOPLE = "/gayle-v-meade/people/"


def test_to_the_clause_in_force(case: Case, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("agency")
    number = waiting(client)
    shown = client.get(f"{PEOPLE}{number}")
    assert [clause.id for clause in shown.context["clauses"]] == [CLAUSE]
    assert f"{REVIEW}{CLAUSE}/{number}" in shown.content.decode()


def test_to_no_clause_where_none_is_in_force(
    case: Case, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("agency")
    number = waiting(client)
    monkeypatch.setattr(page, "law_on", lambda *_: [])
    assert f"{REVIEW}none/{number}" in client.get(f"{PEOPLE}{number}").content.decode()
    shown = client.get(f"{REVIEW}none/{number}").context["form"]
    sent = {"basis": shown.basis, "token": shown.token, **REFUSAL}
    assert client.post(f"{REVIEW}none/{number}", sent).status_code == 302
    assert (said(last(case))["person"], said(last(case)).get("clause", "")) == (number, "")


def test_each_of_several_is_named(
    case: Case, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("agency")
    number = waiting(client)
    monkeypatch.setattr(page, "law_on", lambda *a: [*law_on(*a), *law_on(*a)])
    text = client.get(f"{PEOPLE}{number}").content.decode()
    title = client.get(f"{PEOPLE}{number}").context["clauses"][0].title
    assert text.count(f'Decide<span lang="en">: {title}</span>') == 2
