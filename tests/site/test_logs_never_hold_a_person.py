"""Logs say which view failed and where in our code, and never whom it was about."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable

import pytest
from django.test import Client

from drawdown.site.intake.models import Upload
from drawdown.site.intake.worker import CLAIMS
from drawdown.site.logs import JsonLines

PERSON = "synthetic-0007"


@pytest.fixture
def lines() -> Callable[[], list[dict[str, object]]]:
    """Return a function that gives what was logged since."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)


def test_an_error_is_told_by_its_type_and_place_alone(
    lines: Callable[[], list[dict[str, object]]],
) -> None:
    try:
        raise ValueError(f"{PERSON} cannot be read")
    except ValueError:
        logging.getLogger("drawdown.pages").exception("a page failed")
    (line,) = lines()
    assert (line["says"], line["error"]) == ("a page failed", "ValueError")
    assert PERSON not in json.dumps(line)


def test_a_page_that_fails_is_named_by_its_view(
    lines: Callable[[], list[dict[str, object]]],
    signed_in: Callable[[str], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(f"about {PERSON}")

    client = signed_in("agency")
    client.raise_request_exception = False
    monkeypatch.setattr("drawdown.site.pages.people.person.find_person", fail)
    answer = client.get(f"/gayle-v-meade/people/{PERSON}?on=2020-05-12")
    assert answer.status_code == 500
    assert "Something failed on our side" in answer.content.decode()
    text = json.dumps(lines())
    assert "people-person" in text
    assert PERSON not in text


def test_what_django_says_of_a_request_is_not_repeated(
    lines: Callable[[], list[dict[str, object]]], signed_in: Callable[[str], Client]
) -> None:
    signed_in("agency").get(f"/gayle-v-meade/people/{PERSON}/nothing")
    assert PERSON not in json.dumps(lines())


def test_a_job_that_fails_is_told_by_its_kind_and_number(
    lines: Callable[[], list[dict[str, object]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Upload(pk=7, state="received")
    monkeypatch.setattr(CLAIMS.__class__, "save", lambda *_, **__: None)
    with CLAIMS.work(job, "asks", "something failed"):
        raise ValueError(f"{PERSON} cannot be read")
    (line,) = lines()
    told = (line["says"], line["work"], line["job"], line["error"])
    assert told == ("a job failed", "upload", 7, "ValueError")
    assert PERSON not in json.dumps(line)


def test_why_is_an_error_s_type_and_never_its_text(
    lines: Callable[[], list[dict[str, object]]],
) -> None:
    log = logging.getLogger("drawdown.line")
    log.warning("the line cannot read", extra={"why": "OperationalError"})
    log.warning("the line cannot read", extra={"why": f"{PERSON} is not there"})
    assert [line.get("why") for line in lines()] == ["OperationalError", None]
