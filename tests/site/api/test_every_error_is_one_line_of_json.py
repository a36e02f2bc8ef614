"""Whatever goes wrong below /api/ is said in one line of JSON, the same in every case."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.test import Client
from tests.site.api.conftest import API, Headers, Send

from drawdown.site.api import reading


def line(answer: Any) -> str:
    assert answer.headers["Content-Type"].startswith("application/json"), answer.content[:80]
    assert list(answer.json()) == ["error"]
    text = answer.json()["error"]
    assert isinstance(text, str)
    assert text
    assert "\n" not in text
    assert "Traceback" not in text
    return text


@pytest.mark.parametrize("address", ["/api/", "/api/nowhere", "/api/x/y/z", f"{API}/people/a/b"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_where_there_is_no_address(address: str, method: str, headers: Headers) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)(address, headers=headers("agency"))
    assert answer.status_code == 404
    line(answer)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [(f"{API}/findings", "GET"), (f"{API}/entries", "POST"), (f"{API}/rosters/1", "GET")],
)
def test_where_the_method_is_another(address: str, allowed: str, headers: Headers) -> None:
    answer = Client(enforce_csrf_checks=True).delete(address, headers=headers("agency"))
    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
    line(answer)


def test_who_sends_no_token_and_no_form_is_told_to_send_a_token() -> None:
    client = Client(enforce_csrf_checks=True)
    for answer in client.get(f"{API}/people"), client.post(f"{API}/entries"):
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        line(answer)


@pytest.mark.parametrize("body", ["{", "", "7", "{}", "[1]", '"x"', "[" * 100_000])
def test_a_body_that_is_no_list_of_entries(body: str, send: Send) -> None:
    answer = send("agency", body)
    assert answer.status_code == 422
    line(answer)


def test_a_body_that_is_too_large(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA_UPLOAD_MAX_MEMORY_SIZE", 2**20)
    assert "1 MB" in line(answer := send("agency", "[" + " " * 2**20 + "]"))
    assert answer.status_code == 413
    answer = send("agency", [{}] * 5001)
    assert answer.status_code == 413
    line(answer)


@pytest.mark.parametrize(
    "path",
    ["/findings?on=0001-01-01", "/findings?known=9999-12-31", "/findings?on=soon",
     "/deadlines?on=9999-12-31", "/people?on=9999-12-31", "/review?on=0001-01-01",
     "/review?start=x", "/people?after=a%00b", "/record?limit=many"],
)  # fmt: skip
def test_a_question_that_has_no_answer(path: str, headers: Headers) -> None:
    answer = Client(raise_request_exception=False).get(f"{API}{path}", headers=headers("agency"))
    assert answer.status_code == 422, answer.content[:200]
    line(answer)


@pytest.mark.parametrize("path", ["/review?start=", "/record?after=", "/rosters/"])
def test_numbers_of_any_size_are_taken(path: str, headers: Headers) -> None:
    answer = Client(raise_request_exception=False).get(
        f"{API}{path}{'9' * 25}", headers=headers("agency")
    )
    assert answer.status_code in (200, 404, 422), answer.content[:200]


def test_our_fault(headers: Headers, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: object) -> None:
        raise RuntimeError("P-123 is ill")

    monkeypatch.setattr(reading, "find_person", fails)
    answer = Client().get(f"{API}/people/P-123", headers=headers("agency"))
    assert answer.status_code == 500
    assert "P-123" not in line(answer)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_the_database_is_away(
    error: type[Exception], headers: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*given: object) -> None:
        raise error("could not extend file: No space left on device")

    monkeypatch.setattr(reading, "find_person", fails)
    answer = Client().get(f"{API}/people/P-123", headers=headers("agency"))
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "kept whole or not at all" in line(answer)


@pytest.mark.parametrize("value", ["a\0b", "\ud800", {"a": 1}, [1]])
def test_a_cell_that_holds_what_no_cell_can(value: object, send: Send) -> None:
    row = {"entry": "handout", "date": "2020-05-12", "facility": "krome", "item": value}
    (told,) = send("agency", [row]).json()["rows"]
    assert (told["status"], told["column"]) == ("refused", "item")


def test_a_name_longer_than_the_record_keeps(send: Send) -> None:
    row = {"entry": "handout", "id": "x" * 201, "date": "2020-05-12", "facility": "krome",
           "item": "soap"}  # fmt: skip
    (told,) = send("agency", [row]).json()["rows"]
    assert (told["status"], told["column"]) == ("refused", "id")


def test_a_roster_that_cannot_be_taken(headers: Headers, monkeypatch: pytest.MonkeyPatch) -> None:
    client, address = Client(), f"{API}/rosters"
    agency = headers("agency")
    assert client.post(address, headers=agency).status_code == 422
    empty = client.post(address, {"file": SimpleUploadedFile("r.csv", b"")}, headers=agency)
    assert empty.status_code == 422
    line(empty)
    file = SimpleUploadedFile("r.csv", b"A-Number,Facility\n")
    soon = client.post(address, {"file": file, "as_of": "soon"}, headers=agency)
    assert soon.status_code == 422
    assert "as_of" in line(soon)
    monkeypatch.setattr(settings, "UPLOAD_MOST", 3)
    file.seek(0)
    large = client.post(address, {"file": file}, headers=agency)
    assert large.status_code == 413
    line(large)
