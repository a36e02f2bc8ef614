"""How many people stand how is one question to the database, and agrees with who they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of
from drawdown.site.line import standings
from drawdown.site.line.models import Due


@pytest.mark.parametrize("facility", ["", "krome", "nowhere"])
def test_one_question_counts_every_group(
    case: Case, facility: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = now_in(case, order_of(case).header.zone)
    with django_assert_num_queries(1):
        counts = standings.counts(case, now, facility)
    found = {
        group: len(standings.people(case, now, group=group, most=10_000, facility=facility))
        for group in standings.GROUPS
    }
    everybody = len(standings.people(case, now, most=10_000, facility=facility))
    assert counts == {"all": everybody, **found}
    if not facility:
        assert min(counts["in_grace"], counts["to_reach"], counts["checked_in"]) > 0


@pytest.mark.parametrize("name", ["today", "line"])
def test_the_page_asks_it_once(case: Case, signed_in: Callable[[str], Client], name: str) -> None:
    client, address = signed_in("agency"), reverse(name, args=[case.slug])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    table = f'FROM "{Due._meta.db_table}"'
    counting = [q["sql"] for q in asked if "COUNT(" in q["sql"].upper() and table in q["sql"]]
    assert len(counting) == 1
