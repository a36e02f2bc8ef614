"""Each statement that is offered settles what waits for it; nothing else is offered."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from drawdown.finding.finding import Finding
from drawdown.order.inquiry import Inquiry, Place
from drawdown.site.cases import answers
from drawdown.site.cases.answers import answer
from drawdown.site.cases.models import Case, Row
from drawdown.site.demo import ACCOUNTS
from drawdown.site.pages.supplies.attest import settling, statement_of

SignIn = Callable[[str], Client]
PAGE = "/gayle-v-meade/supplies/attest"
ON = date(2020, 5, 12)
MAY_ATTEST = {"agency", "second", "krome", "glades"}


def waiting(case: Case) -> list[tuple[Finding, str]]:
    """The findings that wait for a statement, each with what it says."""
    return [
        (finding, missing)
        for finding in answer(case, ON).findings
        if finding.status == "undetermined"
        for missing in finding.missing
        if "a statement that" in missing
    ]


def test_whatever_a_finding_says_is_missing_is_understood(case: Case) -> None:
    places = {"Krome": "krome", "Glades": "glades", "Broward": "broward"}
    found = waiting(case)
    assert found
    assert all(statement_of(missing, finding, places) for finding, missing in found)


def test_it_reads_every_way_in_which_an_inquiry_says_it(case: Case) -> None:
    finding = waiting(case)[0][0]
    place = Place("krome", ("krome",), "Krome")
    for kind, about in (("check_in", ""), ("handout", "mask"), ("report", "weekly-reports")):
        said = Inquiry.log_missing(None, kind, place, ON, about)  # type: ignore[arg-type]
        statement = statement_of(said, finding, {"Krome": "krome"})
        assert statement
        assert (statement.of, statement.about) == (kind, about)
        assert statement.until == ON
    assert statement_of("a count of the people held", finding, {}) is None


def test_every_button_settles_what_waits_for_it(case: Case, signed_in: SignIn) -> None:
    client = signed_in("agency")
    before = waiting(case)
    forms = re.findall(r'<form method="post">(.*?)</form>', client.get(PAGE).content.decode(), re.S)
    for form in forms:
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        if "of" in fields:
            assert client.post(PAGE, fields).status_code == 302
    assert before
    assert "I state that it is complete<span" not in client.get(PAGE).content.decode()
    answers.forget()  # what is counted in the background is counted now
    assert waiting(Case.objects.get(pk=case.pk)) == []
    last = Row.objects.filter(case=case, kind="log", seq__gt=case.position).first()
    assert last
    assert last.by == "Ada Quintero, deputy field office director"


def test_what_is_settled_is_counted_once_for_several_findings(case: Case) -> None:
    findings = [finding for finding, _missing in waiting(case)]
    offered = settling(findings + findings, {"Broward": "broward"})
    keys = [(o.statement.of, o.statement.facility, o.statement.about) for o in offered]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", [account.email.partition("@")[0] for account in ACCOUNTS])
def test_only_who_may_attest_sees_the_page_or_sends_it(
    case: Case, signed_in: SignIn, name: str
) -> None:
    client, facility = signed_in(name), "glades" if name == "glades" else "krome"
    sent = {"of": "handout", "facility": facility, "until": "2020-05-12"}
    assert client.get(PAGE).status_code == (200 if name in MAY_ATTEST else 403)
    assert client.post(PAGE, sent).status_code == (302 if name in MAY_ATTEST else 403)
    assert Row.objects.filter(case=case, seq__gt=case.position).exists() is (name in MAY_ATTEST)


@pytest.mark.parametrize("facility", ["glades", ""])
def test_a_facility_states_nothing_of_others(
    case: Case, signed_in: SignIn, facility: str
) -> None:  # fmt: skip
    sent = {"of": "handout", "facility": facility, "until": "2020-05-12"}
    assert signed_in("krome").post(PAGE, sent).status_code == 403
    assert not Row.objects.filter(case=case, seq__gt=case.position).exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"until": "2020-05-13"}, "A day that is still to come cannot be complete."),
        ({"until": "soon"}, "This is not a day"),
        ({"of": "gossip"}, "Choose of which entries."),
    ],
)
def test_what_is_wrong_is_said(signed_in: SignIn, wrong: dict[str, str], says: str) -> None:
    sent = {"of": "handout", "facility": "krome", "until": "2020-05-12", **wrong}
    answer = signed_in("agency").post(PAGE, sent)
    assert answer.status_code == 422
    assert says in answer.content.decode()
