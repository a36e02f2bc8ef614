"""A file is read in a process of its own; one that ends it gets a line, and the server goes on."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import polars as pl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.utils import timezone
from tests.site.intake.conftest import ROSTERS, people, roster

from drawdown.roster.intake import ReadOptions
from drawdown.site.cases.models import Case
from drawdown.site.intake import worker
from drawdown.site.intake.apart import read_apart, read_here
from drawdown.site.intake.limit import limited
from drawdown.site.intake.models import Upload
from drawdown.site.jobs import LostError

DAY = date(2020, 5, 12)
Send = Callable[..., Upload]


def quiet(step: str, done: int, whole: int) -> None:
    """Nobody looks."""


def test_read_apart_it_is_the_same() -> None:
    content, told = roster(people(1, 50), DAY).read(), []
    apart = read_apart(content, "krome 2020-05-12.csv", ReadOptions(), lambda *t: told.append(t))
    here = read_here(content, "krome 2020-05-12.csv", ReadOptions(), quiet)
    assert apart.report == here.report
    assert apart.roster is not None
    assert here.roster is not None
    assert apart.roster.facts.equals(here.roster.facts)
    assert told


def test_what_is_no_roster_says_why_from_apart_as_well() -> None:
    found = read_apart(b"%PDF-1.4 ...", "list.pdf", ReadOptions(), quiet)
    assert found.problem == "list.pdf: is a PDF; expected CSV, Excel, JSON or Parquet"


def far(row: int, column: int) -> bytes:
    """A workbook of a few kilobytes, with one cell far away."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"] = "A-Number", "Facility"
    sheet.cell(row, column).value = "x"
    packed = io.BytesIO()
    book.save(packed)
    assert len(packed.getvalue()) < 10_000
    return packed.getvalue()


def test_cells_that_ask_for_half_a_terabyte_are_refused_unread() -> None:
    found = read_apart(far(1_048_576, 16_384), "far.xlsx", ReadOptions(), quiet)
    assert found.roster is None
    assert "its cells lie so far apart" in found.problem
    assert len(found.problem.splitlines()) == 1


def test_reading_that_wants_too_much_memory_ends_and_nothing_else_does() -> None:
    packed = far(1_000_000, 59)  # no more than a roster may be wide and long
    found = read_apart(packed, "far.xlsx", ReadOptions(), quiet, memory=600 * 2**20)
    assert found.roster is None
    assert "more memory or time than a roster needs" in found.problem
    assert len(found.problem.splitlines()) == 1


def test_work_that_ends_the_server_again_and_again_is_given_up(send: Send) -> None:
    upload = send(roster(people(1, 5), DAY))
    Upload.objects.filter(pk=upload.pk).update(state="waiting")
    now = timezone.now()
    for turn in range(worker.TRIES):  # each time the server is gone before it is done
        assert worker.claim(now + timedelta(minutes=turn)) == upload
    upload.refresh_from_db()
    Upload.objects.filter(pk=upload.pk).update(claimed_until=None)
    assert worker.do_one()
    upload.refresh_from_db()
    assert upload.state == "asks"
    assert "stopped 3 times" in upload.problem
    assert not worker.do_one()


