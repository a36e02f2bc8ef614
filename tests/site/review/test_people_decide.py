"""A decision has a named decider, a reason and what its outcome needs; nothing is decided twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.site.review.deciding import (
    CLAUSE,
    NOW,
    REFUSAL,
    RELEASE,
    REVIEW,
    form,
    last,
    said,
    waiting,
)

from drawdown.site.accounts.models import Look, Membership
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Row, Stay


def test_a_release_is_recorded_with_its_decider_and_the_criteria_in_force(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    person = waiting(client)
    hidden = form(client, person)
    assert client.post(f"{REVIEW}{CLAUSE}/{person}", {**hidden, **RELEASE}).status_code == 302
    cells = said(last(case))
    assert cells["person"] == person
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
        ({"outcome": "deferred", "missing": "x", "until": "2020-05-01"}, "until"),
        ({"outcome": "deferred", "missing": "x", "until": "soon"}, "until"),
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
    assert field in answer.context["problems"]
    text = answer.content.decode()
    assert f'id="{field}-problem"' in text, "it is said beside the field"
    rest = text.replace(f'id="{field}-problem"', "")
    assert f'{field}-problem"' in rest, "and the field names it"
    assert RELEASE["conditions"] in answer.content.decode() or "conditions" in change
    assert Row.objects.filter(case=case).count() == before


def test_a_decision_is_corrected_by_a_new_one_with_before_and_after(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    person = waiting(client)
    address = f"{REVIEW}{CLAUSE}/{person}"
    client.post(address, {**form(client, person), **REFUSAL})
    old = last(case)
    shown = client.get(f"{address}?corrects={old.name}")
    assert "As it stands now" in shown.content.decode()
    assert shown.context["form"].values["reason"] == "mandatory detention"
    again = {"basis": str(shown.context["form"].basis), "token": shown.context["form"].token,
             "corrects": old.name, **REFUSAL, "reason": "final order"}  # fmt: skip
    assert client.post(address, again).status_code == 422  # why is not said
    done = client.post(address, {**again, "note": "the reason was wrong"}, follow=True)
    new = last(case)
    assert said(new)["supersedes"] == old.name
    assert done.redirect_chain[-1][0].endswith(f"/record/{new.seq}")
    assert ("reason", "mandatory detention", "final order") in done.context["differences"]
    assert client.post(address, {**again, "note": "again"}).status_code == 409


def test_a_correction_keeps_the_day_and_the_place_of_the_decision(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client, person = signed_in("agency"), waiting(signed_in("agency"))
    early = {"date": "2020-05-05", "person": person, "outcome": "not_released", "decider": "d",
             "reason": "r", "facility": "broward"}  # fmt: skip
    old = append(case, [("decision", early)], by="d", now=NOW).added[0]
    address = f"{REVIEW}{CLAUSE}/{person}"
    shown = client.get(f"{address}?corrects={old.name}").context["form"]
    sent = {"basis": shown.basis, "token": shown.token, "corrects": old.name, **REFUSAL,
            "note": "the reason in full"}  # fmt: skip
    assert client.post(address, sent).status_code == 302
    new = last(case)
    assert (str(new.date), new.facility) == ("2020-05-05", "broward")


def test_a_page_to_decide_is_about_now_whatever_the_address_says(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    person = waiting(client)
    page = client.get(f"{REVIEW}{CLAUSE}/{person}?on=2020-05-02&known=2020-05-02")
    assert page.context["one"].days.is_now


def test_few_questions_are_put_to_the_database(
    case: Case, signed_in: Callable[[str], Client],
    django_assert_max_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    client = signed_in("agency")
    person = waiting(client)
    with django_assert_max_num_queries(10):
        client.get(REVIEW)
    with django_assert_max_num_queries(14):
        client.get(f"{REVIEW}{CLAUSE}/{person}")
    with django_assert_max_num_queries(14):
        client.get(f"{REVIEW}proposals/proposal-09")


def test_looking_in_order_to_decide_is_a_look(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    person = waiting(client)
    assert person in Look.objects.latest("pk").people, "the queue is a look at who is on it"
    client.get(f"{REVIEW}{CLAUSE}/{person}")
    look = Look.objects.latest("pk")
    assert (look.person, look.detail) == (person, f"to decide: {CLAUSE}")


@pytest.mark.parametrize("name", ["monitor", "petitioners", "government", "krome", "reader"])
def test_who_may_not_decide_is_refused(
    case: Case, signed_in: Callable[[str], Client], name: str
) -> None:
    client, person = signed_in(name), "petitioner-01"
    assert client.get(f"{REVIEW}{CLAUSE}/{person}").status_code == 403
    assert client.post(f"{REVIEW}{CLAUSE}/{person}", RELEASE).status_code == 403
    assert client.post(f"{REVIEW}defer", {"who": [f"{CLAUSE}/{person}"]}).status_code == 403
    assert client.post(f"{REVIEW}defer", {"sure": "yes"}).status_code == 403
    for send in (client.get, client.post):
        assert send(f"{REVIEW}proposals/proposal-09").status_code == 403


def test_who_may_not_decide_finds_no_button_for_it(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    for name in ("monitor", "petitioners", "government", "krome"):
        text = signed_in(name).get(REVIEW).content.decode()
        assert f"{REVIEW}{CLAUSE}/" not in text
        assert "proposals/" not in text
        assert 'name="who"' not in text


def test_staff_of_one_facility_decide_on_nobody_who_is_held_elsewhere_now(
    case: Case, signed_in: Callable[[str], Client], member: Callable[[str], Membership]
) -> None:
    part = member("agency")
    part.facility = "glades"
    part.save(update_fields=["facility"])
    client = signed_in("agency")
    moved = Stay.objects.filter(case=case, facility="krome", left=None).order_by("person").first()
    assert moved is not None
    assert client.get(f"{REVIEW}{CLAUSE}/{moved.person}").status_code == 403
    Stay.objects.create(case=case, person=moved.person, facility="glades", book_in="2000-01-01",
                        left="2000-01-05", how="transfer", entry="x")  # fmt: skip
    page = client.get(f"/gayle-v-meade/people/{moved.person}")
    assert page.status_code == 200
    assert "review/" not in page.content.decode().partition("<main")[2]
    for send in (client.get, client.post):
        assert send(f"{REVIEW}{CLAUSE}/{moved.person}").status_code == 403
        assert send(f"/gayle-v-meade/people/{moved.person}/fact").status_code == 403


def test_a_clause_that_there_is_not_is_no_page(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    assert signed_in("agency").get(f"{REVIEW}nothing/petitioner-01").status_code == 404
