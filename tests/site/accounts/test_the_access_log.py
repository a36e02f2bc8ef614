"""The access log: found by person, member, kind and day; whole; never changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drawdown.site.accounts.access import Access
from drawdown.site.accounts.looks import PAGE
from drawdown.site.accounts.models import Look
from drawdown.site.cases.models import Case


@pytest.fixture
def log(case: Case, signed_in: Callable[[str], Client]) -> Callable[..., str]:
    client = signed_in("monitor")

    def read(**asked: Any) -> str:
        return client.get(reverse("looks", args=[case.slug]), asked).content.decode()

    return read


def test_a_look_is_found_by_person_alone_or_among_others(
    access: Callable[[str], Access], log: Callable[..., str]
) -> None:
    access("krome").looked("person", person="P-ONE", detail="the-first")
    access("krome").looked("people", people=["P-TWO", "P-ONÉ"], detail="the-second")
    text = log(person="P-ONE")
    assert "the-first" in text
    assert "the-second" not in text
    for person in ("P-TWO", "P-ONÉ"):
        assert "the-second" in log(person=person)
    assert "the-second" not in log(person="P-TW")


def test_by_member_kind_and_day(access: Callable[[str], Access], log: Callable[..., str]) -> None:
    access("krome").looked("person", person="P-1", detail="by-krome")
    access("agency").looked("export", detail="by-agency")
    today = timezone.now().date()
    assert "by-agency" not in log(member=access("krome").user.pk)
    assert "by-krome" not in log(what="export")
    week = timedelta(days=7)
    assert "by-krome" not in log(until=(today - week).isoformat())
    assert "by-krome" not in log(since=(today + week).isoformat())
    assert "by-krome" in log(since=(today - week).isoformat(), until=(today + week).isoformat())


def test_what_cannot_be_read_is_left_out_and_said(log: Callable[..., str]) -> None:
    text = log(since="14.5.2020", member="x", before="9" * 30)
    assert "14.5.2020" in text
    assert "could not be read" in text


def test_pages_go_on_where_the_last_one_ended(
    access: Callable[[str], Access], case: Case, signed_in: Callable[[str], Client],
    django_assert_max_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    for n in range(PAGE + 5):
        access("krome").looked("person", person=f"P-{n}", detail=f"look number {n}.")
    client, address = signed_in("monitor"), reverse("looks", args=[case.slug])
    with django_assert_max_num_queries(20):
        first = client.get(address, {"what": "person"})
    following = first.context["following"]
    second = client.get(address, {"what": "person", "before": following})
    seen = [look.person for page in (first, second) for look in page.context["looks"]]
    assert seen == [f"P-{n}" for n in reversed(range(PAGE + 5))]


def test_reading_the_log_is_in_the_log(
    access: Callable[[str], Access], case: Case, log: Callable[..., str]
) -> None:
    access("krome").looked("person", person="P-1")
    log(person="P-1")
    last = Look.objects.filter(case=case, what="looks").latest("pk")
    assert (last.person, last.people) == ("P-1", ["P-1"])


def test_it_is_taken_away_as_csv_that_no_spreadsheet_runs(
    access: Callable[[str], Access], case: Case, signed_in: Callable[[str], Client]
) -> None:
    access("krome").looked("person", person="=HYPERLINK(A1)", detail="@SUM(1)")
    address = reverse("looks-export", args=[case.slug])
    answer = signed_in("monitor").get(address, {"what": "person"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert rows[0]["person"] == "'=HYPERLINK(A1)"
    assert rows[0]["detail"] == "'@SUM(1)"
    assert rows[0]["address"] == "krome@demo.example"
    assert Look.objects.filter(case=case, what="export").exists()


def test_a_member_sees_their_own_looks_and_no_others(
    access: Callable[[str], Access], case: Case, signed_in: Callable[[str], Client]
) -> None:
    access("krome").looked("person", person="P-MINE")
    access("agency").looked("person", person="P-THEIRS")
    text = signed_in("krome").get("/accounts/me").content.decode()
    assert "P-MINE" in text
    assert "P-THEIRS" not in text


def test_the_log_of_another_case_is_not_in_it(case: Case, log: Callable[..., str]) -> None:
    other = Case.objects.create(slug="other", title="Other")
    Look.objects.create(case=other, what="person", person="P-OTHER")
    assert "P-OTHER" not in log()


def test_the_database_refuses_to_change_or_remove_a_look(
    access: Callable[[str], Access], case: Case
) -> None:
    access("krome").looked("person", person="P-1")
    look = Look.objects.latest("pk")
    with pytest.raises(DatabaseError), transaction.atomic():
        Look.objects.filter(pk=look.pk).update(person="P-2")
    with pytest.raises(DatabaseError), transaction.atomic():
        look.delete()
