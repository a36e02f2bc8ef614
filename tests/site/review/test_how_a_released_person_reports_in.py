"""The form says how the order has released people report in, and when the first call is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.test import Client
from tests.site.review.deciding import CLAUSE, REVIEW, waiting

from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.review.form import calls_asked


def test_the_page_says_what_the_order_asks_and_when_the_first_call_is_due(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    text = client.get(f"{REVIEW}{CLAUSE}/{waiting(client)}").content.decode()
    assert "Released people report by phone every 7 days" in text
    assert "After a release on May 12, 2020 the first call is due on May 19, 2020." in text


def test_it_is_counted_from_the_day_of_release(case: Case) -> None:
    (calls,) = calls_asked(order_of(case), date(2020, 5, 4))
    assert calls.first == date(2020, 5, 11)


def test_before_the_order_asks_nothing_is_said(case: Case) -> None:
    assert calls_asked(order_of(case), date(2020, 4, 1)) == ()
