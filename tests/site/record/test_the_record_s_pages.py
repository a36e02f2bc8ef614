"""The record: entries with filters, a correction beside what it corrects, exports by role."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from drawdown.site.accounts.models import Look
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Row

RECORD = "/gayle-v-meade/record/"
NOW = datetime(2020, 5, 12, 10, 0, tzinfo=ZoneInfo("America/New_York"))


def row_of(case: Case, **wanted: object) -> Row:
    row = Row.objects.filter(case=case, **wanted).order_by("seq").first()
    assert row is not None
    return row


def streamed(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_filters_choose_and_the_looks_are_logged(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    page = signed_in("monitor").get(f"{RECORD}?kind=transfer&facility=krome")
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("<tr>") - 1 == Row.objects.filter(kind="transfer", facility="krome").count()
    look = Look.objects.latest("at")
    assert look.what == "record"
    assert look.people


def test_older_entries_follow_without_gaps(case: Case, signed_in: Callable[[str], Client]) -> None:
    client, seen, address = signed_in("agency"), [], RECORD
    for _ in range(4):
        page = client.get(address)
        seen += [line["row"].seq for line in page.context["lines"]]
        address = f"{RECORD}?before={page.context['next']}"
    assert seen == list(range(case.position, case.position - 200, -1))


def test_a_correction_shows_before_and_after(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    row = row_of(case, name="krome-2020-05-08-corrected")
    text = signed_in("monitor").get(f"{RECORD}{row.seq}").content.decode()
    assert "<del>" in text
    assert "What it changed in entry" in text


def test_correcting_adds_an_entry_and_keeps_the_old_one(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    row = row_of(case, kind="handout", facility="krome")
    client = signed_in("krome")
    form = client.get(f"{RECORD}{row.seq}/correct")
    token = form.context["token"]
    given = {f["form"].name: f["value"] for f in form.context["fields"]}
    for _ in range(2):  # sent twice, it is one
        client.post(f"{RECORD}{row.seq}/correct", {**given, "quantity": "7", "token": token})
    new = Row.objects.get(case=case, name=token)
    assert new.supersedes == row.name
    assert json.loads(new.content or "")["quantity"] == "7"
    assert Row.objects.filter(case=case, supersedes=row.name).count() == 1


def test_what_somebody_else_corrected_meanwhile_is_said(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    row = row_of(case, kind="handout", facility="krome")
    client = signed_in("agency")
    given = {"date": "2020-05-04", "item": "mask", "quantity": "5", "to": "held"}
    client.post(f"{RECORD}{row.seq}/correct", {**given, "token": "first"})
    late = client.post(f"{RECORD}{row.seq}/correct", {**given, "quantity": "6", "token": "late"})
    assert late.status_code == 422
    assert "already stands in its place" in late.content.decode()
    assert 'value="6"' in late.content.decode()


def test_bad_input_comes_back_filled_with_one_line_a_problem(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    row = row_of(case, kind="handout", facility="krome")
    answer = signed_in("krome").post(
        f"{RECORD}{row.seq}/correct", {"date": "2020-13-45", "item": "mask", "quantity": "5"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "expected" in text.lower() or "is not a date" in text
    assert "2020-13-45" in text


def test_taking_back_needs_a_reason(case: Case, signed_in: Callable[[str], Client]) -> None:
    row = row_of(case, kind="handout", facility="krome")
    client = signed_in("krome")
    assert client.post(f"{RECORD}{row.seq}/take-back", {"reason": ""}).status_code == 422
    client.post(f"{RECORD}{row.seq}/take-back", {"reason": "another centre's", "token": "t-1"})
    assert Row.objects.get(case=case, name="t-1").kind == "withdrawal"


@pytest.mark.parametrize("name", ["monitor", "petitioners", "government", "reader"])
def test_who_may_not_correct_is_refused(
    case: Case, signed_in: Callable[[str], Client], name: str
) -> None:
    row = row_of(case, kind="handout", facility="krome")
    client = signed_in(name)
    assert client.get(f"{RECORD}{row.seq}/correct").status_code == 403
    assert client.post(f"{RECORD}{row.seq}/take-back", {"reason": "x"}).status_code == 403


def test_facility_staff_reach_their_facility_only(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("glades")
    other = row_of(case, kind="handout", facility="krome")
    assert client.get(f"{RECORD}{other.seq}").status_code == 404
    assert client.get(f"{RECORD}{other.seq}/correct").status_code == 404
    page = client.get(f"{RECORD}?facility=krome")
    assert page.context["lines"] == []


def test_health_shows_only_to_roles_that_may_see_it(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    fact = row_of(case, kind="fact")
    assert "value" in signed_in("petitioners").get(f"{RECORD}{fact.seq}").context["cells"]
    assert "value" not in signed_in("government").get(f"{RECORD}{fact.seq}").context["cells"]
    lines = streamed(signed_in("government"), f"{RECORD}export.jsonl?kind=fact").splitlines()
    assert lines
    assert not any("value" in json.loads(line) for line in lines)


def test_exports_hold_every_entry_asked_for_and_no_formula(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    note = "=HYPERLINK(1)"
    append(case, [("milestone", {"date": "2020-05-12", "name": "plan", "note": note})],
           by="a", now=NOW)  # fmt: skip
    text = streamed(signed_in("monitor"), f"{RECORD}export.csv?kind=milestone")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["note"] == f"'{note}"
    everything = streamed(signed_in("monitor"), f"{RECORD}export.jsonl")
    assert len(everything.splitlines()) == case.position
    assert Look.objects.latest("at").what == "export"


def test_few_questions_are_put_to_the_database(
    case: Case,
    signed_in: Callable[[str], Client],
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    client = signed_in("agency")
    client.get(RECORD)
    with django_assert_max_num_queries(12):
        client.get(RECORD)
