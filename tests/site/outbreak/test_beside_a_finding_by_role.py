"""Infection beside a finding: context for whoever may see counts, and never a finding itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.test import Client

from drawdown.site.accounts.roles import TABLE, May, Role
from drawdown.site.cases.answers import answer
from drawdown.site.cases.models import Case
from drawdown.site.pages.outbreak import asked

SignIn = Callable[[str], Client]
FINDING = "/gayle-v-meade/findings/population/krome?on=2020-05-11"
PART = "/gayle-v-meade/outbreak/beside/?facility=krome&on=2020-05-11"
ELSEWHERE = (
    PART, "/gayle-v-meade/outbreak/", "/gayle-v-meade/outbreak/by-day.svg",
    "/gayle-v-meade/outbreak/by-population.svg",
)  # fmt: skip
ACCOUNTS = {
    "monitor": Role.COURT, "petitioners": Role.PETITIONERS, "government": Role.GOVERNMENT,
    "agency": Role.AGENCY, "krome": Role.FACILITY, "reader": Role.READER,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "REPLICATES", 4)


@pytest.mark.parametrize(("name", "role"), ACCOUNTS.items())
def test_each_role_that_may_see_counts_finds_it_and_none_without(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch, name: str, role: Role
) -> None:
    assert May.SEE_COUNTS in TABLE[role]
    client = signed_in(name)
    assert 'id="infection"' in client.get(FINDING).content.decode()
    assert client.get(PART).status_code == 200
    monkeypatch.setitem(TABLE, role, TABLE[role] - {May.SEE_COUNTS})
    without = client.get(FINDING)
    assert without.status_code == 200
    for word in ("infection", "outbreak"):
        assert word not in without.content.decode()
    assert {client.get(one).status_code for one in ELSEWHERE} == {403}


def test_a_bound_member_has_none_of_another_facility(signed_in: SignIn) -> None:
    text = unescape(signed_in("glades").get(PART).content.decode())
    assert "facility=krome" not in text
    assert signed_in("glades").get(FINDING).status_code == 403


def said(page: str) -> str:
    """What a finding's page says of it, up to its entries."""
    body = page.partition('<p class="big">')[2].partition("<h2>The entries")[0]
    return re.sub(r'<section id="infection".*?</section>\n?', "", body, flags=re.S).strip()


def test_it_changes_no_finding_and_is_none(
    case: Case, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("monitor")
    with_it = client.get(FINDING).content.decode()
    monkeypatch.setitem(TABLE, Role.COURT, TABLE[Role.COURT] - {May.SEE_COUNTS})
    assert said(with_it) == said(client.get(FINDING).content.decode()) != ""
    for one in answer(case, date(2020, 5, 11), None).findings:
        told = (one.explanation, one.rule, *one.missing, *one.sources)
        assert not [text for text in told if "infect" in text.lower()]
