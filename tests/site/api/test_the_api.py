"""The API: tokens that may what their members may, answers row by row, sending twice harmless."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.site.intake.conftest import people, roster

from drawdown.site.accounts import often
from drawdown.site.accounts.models import Look, Membership, Token
from drawdown.site.accounts.roles import TABLE, May, Role
from drawdown.site.api import tokens
from drawdown.site.api.sending import NEEDED
from drawdown.site.api.tokens import PER_MINUTE
from drawdown.site.cases.models import Case, Row, Stay
from drawdown.site.intake.models import Upload

API = "/api/gayle-v-meade"
SOAP = {"entry": "handout", "date": "2020-05-12T08:15", "facility": "krome", "item": "soap",
        "quantity": "40"}  # fmt: skip
Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def _nothing_cached(db: None) -> None:
    cache.clear()


@pytest.fixture
def token(member: Callable[[str], Membership]) -> Callable[[str], str]:
    """Return a function that makes a token of a member."""
    return lambda name: Token.make(member(name), "nightly")[1]


@pytest.fixture
def ask(token: Callable[[str], str]) -> Ask:
    """Return a function that asks as a member: `ask("agency", "/people")`, or posts `rows`."""

    def asked(name: str, path: str, rows: object = None, key: str = "", **given: Any) -> Any:
        headers = {"Authorization": f"Bearer {token(name)}"}
        if key:
            headers["Idempotency-Key"] = key
        if rows is None:
            return Client().get(f"{API}{path}", headers=headers)
        return Client().post(
            f"{API}{path}", json.dumps(rows), content_type="application/json", headers=headers,
            **given,
        )  # fmt: skip

    return asked


def test_findings_are_those_of_the_command_line(ask: Ask) -> None:
    answer = ask("monitor", "/findings?on=2020-05-14").json()
    krome = next(f for f in answer["findings"] if f["clause"] == "population"
                 and f["facility"] == "krome")  # fmt: skip
    assert (krome["status"], krome["limit"]) == ("met", 458.25)
    assert ask("monitor", "/deadlines").json()["deadlines"]


def test_as_known_earlier_gives_other_answers(ask: Ask) -> None:
    now = ask("monitor", "/findings?on=2020-05-14").json()["findings"]
    then = ask("monitor", "/findings?on=2020-05-14&known=2020-05-10").json()["findings"]
    assert now != then


@pytest.mark.parametrize("how", ["none", "wrong", "ended", "member gone", "closed"])
def test_a_token_that_does_not_stand_opens_nothing(
    member: Callable[[str], Membership], how: str
) -> None:
    part = member("agency")
    made, secret = Token.make(part, "x")
    if how == "ended":
        Token.objects.filter(pk=made.pk).update(ended=timezone.now())
    if how == "member gone":
        Membership.objects.filter(pk=part.pk).update(ended=timezone.now())
    if how == "closed":
        part.user.is_active = False
        part.user.save()
    headers = {} if how == "none" else {"Authorization": f"Bearer {secret}"}
    if how == "wrong":
        headers = {"Authorization": "Bearer dd_nothing"}
    answer = Client().get(f"{API}/findings", headers=headers)
    assert answer.status_code == 401
    assert list(answer.json()) == ["error"]


def test_only_a_digest_of_a_token_is_kept(token: Callable[[str], str]) -> None:
    secret = token("agency")
    assert not Token.objects.filter(digest=secret).exists()


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/findings", May.SEE_ORDER), ("/deadlines", May.SEE_ORDER),
        ("/people", May.SEE_PEOPLE), ("/review", May.SEE_PEOPLE), ("/record", May.SEE_RECORD),
        ("/rosters/0", May.LOAD_ROSTERS),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "name", ["monitor", "petitioners", "government", "agency", "krome", "reader"]
)
def test_each_role_gets_what_the_table_says(
    member: Callable[[str], Membership], ask: Ask, path: str, may: May, name: str
) -> None:
    answer = ask(name, path)
    if may in TABLE[Role(member(name).role)]:
        assert answer.status_code in (200, 404)
    else:
        assert answer.status_code == 403
        assert answer.json() == {"error": "the token's member may not do this"}


@pytest.mark.parametrize("kind", sorted(NEEDED))
@pytest.mark.parametrize(
    "name", ["monitor", "petitioners", "government", "agency", "krome", "reader"]
)
def test_each_role_sends_what_the_table_says(
    member: Callable[[str], Membership], ask: Ask, kind: str, name: str
) -> None:
    answer = ask(name, "/entries", [{"entry": kind}]).json()
    (row,) = answer["rows"]
    refused = row["reason"] == f"this token's role may not send a {kind}"
    assert refused == (NEEDED[kind] not in TABLE[Role(member(name).role)])


@pytest.mark.parametrize("kind", ["capacity", "measurement", "milestone", "report", "proposal"])
def test_what_a_case_rests_on_is_not_sent_by_a_machine(ask: Ask, kind: str) -> None:
    for name in ("agency", "krome"):
        (row,) = ask(name, "/entries", [{"entry": kind}]).json()["rows"]
        assert (row["status"], row["column"]) == ("refused", "entry")


def test_every_row_gets_its_own_answer(case: Case, ask: Ask) -> None:
    rows = [
        {**SOAP, "id": "a"}, {**SOAP, "id": "b", "quantity": "many"}, {**SOAP, "facility": "mars"},
        {"entry": "handuot"}, {**SOAP, "id": "c", "colour": "blue"}, {**SOAP, "id": "d"},
    ]  # fmt: skip
    answer = ask("agency", "/entries", rows).json()
    assert (answer["added"], answer["known"], answer["refused"]) == (2, 0, 4)
    assert [row["status"] for row in answer["rows"]] == [
        "added", "refused", "refused", "refused", "refused", "added",
    ]  # fmt: skip
    assert answer["rows"][1]["column"] == "quantity"
    assert "is not a facility of the order" in answer["rows"][2]["reason"]
    assert Row.objects.filter(case=case, name__in=["a", "b", "c", "d"]).count() == 2


def test_all_or_none_adds_none_where_one_is_refused(case: Case, ask: Ask) -> None:
    rows = [{**SOAP, "id": "a"}, {"entry": "handuot"}]
    answer = ask("agency", "/entries?all_or_none=true", rows).json()
    assert (answer["added"], answer["refused"]) == (0, 2)
    bad = ask("agency", "/entries?all_or_none=true", [{**SOAP, "id": "a"},
              {**SOAP, "id": "b", "quantity": "x"}])  # fmt: skip
    assert bad.status_code == 422
    assert not Row.objects.filter(case=case, name="a").exists()


def test_sending_again_adds_nothing(case: Case, ask: Ask) -> None:
    rows = [{**SOAP, "id": "a"}]
    assert ask("agency", "/entries", rows).json()["added"] == 1
    assert ask("agency", "/entries", rows).json()["known"] == 1
    assert Row.objects.filter(case=case, name="a").count() == 1


def test_a_key_makes_entries_without_ids_harmless_to_send_again(
    case: Case, member: Callable[[str], Membership]
) -> None:
    secret = Token.make(member("agency"), "x")[1]
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "night-17"}

    def send(rows: object) -> Any:
        return Client().post(f"{API}/entries", json.dumps(rows), headers=headers,
                             content_type="application/json")  # fmt: skip

    before = case.position
    first, again = send([SOAP]).json(), send([SOAP]).json()
    assert first == again
    assert Case.objects.get(pk=case.pk).position == before + 1
    cache.clear()  # even where the answer is no longer kept
    assert send([SOAP]).json()["known"] == 1
    assert send([{**SOAP, "quantity": "41"}]).status_code in (200, 422)
    assert send([SOAP, SOAP]).status_code in (200, 422)


def test_another_facility_is_refused_whatever_is_sent(case: Case, ask: Ask) -> None:
    stay = Stay.objects.filter(case=case, facility="krome", left=None).first()
    assert stay is not None
    rows = [
        {**SOAP, "facility": "krome"}, {**SOAP, "facility": "Krome"},
        {"entry": "exit", "date": "2020-05-12", "person": stay.person, "facility": "krome",
         "how": "removal"},
        {"entry": "withdrawal", "date": "2020-05-12", "supersedes": stay.entry, "reason": "x"},
        {"entry": "log", "date": "2020-05-12", "of": "handout"},
    ]  # fmt: skip
    answer = ask("glades", "/entries", rows).json()
    assert answer["refused"] == len(rows), answer
    assert ask("glades", f"/people/{stay.person}").status_code == 403
    assert ask("glades", "/people?facility=krome").status_code == 403
    assert {p["facility"] for p in ask("glades", "/people").json()["people"]} == {"glades"}
    facilities = {e.get("facility", "") for e in ask("glades", "/record").json()["entries"]}
    assert facilities <= {"", "glades"}


def test_health_is_left_out_for_who_may_not_see_it(case: Case, ask: Ask) -> None:
    fact = Row.objects.filter(case=case, kind="fact").order_by("seq").first()
    assert fact is not None
    feed = f"/record?after={fact.seq - 1}&limit=1"
    assert "value" in ask("petitioners", feed).json()["entries"][0]
    assert "value" not in ask("government", feed).json()["entries"][0]
    assert ask("government", f"/people/{fact.person}").json()["criteria"] == []


def test_the_feed_leads_through_the_whole_record(case: Case, ask: Ask) -> None:
    after, seqs = 0, []
    while after is not None:
        page = ask("agency", f"/record?after={after}&limit=1000").json()
        seqs += [entry["seq"] for entry in page["entries"]]
        after = page["next"]
    assert seqs == list(range(1, case.position + 1))


def test_looks_at_people_are_logged_as_of_the_api(ask: Ask) -> None:
    ask("agency", "/people")
    look = Look.objects.latest("at")
    assert (look.way, look.what) == ("api", "list")


def test_a_roster_is_sent_and_accepted(case: Case, token: Callable[[str], str]) -> None:
    headers = {"Authorization": f"Bearer {token('agency')}"}
    file = roster(people(1, 5), date(2020, 5, 12))
    sent = Client().post(f"{API}/rosters", {"file": file}, headers=headers)
    assert sent.status_code == 202
    number = sent.json()["id"]
    assert sent.json()["state"] == "read"
    file.seek(0)
    again = Client().post(f"{API}/rosters", {"file": file}, headers=headers).json()
    assert (again["id"], again["known"]) == (number, True)
    Client().post(f"{API}/rosters/{number}/accept", headers=headers)
    state = Client().get(f"{API}/rosters/{number}", headers=headers).json()
    assert (state["state"], state["result"]["added"]) == ("accepted", 5)
    assert Upload.objects.get(pk=number).accepted_by.startswith("Ada Quintero")


def test_too_many_requests_are_told_to_wait(token: Callable[[str], str]) -> None:
    headers = {"Authorization": f"Bearer {token('reader')}"}
    made = Token.objects.latest("pk")
    cache.set(f"api-{made.pk}-{int(timezone.now().timestamp()) // 60}", PER_MINUTE)
    answer = Client().get(f"{API}/deadlines", headers=headers)
    assert answer.status_code in (200, 429)  # a new minute may have begun
    if answer.status_code == 429:
        assert answer.headers["Retry-After"] == "60"


def test_requests_that_read_the_count_in_the_same_moment_are_each_counted(
    token: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"Authorization": f"Bearer {token('reader')}"}
    moment = timezone.now()
    monkeypatch.setattr(tokens, "PER_MINUTE", 3)
    monkeypatch.setattr(tokens.timezone, "now", lambda: moment)
    monkeypatch.setattr(often.cache, "get", lambda key, default=None: default)
    statuses = [Client().get(f"{API}/deadlines", headers=headers).status_code for _ in range(5)]
    assert statuses == [200] * 3 + [429] * 2


@pytest.mark.parametrize(
    ("path", "status"),
    [("/findings?on=yesterday", 422), ("/nothing", 404), ("/record?after=x", 422)],
)
def test_what_cannot_be_answered_gets_one_line(ask: Ask, path: str, status: int) -> None:
    answer = ask("agency", path)
    assert answer.status_code == status
    assert "Traceback" not in answer.content.decode()


def test_another_case_is_not_there(ask: Ask, token: Callable[[str], str]) -> None:
    headers = {"Authorization": f"Bearer {token('agency')}"}
    assert Client().get("/api/another/findings", headers=headers).status_code == 404


def test_the_document_describes_every_address() -> None:
    document = Client().get("/api/openapi.json").json()
    assert len(document["paths"]) == 11
    for methods in document["paths"].values():
        for one in methods.values():
            assert one["summary"]
            assert one["description"]
            assert {"401", "403", "404", "422", "429"} <= set(one["responses"])


def test_what_a_roster_would_ask_can_be_said_beforehand(
    case: Case, token: Callable[[str], str]
) -> None:
    headers = {"Authorization": f"Bearer {token('agency')}"}

    def send(name: str, text: str, **said: str) -> Any:
        file = SimpleUploadedFile(name, text.encode())
        return Client().post(f"{API}/rosters", {"file": file, **said}, headers=headers)

    text = "Nr;Where;Von\n" + "".join(f"A{n};Krome;03/04/2020\n" for n in range(8))
    profile = (
        '[columns]\n"Nr" = "person"\n"Where" = "facility"\n"Von" = "book_in"\n'
        '[dates]\n"Von" = "dmy"\n[file]\nkind = "daily"\n'
    )
    assert send("list.csv", text, as_of="2020-05-12").json()["state"] == "asks"
    sent = send("again.csv", text + "A9;Krome;03/04/2020\n", as_of="2020-05-12", profile=profile)
    assert sent.json()["state"] == "read", sent.json()
    upload = Upload.objects.get(pk=sent.json()["id"])
    assert upload.report["date_order"] == {"Von": "dmy"}
    only = send("more.csv", text + "A8;Krome;03/04/2020\n", as_of="2020-05-12", covers="listed")
    assert Upload.objects.get(pk=only.json()["id"]).answers["covers"] == "listed"
    for said in ({"profile": "[columns"}, {"covers": "some"},
                 {"profile": '[columns]\n"Nr" = "persom"'}):  # fmt: skip
        bad = send("bad.csv", text + "x", **said)
        assert bad.status_code == 422
        assert len(bad.json()["error"].splitlines()) == 1
