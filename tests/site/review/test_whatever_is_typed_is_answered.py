"""An address typed by hand gets a page of the queue, and of no other facility."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from drawdown.review.queue import Unanswered
from drawdown.site.accounts.access import Access
from drawdown.site.cases.models import Case
from drawdown.site.pages.review import queue

REVIEW = "/gayle-v-meade/review/"


@pytest.mark.parametrize(
    "typed", ["from=" + "9" * 5000, "from=-1", "from=²", "state=none", "clause=%00", "facility=%00"]
)
def test_it_is_answered(case: Case, signed_in: Callable[[str], Client], typed: str) -> None:
    assert signed_in("agency").get(f"{REVIEW}?{typed}").status_code == 200


def test_what_cannot_be_listed_at_another_facility_is_not_said(
    case: Case, access: Callable[[str], Access], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace
    from datetime import date

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