@pytest.mark.parametrize("error", [OperationalError("no space left"), InterfaceError("closed")])
def test_an_accepted_roster_waits_while_the_database_cannot_write(
    error: Exception, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = send(roster(people(1, 5), DAY))
    Upload.objects.filter(pk=upload.pk).update(state="accepting", accepted_by="a test", tries=0)

    def full(*given: object, **more: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(worker, "enter", full)
        for _ in range(worker.TRIES + 2):
            Upload.objects.filter(pk=upload.pk).update(claimed_until=None)
            assert worker.do_one()
            upload.refresh_from_db()
            assert (upload.state, upload.problem) == ("accepting", "")
    Upload.objects.filter(pk=upload.pk).update(claimed_until=None)
    assert worker.do_one()
    upload.refresh_from_db()
    assert upload.state == "accepted"


def test_the_page_says_that_it_was_begun_again(
    send: Send, signed_in: Callable[[str], Client]
) -> None:
    upload = send(roster(people(1, 5), DAY))
    later = timezone.now() + timedelta(hours=1)
    Upload.objects.filter(pk=upload.pk).update(state="reading", claimed_until=later, tries=2)
    page = signed_in("agency").get(f"{ROSTERS}{upload.pk}").content.decode()
    assert "it was begun again" in page


@pytest.mark.parametrize("state", ["waiting", "accepting"])
def test_a_worker_thought_to_be_gone_changes_nothing_when_it_is_back(
    case: Case, send: Send, state: str
) -> None:
    upload = send(roster(people(1, 5), DAY))
    Upload.objects.filter(pk=upload.pk).update(state=state, accepted_by="Ada Quintero")
    slow = worker.claim(timezone.now())
    assert slow is not None
    Upload.objects.filter(pk=upload.pk).update(claimed_until=None)
    assert worker.do_one()
    upload.refresh_from_db()
    before = (upload.state, Case.objects.get(pk=case.pk).position)
    with pytest.raises(LostError):
        worker._enter(slow) if state == "accepting" else worker._read(slow)
    upload.refresh_from_db()
    assert (upload.state, Case.objects.get(pk=case.pk).position) == before


def test_nothing_of_the_file_stands_open_in_the_database(
    send: Send, signed_in: Callable[[str], Client]
) -> None:
    text = "A-Number,Facility,Book In Date,Book Out Date,Name\n" + "".join(
        f"A{n:09d},Krome,31/02/2020,,Somebody Madeup{n}\n" for n in range(1, 4)
    )
    upload = send(SimpleUploadedFile("krome 2020-05-12.csv", text.encode()))
    client = signed_in("agency")
    client.post(f"{ROSTERS}{upload.pk}/rows", {"cell:0:A-Number": "A000000009"})
    upload.refresh_from_db()
    kept = json.dumps(list(Upload.objects.filter(pk=upload.pk).values(
        "report", "result", "answers", "problem", "step", "name")), default=str)  # fmt: skip
    for secret in ("A000000001", "A000000009", "Madeup"):
        assert secret not in kept
        for sealed in (upload.sealed, upload.private, upload.corrected):
            assert secret.encode() not in bytes(sealed or b"")
    page = client.get(f"{ROSTERS}{upload.pk}").content.decode()
    assert "A000000001" in page
    assert upload.corrections[0]["was"] == "A000000001"
    assert upload.corrections[0]["at"].startswith("2020-05-12T")


def test_a_cell_of_a_typed_column_is_corrected_as_text(
    send: Send, signed_in: Callable[[str], Client]
) -> None:
    frame = pl.DataFrame({
        "A-Number": ["A1", "A2"], "Facility": ["Krome", "Krome"],
        "Book In Date": [date(2020, 5, 1), None], "Book Out Date": [None, date(2020, 5, 9)],
    })  # fmt: skip
    file = io.BytesIO()
    frame.write_parquet(file)
    upload = send(SimpleUploadedFile("krome 2020-05-12.parquet", file.getvalue()))
    assert upload.report["account"]["set_aside"] == 1
    client = signed_in("agency")
    client.post(f"{ROSTERS}{upload.pk}/rows", {"cell:0:Book In Date": "nonsense"})
    upload.refresh_from_db()
    assert upload.state == "read"
    assert "'nonsense' is not a date" in upload.report["set_aside"][0]["reason"]
    client.post(f"{ROSTERS}{upload.pk}/rows", {"cell:0:Book In Date": "2020-05-02"})
    upload.refresh_from_db()
    assert upload.report["account"]["used"] == 2


def test_two_who_correct_the_same_reading_do_not_overwrite_each_other(
    send: Send, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "A-Number,Facility,Book In Date,Book Out Date\nA1,Krome,,\nA2,Krome,2020-05-01,\n"
    upload = send(SimpleUploadedFile("krome 2020-05-12.csv", text.encode()))
    from drawdown.site.intake.pages import one

    find = one.find_upload

    def faster(request: Any, pk: int) -> Upload:
        found = find(request, pk)
        Upload.objects.filter(pk=pk).update(turn=found.turn + 1)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(one, "find_upload", faster)
        answer = signed_in("agency").post(
            f"{ROSTERS}{upload.pk}/rows", {"cell:0:Book In Date": "2020-05-02"}, follow=True
        )
    assert "Nothing was done" in answer.content.decode()
    upload.refresh_from_db()
    assert upload.corrections == []


def test_what_was_looked_at_is_what_is_accepted(
    send: Send, signed_in: Callable[[str], Client]
) -> None:
    upload = send(roster(people(1, 5), DAY))
    client = signed_in("agency")
    Upload.objects.filter(pk=upload.pk).update(turn=3)
    client.post(f"{ROSTERS}{upload.pk}/accept", {"turn": "2"})
    upload.refresh_from_db()
    assert upload.state == "read"
    client.post(f"{ROSTERS}{upload.pk}/accept", {"turn": "3"})
    upload.refresh_from_db()
    assert upload.state == "accepted"


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("path", ["/gayle-v-meade/rosters/", "/api/gayle-v-meade/entries"])
def test_more_than_is_taken_is_refused_while_it_comes(
    monkeypatch: pytest.MonkeyPatch, path: str, declared: bool
) -> None:
    monkeypatch.setattr(settings, "UPLOAD_MOST", 3 * 2**20)
    monkeypatch.setattr(settings, "DATA_UPLOAD_MAX_MEMORY_SIZE", 3 * 2**20)
    taken, answers = [], []

    async def site(scope: Any, receive: Any, send: Any) -> None:
        while (message := await receive())["type"] == "http.request":
            taken.append(len(message["body"]))

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"x" * 2**20, "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        answers.append(message)

    headers = [(b"content-length", str(2**33).encode())] if declared else []
    scope = {"type": "http", "path": path, "headers": headers}
    asyncio.run(limited(site)(scope, receive, send))
    assert answers[0]["status"] == 413
    assert sum(taken) <= (0 if declared else 4 * 2**20)
    line = answers[1]["body"].decode()
    assert (json.loads(line)["error"] if path.startswith("/api") else line).startswith("This is")


@pytest.mark.parametrize("path", ["/gayle-v-meade/rosters/", "/gayle-v-meade/record/"])
def test_what_is_within_the_limit_passes(path: str) -> None:
    taken = []

    async def site(scope: Any, receive: Any, send: Any) -> None:
        taken.append(await receive())
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"x" * 100, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        assert message["status"] == 200

    scope = {"type": "http", "path": path, "headers": [(b"content-length", b"100")]}
    asyncio.run(limited(site)(scope, receive, send))
    assert taken[0]["body"] == b"x" * 100
