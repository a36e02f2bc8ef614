"""Who was moved without what the order requires: the same transfers that the findings count."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from drawdown.site.accounts.access import Access
from drawdown.site.accounts.models import Look
from drawdown.site.cases.answers import answer, counted
from drawdown.site.cases.append import append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of
from drawdown.site.demo import ACCOUNTS
from drawdown.site.pages.transfers.moved import STATES, read_moved

SignIn = Callable[[str], Client]
ROOM = "/gayle-v-meade/transfers/"
ON = date(2020, 5, 12)


def test_each_tally_is_the_finding_s_own_number(case: Case) -> None:
    moved = read_moved(counted(case).case, ON, None)
    findings = {f.facility: f for f in answer(case, ON).findings if f.law.clause.kind == "transfer"}
    assert len(moved.findings) == len(findings) == 3
    for number, finding in enumerate(moved.findings):
        tally = moved.tally(number)
        assert tally["without"] == findings[finding.facility].value == finding.value
        assert finding.rows
        assert sum(tally.values()) == len(finding.rows())


def test_without_comes_first_then_unclear_fine_excepted(case: Case) -> None:
    states = read_moved(counted(case).case, ON, None).rows["state"].to_list()
    assert states == sorted(states, key=STATES.index)
    assert states[0] == "without"


def test_each_says_what_was_missing_and_which_clause(signed_in: SignIn) -> None:
    text = signed_in("petitioners").get(f"{ROOM}?state=without").content.decode()
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', text, re.S)
    assert len(rows) == 2
    for row in rows:
        assert "an evaluation" in row
        assert "No transfer before release was evaluated" in row


def test_facility_and_day_filter(signed_in: SignIn) -> None:
    client = signed_in("monitor")
    all_ = client.get(ROOM).content.decode().count('<tr><th scope="row">')
    krome = client.get(f"{ROOM}?facility=krome").content.decode().count('<tr><th scope="row">')
    day = client.get(f"{ROOM}?day=2020-05-09").content.decode().count('<tr><th scope="row">')
    assert all_ > krome > 0
    assert all_ > day > 0
    assert "is not a day" in client.get(f"{ROOM}?day=soon").content.decode()


def test_as_of_and_as_known_earlier_there_were_fewer(signed_in: SignIn) -> None:
    client = signed_in("monitor")
    now = client.get(ROOM).content.decode().count('<tr><th scope="row">')
    then = client.get(f"{ROOM}?on=2020-05-08").content.decode().count('<tr><th scope="row">')
    known = client.get(f"{ROOM}?known=2020-05-08").content.decode().count('<tr><th scope="row">')
    assert now > then
    assert now > known


def test_a_late_evaluation_changes_only_what_is_known_since(
    case: Case, access: Callable[[str], Access]
) -> None:
    record = counted(case).case
    row = read_moved(record, ON, None).rows.row(0, named=True)
    cells = {"person": row["person"], "facility": row["facility"], "date": "2020-05-03T10:00",
             "outcome": "not_eligible"}  # fmt: skip
    now = now_in(case, order_of(case).header.zone)
    append(case, [("evaluation", cells)], by=access("agency").signature, now=now)
    after = counted(case).case

    def state(known: date | None) -> str:
        rows = read_moved(after, ON, known).rows
        return str(rows.row(by_predicate=rows_of(row["id"]), named=True)["state"])

    assert state(None) == "fine"
    assert state(date(2020, 5, 11)) != "fine"


def rows_of(id_: str) -> object:
    """The row of one entry."""
    import polars as pl

    return pl.col("id") == id_


def test_the_export_holds_the_same_and_no_cell_is_a_formula(
    case: Case, access: Callable[[str], Access], signed_in: SignIn
) -> None:
    now = now_in(case, order_of(case).header.zone)
    cells = {"person": "synthetic-0001", "facility": "krome", "date": "2020-05-12T08:00",
             "to": '=HYPERLINK("http://example.org")', "note": "@SUM(A1)"}  # fmt: skip
    append(case, [("transfer", cells)], by=access("agency").signature, now=now)
    answers_anew()
    page = signed_in("agency").get(f"{ROOM}export.csv?facility=krome")
    assert page.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(page.content.decode())))
    moved = read_moved(counted(Case.objects.get(pk=case.pk)).case, ON, None).rows
    assert len(rows) == len(moved.filter(moved["facility"] == "krome"))
    mine = next(row for row in rows if row["person"] == "synthetic-0001")
    assert mine["to"].startswith("'=HYPERLINK")
    assert mine["note"] == "'@SUM(A1)"
    assert Look.objects.filter(what="export", detail__startswith="transfers").exists()


def answers_anew() -> None:
    """Count what is counted in the background now."""
    from drawdown.site.cases import answers

    answers.forget()


@pytest.mark.parametrize("name", [account.email.partition("@")[0] for account in ACCOUNTS])
def test_who_sees_people_sees_it_and_who_may_export_exports(
    signed_in: SignIn, access: Callable[[str], Access], name: str
) -> None:
    may = {m.name for m in access(name).may}
    client = signed_in(name)
    page = client.get(ROOM)
    assert page.status_code == (200 if "SEE_PEOPLE" in may else 403)
    export = client.get(f"{ROOM}export.csv").status_code
    assert export == (200 if {"SEE_PEOPLE", "EXPORT"} <= may else 403)
    assert (b"export.csv" in page.content) is ("EXPORT" in may)


def test_a_facility_s_staff_see_transfers_from_their_own_only(
    case: Case, signed_in: SignIn
) -> None:  # fmt: skip
    text = signed_in("glades").get(ROOM).content.decode()
    assert "findings/transfers/glades" in text
    assert "Krome" not in text
    assert signed_in("glades").get(f"{ROOM}?facility=krome").status_code == 403


def test_a_look_is_logged_with_the_people_shown(case: Case, signed_in: SignIn) -> None:
    signed_in("monitor").get(f"{ROOM}?state=without")
    look = Look.objects.filter(case=case, what="transfers").latest("at")
    assert len(look.people) == 2


def test_the_number_of_questions_to_the_database_is_bounded(
    signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("agency")
    client.get(ROOM)
    with django_assert_max_num_queries(12):
        client.get(ROOM)
    with django_assert_max_num_queries(24):
        client.get(f"{ROOM}plan/petitioner-33")
