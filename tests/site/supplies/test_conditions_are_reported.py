"""Conditions, complaints and inspections: recorded by who may, listed as of a day, as known."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from drawdown.site.cases.models import Case, Row
from drawdown.site.demo import ACCOUNTS

SignIn = Callable[[str], Client]
PAGE = "/gayle-v-meade/supplies/conditions"
MAY_REPORT = {"monitor", "petitioners", "agency", "second", "krome", "glades"}
REPORT = {
    "facility": "krome", "kind": "condition", "topic": "soap", "kept": "no",
    "reporter": "held person", "unit": "Krome 2", "note": "none since Sunday",
}  # fmt: skip


def test_a_complaint_is_an_entry_with_who_says_so(case: Case, signed_in: SignIn) -> None:
    text = signed_in("petitioners").post(PAGE, REPORT, follow=True).content.decode()
    row = Row.objects.get(case=case, seq__gt=case.position)
    cells = json.loads(row.content or "")
    assert (row.kind, cells["reporter"], cells["unit"]) == ("condition", "held person", "Krome 2")
    assert row.by == "Priya Raman, class counsel"
    assert "none since Sunday" in text


def test_an_inspection_is_an_entry(case: Case, signed_in: SignIn) -> None:
    sent = {"facility": "krome", "kind": "inspection", "inspector": "special master",
            "result": "beds three feet apart in Krome 3"}  # fmt: skip
    text = signed_in("monitor").post(PAGE, sent, follow=True).content.decode()
    assert Row.objects.get(case=case, seq__gt=case.position).kind == "inspection"
    assert "beds three feet apart" in text


@pytest.mark.parametrize(
    ("field", "says"), [("topic", "Say what it is about."), ("reporter", "Choose who says so.")]
)
def test_what_lacks_is_said_and_nothing_is_lost(
    signed_in: SignIn, field: str, says: str
) -> None:  # fmt: skip
    answer = signed_in("monitor").post(PAGE, {**REPORT, field: ""})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "none since Sunday" in answer.content.decode()


@pytest.mark.parametrize("name", [account.email.partition("@")[0] for account in ACCOUNTS])
def test_everybody_reads_and_only_who_may_reports(
    case: Case, signed_in: SignIn, name: str
) -> None:  # fmt: skip
    client, facility = signed_in(name), "glades" if name == "glades" else "krome"
    page = client.get(f"{PAGE}?facility={facility}")
    assert page.status_code == 200
    assert (b'name="reporter"' in page.content) is (name in MAY_REPORT)
    answer = client.post(PAGE, {**REPORT, "facility": facility})
    assert answer.status_code == (302 if name in MAY_REPORT else 403)
    assert Row.objects.filter(case=case, seq__gt=case.position).exists() is (name in MAY_REPORT)


def test_another_facility_is_refused(signed_in: SignIn) -> None:
    client = signed_in("glades")
    assert client.get(f"{PAGE}?facility=krome").status_code == 403
    assert client.post(PAGE, REPORT).status_code == 403


def test_what_was_taken_back_is_not_listed(case: Case, signed_in: SignIn) -> None:
    client = signed_in("agency")
    client.post(PAGE, REPORT)
    row = Row.objects.get(case=case, seq__gt=case.position)
    assert "none since Sunday" in client.get(PAGE).content.decode()
    client.post(f"/gayle-v-meade/record/{row.seq}/take-back", {"reason": "a mistake"})
    assert "none since Sunday" not in client.get(PAGE).content.decode()


def test_as_known_earlier_a_later_report_is_not_there(signed_in: SignIn) -> None:
    client = signed_in("monitor")
    now = client.get(f"{PAGE}?facility=krome").content.decode()
    then = client.get(f"{PAGE}?facility=krome&on=2020-05-12&known=2020-05-09").content.decode()
    assert now.count('<th scope="row">') > then.count('<th scope="row">') > 0
