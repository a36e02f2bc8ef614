"""Counts over time say for each day what a finding of that day says; conflicts show both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from drawdown.order.inquiry.population import counted
from drawdown.site.accounts.access import Access
from drawdown.site.cases.answers import counted as read
from drawdown.site.cases.append import append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.facility.asking import asking, place_of
from drawdown.site.pages.facility.over_time import over_time

ON = date(2020, 5, 12)
SignIn = Callable[[str], Client]


@pytest.mark.parametrize("facility", ["krome", "glades", "broward"])
def test_the_census_is_what_a_finding_would_count_that_day(case: Case, facility: str) -> None:
    record = read(case).case
    shown = over_time(record, facility, ON, None)
    census = next(one for one in shown.accounts if one.kind == "stays")
    for back in (0, 1, 5, 17, 29):
        day = ON - timedelta(days=back)
        ask = asking(record, day, None)
        held = ask.held(place_of(record.order.header, facility))
        assert held is not None
        assert census.people[day] == len(held)


def test_counts_are_what_a_finding_counts(case: Case) -> None:
    record = read(case).case
    shown = over_time(record, "krome", ON, None)
    count = next(one for one in shown.accounts if one.kind == "count")
    ask = asking(record, ON, None)
    found = counted(ask, place_of(record.order.header, "krome"))
    assert [one.people for one in found] == [count.people[ON]]


def test_a_correction_shows_only_as_known_after_it(case: Case) -> None:
    record, day = read(case).case, date(2020, 5, 8)
    numbers = [
        next(one for one in over_time(record, "krome", ON, known).accounts if one.kind == "count")
        .people[day]
        for known in (date(2020, 5, 10), None)
    ]  # fmt: skip
    assert numbers[0] - numbers[1] == 12


def test_two_sources_that_disagree_are_both_shown_as_a_conflict(
    case: Case, access: Callable[[str], Access], signed_in: SignIn
) -> None:
    now = now_in(case, order_of(case).header.zone)
    cells = {"facility": "krome", "date": "2020-05-11", "count": "470", "rule": "midnight",
             "source": "press release"}  # fmt: skip
    append(case, [("count", cells)], by=access("agency").signature, now=now)
    shown = over_time(read(case).case, "krome", ON, None)
    assert shown.conflicting(date(2020, 5, 11))
    assert not shown.conflicting(date(2020, 5, 10))
    text = signed_in("monitor").get("/gayle-v-meade/facilities/krome").content.decode()
    assert "press release" in text
    assert "in conflict" in text


def test_the_picture_answers_with_an_etag_and_says_what_it_shows(signed_in: SignIn) -> None:
    client = signed_in("monitor")
    address = "/gayle-v-meade/facilities/krome/count.svg?on=2020-05-12"
    first = client.get(address)
    assert first.status_code == 200
    assert first.headers["Content-Type"] == "image/svg+xml"
    svg = first.content.decode()
    assert "<title" in svg
    assert "<desc" in svg
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    other = client.get(f"{address}&known=2020-05-10")
    assert other.headers["ETag"] != first.headers["ETag"]


def test_the_page_has_the_chart_in_words_and_as_a_table(signed_in: SignIn) -> None:
    text = signed_in("monitor").get("/gayle-v-meade/facilities/krome").content.decode()
    assert "People held at Krome, day by day, against each limit." in text
    assert "The numbers behind the chart" in text
    assert "458.25" in text


def test_the_number_of_questions_to_the_database_is_bounded(
    signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("monitor")
    for address in ("facilities/", "facilities/krome", "facilities/krome/count.svg"):
        client.get(f"/gayle-v-meade/{address}")
        with django_assert_max_num_queries(20):
            assert client.get(f"/gayle-v-meade/{address}").status_code == 200
