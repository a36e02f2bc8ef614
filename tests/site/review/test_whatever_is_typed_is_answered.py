"""Whatever is typed, in an address or a form, is answered, and says nothing of other facilities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from tests.site.review.deciding import CLAUSE, REVIEW, form, waiting

from drawdown.review.queue import Unanswered
from drawdown.site.accounts.access import Access
from drawdown.site.cases.models import Case, Row
from drawdown.site.pages.review import queue

DEFERRAL = {"outcome": "deferred", "reason": "r\0", "missing": "records"}


@pytest.mark.parametrize(
    "typed", ["from=" + "9" * 5000, "from=-1", "from=²", "state=none", "clause=%00", "facility=%00"]
)
def test_it_is_answered(case: Case, signed_in: Callable[[str], Client], typed: str) -> None:
    assert signed_in("agency").get(f"{REVIEW}?{typed}").status_code == 200


def test_what_cannot_be_listed_at_another_facility_is_not_said(
    case: Case, access: Callable[[str], Access], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = queue.review_queue
    places = ("krome", "glades", None)
    monkeypatch.setattr(
        queue, "review_queue",
        lambda *a: replace(made(*a), unanswered=tuple(Unanswered("c", p, "w") for p in places)),
    )  # fmt: skip
    day = date(2020, 4, 17)  # of which nothing is kept yet
    said = lambda name: [u.facility for u in queue.queue_of(access(name), day, None).unanswered]  # noqa: E731
    assert said("krome") == ["krome", None]
    assert said("agency") == ["krome", "glades", None]


@pytest.mark.parametrize("until", ["9999-12-31", "2100-01-01", "0001-01-01", "20200520", "soon"])
def test_a_day_that_no_file_could_hold_is_said_beside_its_field(
    case: Case, signed_in: Callable[[str], Client], until: str
) -> None:
    client = signed_in("agency")
    person, before = waiting(client), Row.objects.filter(case=case).count()
    sent = {**form(client, person), **DEFERRAL, "until": until}
    chosen = {"who": [f"{CLAUSE}/{person}"]}
    asked = client.post(f"{REVIEW}defer", chosen).context
    together = {**chosen, **DEFERRAL, "until": until, "sure": "yes", "token": asked["token"],
                "basis": asked["basis"]}  # fmt: skip
    for address, posted in ((f"{REVIEW}{CLAUSE}/{person}", sent), (f"{REVIEW}defer", together)):
        page = client.post(address, posted)
        assert page.status_code == 422
        assert list(page.context["problems"]) == ["until"]
        assert 'value="records"' in page.content.decode()
    assert Row.objects.filter(case=case).count() == before
