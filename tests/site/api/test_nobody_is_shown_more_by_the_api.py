"""The API shows each token what its part shows, logs every look, and asks the database little."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.site.api.conftest import API, Headers, Send

from drawdown.site.accounts.models import Look, Membership, Token
from drawdown.site.accounts.roles import TABLE, May, Role
from drawdown.site.cases.models import Case, Row, Stay
from drawdown.site.intake.models import Upload

Bound = Callable[[int], AbstractContextManager[Any]]
MEMBERS = ("monitor", "petitioners", "government", "agency", "krome", "reader")


def ask(headers: Headers, name: str, path: str) -> Any:
    return Client().get(f"{API}{path}", headers=headers(name))


def with_a_bad_row() -> SimpleUploadedFile:
    dates = ["2020-05-01"] * 15 + ["31/02/2020"]
    lines = [f"A{n:09d},Krome,{day}," for n, day in enumerate(dates, start=1)]
    text = "\n".join(["A-Number,Facility,Book In Date,Book Out Date", *lines]) + "\n"
    return SimpleUploadedFile("krome 2020-05-12.csv", text.encode())


@pytest.fixture
def number(headers: Headers) -> int:
    """A roster of Krome with a row that cannot be used, sent by its staff."""
    sent = Client().post(f"{API}/rosters", {"file": with_a_bad_row()}, headers=headers("krome"))
    assert sent.status_code == 202
    return int(sent.json()["id"])


def addresses(case: Case, roster: int) -> dict[tuple[str, str], tuple[May, str]]:
    person = Stay.objects.filter(case=case, facility="krome", left=None).order_by("person")[0]
    base = "/api/{slug}"
    return {
        ("get", f"{base}/findings"): (May.SEE_ORDER, "/findings"),
        ("get", f"{base}/deadlines"): (May.SEE_ORDER, "/deadlines"),
        ("get", f"{base}/people"): (May.SEE_PEOPLE, "/people"),
        ("get", f"{base}/people/{{number}}"): (May.SEE_PEOPLE, f"/people/{person.person}"),
        ("get", f"{base}/review"): (May.SEE_PEOPLE, "/review"),
        ("get", f"{base}/record"): (May.SEE_RECORD, "/record?limit=5"),
        ("get", f"{base}/rosters/{{number}}"): (May.LOAD_ROSTERS, f"/rosters/{roster}"),
        ("post", f"{base}/rosters"): (May.LOAD_ROSTERS, "/rosters"),
        ("post", f"{base}/rosters/{{number}}/accept"):
            (May.LOAD_ROSTERS, f"/rosters/{roster}/accept"),
    }  # fmt: skip


BY_ROW = {("get", "/api/cases"), ("post", "/api/{slug}/entries")}
"""What every token may ask, and what is refused row by row."""


def test_every_address_holds_to_the_table_of_roles(
    case: Case, headers: Headers, number: int, member: Callable[[str], Membership]
) -> None:
    known = addresses(case, number)
    document = Client().get("/api/openapi.json").json()["paths"]
    asked = {(method, path) for path, methods in document.items() for method in methods}
    assert asked == set(known) | BY_ROW
    for name in MEMBERS:
        for (method, _), (may, path) in known.items():
            given = {"file": SimpleUploadedFile("r.csv", f"A-Number,{name}\n".encode())}
            answer = (
                ask(headers, name, path) if method == "get"
                else Client().post(f"{API}{path}", given, headers=headers(name))
            )  # fmt: skip
            if may in TABLE[Role(member(name).role)]:
                assert answer.status_code in (200, 202), (name, path, answer.content)
            else:
                assert answer.status_code == 403, (name, path)


def test_another_facility_s_roster_is_nobody_s_business(headers: Headers, number: int) -> None:
    assert ask(headers, "glades", f"/rosters/{number}").status_code == 403
    accept = f"{API}/rosters/{number}/accept"
    assert Client().post(accept, headers=headers("glades")).status_code in (403, 404)
    again = {"file": with_a_bad_row()}
    answer = Client().post(f"{API}/rosters", again, headers=headers("glades"))
    assert answer.status_code == 422, "nor by sending the very file"
    assert list(answer.json()) == ["error"]
    assert Upload.objects.get(pk=number).state == "read"


def test_a_roster_tells_what_became_of_each_row(headers: Headers, number: int) -> None:
    told = ask(headers, "krome", f"/rosters/{number}").json()
    assert told["address"] == f"{API}/rosters/{number}"
    assert (
        told["account"]["read"]
        == told["account"]["used"] + told["account"]["set_aside"] + (told["account"]["not_data"])
    )
    assert len(told["set_aside"]) == 1
    assert Look.objects.latest("pk").what == "roster"
    accepted = Client().post(f"{API}/rosters/{number}/accept", headers=headers("krome"))
    assert accepted.status_code == 202
    again = Client().post(f"{API}/rosters/{number}/accept", headers=headers("krome"))
    assert (again.status_code, again.json()["result"]) == (202, accepted.json()["result"])


def test_a_roster_that_asks_is_not_accepted(headers: Headers) -> None:
    file = SimpleUploadedFile("r.csv", b"A-Number,Facility,Book In Date\nA1,Krome,2020-05-01\n")
    sent = Client().post(f"{API}/rosters", {"file": file}, headers=headers("krome")).json()
    assert sent["state"] == "asks"
    accept = Client().post(f"{API}/rosters/{sent['id']}/accept", headers=headers("krome"))
    assert accept.status_code == 409


def test_reasons_and_health_do_not_reach_government_counsel(case: Case, headers: Headers) -> None:
    decided = Row.objects.filter(case=case, kind="decision").values_list("person", flat=True)
    known = Row.objects.filter(case=case, kind="fact").values_list("person", flat=True)
    person = sorted(set(decided) & set(known))[0]
    full = ask(headers, "agency", f"/people/{person}").json()
    part = ask(headers, "government", f"/people/{person}").json()
    assert full["criteria"]
    assert part["criteria"] == []
    assert part["hidden"] > 0
    assert len(part["decisions"]) == len(full["decisions"]) > 0
    for shown in part["decisions"]:
        assert not {"reason", "conditions", "missing", "note"} & set(shown)
        assert {"date", "person", "outcome"} <= set(shown)
    reasons = [shown["reason"] for shown in full["decisions"]]
    said = [event["says"] for event in part["timeline"]]
    assert not any(reason in text for reason in reasons for text in said)
    queue = ask(headers, "government", "/review").json()["rows"]
    assert not any(line["missing"] for line in queue)
    assert any(line["missing"] for line in ask(headers, "agency", "/review").json()["rows"])


def test_everybody_in_a_long_answer_is_in_the_log(headers: Headers) -> None:
    entries = ask(headers, "agency", "/record?limit=2000").json()["entries"]
    shown = {entry["person"] for entry in entries if entry.get("person")}
    assert len(shown) > 500
    assert set(Look.objects.latest("pk").people) == shown


@pytest.mark.parametrize("path", ["/people", "/review", "/record?limit=50"])
def test_a_look_is_logged_with_everybody_shown(path: str, headers: Headers) -> None:
    before = Look.objects.count()
    answer = ask(headers, "krome", path).json()
    lines = answer.get("people") or answer.get("rows") or answer.get("entries")
    look = Look.objects.latest("pk")
    assert Look.objects.count() == before + 1
    assert look.way == "api"
    assert set(look.people) == {line["person"] for line in lines if line.get("person")}


def test_findings_say_as_known_when_as_the_command_line_does(headers: Headers) -> None:
    assert ask(headers, "agency", "/findings").json()["as_known"]
    known = ask(headers, "agency", "/findings?known=2020-05-10").json()
    assert known["as_known"] == "2020-05-10"


def test_a_token_s_use_is_noted(headers: Headers) -> None:
    ask(headers, "agency", "/deadlines")
    first = Token.objects.latest("pk").last_used
    assert first
    ask(headers, "agency", "/deadlines")
    assert Token.objects.latest("pk").last_used == first, "not more than once a minute"


@pytest.mark.parametrize(
    ("path", "most"),
    [("/findings", 20), ("/deadlines", 20), ("/people", 22), ("/review", 22),
     ("/record?limit=1000", 22)],
)  # fmt: skip
@pytest.mark.parametrize("name", ["agency", "krome"])
def test_an_answer_asks_the_database_few_times(
    path: str, most: int, name: str, headers: Headers, django_assert_max_num_queries: Bound
) -> None:
    ask(headers, name, path)
    with django_assert_max_num_queries(most):
        assert ask(headers, name, path).status_code == 200


def test_a_person_asks_the_database_few_times(
    case: Case, headers: Headers, django_assert_max_num_queries: Bound
) -> None:
    person = Stay.objects.filter(case=case, facility="krome", left=None).order_by("person")[0]
    for name in ("agency", "krome"):
        ask(headers, name, f"/people/{person.person}")
        with django_assert_max_num_queries(30):
            assert ask(headers, name, f"/people/{person.person}").status_code == 200


def test_many_rows_ask_no_more_often_than_a_few(
    send: Send, django_assert_max_num_queries: Bound
) -> None:
    rows = [{"entry": "handout", "id": f"h{n}", "date": "2020-05-12", "facility": "krome",
             "item": "soap", "quantity": str(n)} for n in range(1000)]  # fmt: skip
    send("krome", rows[:1])
    with django_assert_max_num_queries(40):
        assert send("krome", rows).json()["added"] == 999
