"""Handouts are logged for several units at once, never twice, and taken back by a new entry."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from drawdown.site.cases.models import Case, Row
from drawdown.site.demo import ACCOUNTS

SignIn = Callable[[str], Client]
ROOM = "/gayle-v-meade/supplies/"
LOG = f"{ROOM}log"
TOKEN = "0123456789abcdef01234567"  # noqa: S105  names one sending of a form
MAY_LOG = {"agency", "second", "krome", "glades"}


def sent(**more: object) -> dict[str, object]:
    """What a phone sends: masks and soap for two units of Krome."""
    return {
        "token": TOKEN, "facility": "krome", "item": ["mask", "soap"],
        "unit": ["Krome 1", "Krome 2"], "quantity:Krome 1": "50", "quantity:Krome 2": "41",
        **more,
    }  # fmt: skip


def test_the_number_is_prefilled_with_the_people_held(signed_in: SignIn) -> None:
    text = signed_in("krome").get(LOG).content.decode()
    assert re.search(r'name="quantity:Krome 1" value="50"', text)
    assert 'value="461"' in text  # the whole facility
    assert "Glades" not in text


def test_one_save_makes_an_entry_for_each_unit_and_item(case: Case, signed_in: SignIn) -> None:
    answer = signed_in("krome").post(LOG, sent(), follow=True)
    assert answer.redirect_chain
    rows = Row.objects.filter(case=case, kind="handout", seq__gt=case.position)
    cells = [json.loads(row.content or "") for row in rows.order_by("seq")]
    assert [(c["item"], c["unit"], c["quantity"]) for c in cells] == [
        ("mask", "Krome 1", "50"), ("soap", "Krome 1", "50"), ("mask", "Krome 2", "41"),
        ("soap", "Krome 2", "41"),
    ]  # fmt: skip
    assert {row.by for row in rows} == {"Kim Dorsey, shift supervisor"}
    text = answer.content.decode()
    assert "Logged 4 handouts" in text
    assert text.count("Take back<") == 4


def test_sent_twice_it_is_logged_once(case: Case, signed_in: SignIn) -> None:
    client = signed_in("krome")
    client.post(LOG, sent())
    again = client.post(LOG, sent(), follow=True).content.decode()
    assert "nothing was doubled" in again
    assert Row.objects.filter(case=case, seq__gt=case.position).count() == 4


def test_sent_again_with_something_else_in_it_it_is_something_else(
    case: Case, signed_in: SignIn
) -> None:
    client = signed_in("krome")
    client.post(LOG, sent())
    client.post(LOG, sent(**{"quantity:Krome 1": "49"}))
    assert Row.objects.filter(case=case, seq__gt=case.position).count() == 8


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"item": []}, "Choose what was handed out."),
        ({"unit": []}, "Choose where it was handed out."),
        ({"quantity:Krome 1": "-5"}, "Expected a whole number of 1 or more."),
        ({"quantity:Krome 1": "fifty"}, "Expected a whole number of 1 or more."),
        ({"day": "2020-05-13"}, "This day is still to come."),
        ({"day": "yesterday"}, "This is not a day"),
    ],
)
def test_what_is_wrong_is_said_and_the_form_comes_back_filled(
    case: Case, signed_in: SignIn, wrong: dict[str, object], says: str
) -> None:
    answer = signed_in("krome").post(LOG, sent(note="by the north door", **wrong))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert says in text
    assert "by the north door" in text
    assert not Row.objects.filter(case=case, seq__gt=case.position).exists()


def test_taking_back_is_a_withdrawal_by_the_same_person(case: Case, signed_in: SignIn) -> None:
    client = signed_in("krome")
    client.post(LOG, sent(item=["mask"], unit=["Krome 1"]))
    row = Row.objects.get(case=case, seq__gt=case.position)
    assert signed_in("agency").post(f"{ROOM}take-back/{row.seq}").status_code == 403
    text = client.post(f"{ROOM}take-back/{row.seq}", follow=True).content.decode()
    assert "is taken back. Both are kept." in text
    new = Row.objects.get(case=case, kind="withdrawal", supersedes=row.name)
    assert new.by == row.by
    assert Row.objects.filter(pk=row.pk).exists()
    assert "no longer stands" in client.post(
        f"{ROOM}take-back/{row.seq}", follow=True
    ).content.decode()  # fmt: skip
    assert Row.objects.filter(case=case, supersedes=row.name).count() == 1


def test_only_what_was_logged_here_is_taken_back_here(case: Case, signed_in: SignIn) -> None:
    stay = Row.objects.filter(case=case, kind="stay").first()
    assert stay
    assert signed_in("agency").post(f"{ROOM}take-back/{stay.seq}").status_code == 404
    assert signed_in("agency").get(f"{ROOM}take-back/{stay.seq}").status_code == 405


def test_a_count_of_the_stock_leaves_out_what_was_not_counted(
    case: Case, signed_in: SignIn
) -> None:
    answer = signed_in("krome").post(
        f"{ROOM}stock",
        {"token": TOKEN, "facility": "krome", "count:mask": "0", "count:soap": ""}, follow=True,
    )  # fmt: skip
    assert "Recorded 1 count" in answer.content.decode()
    row = Row.objects.get(case=case, seq__gt=case.position)
    cells = json.loads(row.content or "")
    assert (row.kind, cells["item"], cells["quantity"]) == ("stock", "mask", "0")


def test_a_stock_that_is_no_number_is_refused(case: Case, signed_in: SignIn) -> None:
    answer = signed_in("krome").post(f"{ROOM}stock", {"facility": "krome", "count:mask": "many"})
    assert answer.status_code == 422
    assert 'value="many"' in answer.content.decode()


@pytest.mark.parametrize("name", [account.email.partition("@")[0] for account in ACCOUNTS])
@pytest.mark.parametrize("page", ["log", "stock"])
def test_only_who_may_log_sees_the_form_or_sends_it(
    case: Case, signed_in: SignIn, name: str, page: str
) -> None:
    client = signed_in(name)
    expected = name in MAY_LOG
    assert (client.get(f"{ROOM}{page}").status_code == 200) is expected
    facility = "glades" if name == "glades" else "krome"
    answer = client.post(f"{ROOM}{page}", sent(facility=facility, **{"count:mask": "5"}))
    assert (answer.status_code == 302) is expected
    assert Row.objects.filter(case=case, seq__gt=case.position).exists() is expected
    assert (b"supplies/log" in client.get(ROOM).content) is expected


def test_a_facility_s_staff_log_for_their_own_only(case: Case, signed_in: SignIn) -> None:
    client = signed_in("glades")
    assert client.get(f"{LOG}?facility=krome").status_code == 403
    assert client.post(LOG, sent()).status_code == 403
    signed_in("krome").post(LOG, sent(item=["mask"], unit=["Krome 1"]))
    row = Row.objects.get(case=case, seq__gt=case.position)
    assert client.post(f"{ROOM}take-back/{row.seq}").status_code == 403


def test_the_number_of_questions_to_the_database_is_bounded(
    signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("agency")
    for page in ("", "log", "stock", "conditions", "attest"):
        client.get(f"{ROOM}{page}")
        with django_assert_max_num_queries(16):
            assert client.get(f"{ROOM}{page}").status_code == 200
