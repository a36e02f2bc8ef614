"""A decision has a named decider, a reason and what its outcome needs; nothing is decided twice."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.sealing import open_sealed

REVIEW = "/gayle-v-meade/review/"
CLAUSE = "petitioners-review"
RELEASE = {
    "outcome": "released", "reason": "an underlying condition", "authority": "parole 212(d)(5)",
    "conditions": "lives with a sister", "check_in": "7 days",
}  # fmt: skip
REFUSAL = {"outcome": "not_released", "reason": "mandatory detention"}


def waiting(client: Client, n: int = 0) -> str:
    lines = [w for w in client.get(REVIEW).context["lines"] if not w["proposal"]]
    return str(lines[n]["person"])


def form(client: Client, person: str) -> dict[str, str]:
    shown = client.get(f"{REVIEW}{CLAUSE}/{person}").context["form"]
    return {"basis": str(shown.basis), "token": shown.token}


def said(case: Case, name: str) -> dict[str, str]:
    row = Row.objects.get(case=case, name=name)
    cells: dict[str, str] = json.loads(open_sealed(case.pk, bytes(row.sealed or b""), row.name))
    return cells


def test_a_release_is_recorded_with_its_decider_and_the_criteria_in_force(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    person = waiting(client)
    hidden = form(client, person)
    assert client.post(f"{REVIEW}{CLAUSE}/{person}", {**hidden, **RELEASE}).status_code == 302
    cells = said(case, hidden["token"])
    assert cells["decider"] == "Ada Quintero, deputy field office director"
    assert cells["criteria"].startswith("underlying-conditions since 2020-03-01")
    assert (cells["authority"], cells["check_in"]) == ("parole 212(d)(5)", "7 days")
    assert cells["clause"] == CLAUSE


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"authority": ""}, "authority"),
        ({"other_authority": "parole"}, "authority"),
        ({"conditions": ""}, "conditions"),
        ({"check_in": "now and then"}, "check_in"),
        ({"outcome": ""}, "outcome"),
        ({"outcome": "deferred"}, "missing"),
        ({"outcome": "deferred", "missing": "x", "until": "2020-05-01"}, ""),
    ],
)
def test_what_lacks_is_said_and_the_form_comes_back_filled(
    case: Case, signed_in: Callable[[str], Client], change: dict[str, str], field: str
) -> None:
    client = signed_in("agency")
    person = waiting(client)
    before = Row.objects.filter(case=case).count()
    answer = client.post(
        f"{REVIEW}{CLAUSE}/{person}", {**form(client, person), **RELEASE, **change}
    )
    assert answer.status_code == 422
    assert field in answer.context["problems"] or field == ""
    assert RELEASE["conditions"] in answer.content.decode() or "conditions" in change
    assert Row.objects.filter(case=case).count() == before


def test_two_people_deciding_at_once_the_second_is_told_and_keeps_what_they_wrote(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    first, second = signed_in("agency"), signed_in("second")
    person = waiting(first)
    ours, theirs = form(first, person), form(second, person)
    assert first.post(f"{REVIEW}{CLAUSE}/{person}", {**ours, **RELEASE}).status_code == 302
    late = second.post(f"{REVIEW}{CLAUSE}/{person}", {**theirs, **REFUSAL})
    assert late.status_code == 409
    text = late.content.decode()
    assert "Ada Quintero" in text
    assert "mandatory detention" in text
    assert Row.objects.filter(case=case, kind="decision", person=person, seq__gt=0).filter(
        name=theirs["token"]
    ).count() == 0  # fmt: skip
    again = {**form(second, person), **REFUSAL}
    assert second.post(f"{REVIEW}{CLAUSE}/{person}", again).status_code == 302


def test_a_form_sent_twice_decides_once(case: Case, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("agency")
    person = waiting(client)
    sent = {**form(client, person), **REFUSAL}
    for _ in range(2):
        client.post(f"{REVIEW}{CLAUSE}/{person}", sent)
    assert Row.objects.filter(case=case, name=sent["token"]).count() == 1


def test_a_decision_is_corrected_by_a_new_one(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    person = waiting(client)
    hidden = form(client, person)
    client.post(f"{REVIEW}{CLAUSE}/{person}", {**hidden, **REFUSAL})
    address = f"{REVIEW}{CLAUSE}/{person}"
    shown = client.get(f"{address}?corrects={hidden['token']}")
    assert "mandatory detention" in shown.content.decode()
    again = {"basis": str(shown.context["form"].basis), "token": shown.context["form"].token,
             "corrects": hidden["token"], **REFUSAL, "reason": "final order"}  # fmt: skip
    assert client.post(address, again).status_code == 422  # why is not said
    assert client.post(address, {**again, "note": "the reason was wrong"}).status_code == 302
    assert said(case, again["token"])["supersedes"] == hidden["token"]


def test_where_the_office_asks_a_second_person_confirms_and_is_not_the_first(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    case.second_person = True
    case.save(update_fields=["second_person"])
    first, second = signed_in("agency"), signed_in("second")
    person = waiting(first)
    hidden = form(first, person)
    first.post(f"{REVIEW}{CLAUSE}/{person}", {**hidden, **RELEASE})
    assert Row.objects.get(case=case, name=hidden["token"]).kind == "proposal"
    address = f"{REVIEW}proposals/{hidden['token']}"
    mine = first.get(address)
    answer = {"answer": "confirm", "token": mine.context["token"], "basis": mine.context["basis"]}
    assert first.post(address, answer).status_code == 422
    theirs = second.get(address)
    answer = {"answer": "confirm", "token": theirs.context["token"],
              "basis": theirs.context["basis"]}  # fmt: skip
    assert second.post(address, answer).status_code == 302
    cells = said(case, answer["token"])
    assert cells["second"] == "Sam Whitfield, assistant field office director"
    assert cells["proposal"] == hidden["token"]


def test_a_proposal_is_declined_with_a_reason(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("second")
    address = f"{REVIEW}proposals/proposal-09"
    shown = client.get(address)
    answer = {"answer": "decline", "token": shown.context["token"], "basis": shown.context["basis"]}
    assert client.post(address, answer).status_code == 422
    assert client.post(address, {**answer, "reason": "records are missing"}).status_code == 302
    row = Row.objects.get(case=case, name=answer["token"].replace("decision", "withdrawal"))
    assert row.supersedes == "proposal-09"


def test_several_are_deferred_together_after_being_shown_again_and_nothing_else_is(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    people = [waiting(client, n) for n in range(3)]
    who = [f"{CLAUSE}/{person}" for person in people]
    shown = client.post(f"{REVIEW}defer", {"who": who})
    assert shown.status_code == 200
    assert [row["person"] for row in shown.context["wanted"]] == people
    sent = {
        "who": who, "sure": "yes", "token": shown.context["token"],
        "basis": shown.context["basis"], "reason": "medical records requested",
        "missing": "records of the clinic", "until": "2020-05-20", "outcome": "released",
    }  # fmt: skip
    assert client.post(f"{REVIEW}defer", sent).status_code == 302
    made = Row.objects.filter(case=case, name__startswith=f"decision-{sent['token']}")
    assert made.count() == 3
    assert {said(case, row.name)["outcome"] for row in made} == {"deferred"}


@pytest.mark.parametrize("name", ["monitor", "petitioners", "government", "krome", "reader"])
def test_who_may_not_decide_is_refused(
    case: Case, signed_in: Callable[[str], Client], name: str
) -> None:
    client, person = signed_in(name), "petitioner-01"
    assert client.get(f"{REVIEW}{CLAUSE}/{person}").status_code == 403
    assert client.post(f"{REVIEW}{CLAUSE}/{person}", RELEASE).status_code == 403
    assert client.post(f"{REVIEW}defer", {"who": [f"{CLAUSE}/{person}"]}).status_code == 403
    assert client.get(f"{REVIEW}proposals/proposal-09").status_code == 403


def test_a_clause_that_there_is_not_is_no_page(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    assert signed_in("agency").get(f"{REVIEW}nothing/petitioner-01").status_code == 404
