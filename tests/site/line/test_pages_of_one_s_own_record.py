"""A released person sees their own record with their number and PIN, and nobody else's."""

from __future__ import annotations

import time

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.site.line.test_pages_telephone import Phone

from drawdown.check_in.languages import languages
from drawdown.demo.line import CALLERS
from drawdown.site.cases.models import Case, Row
from drawdown.site.line.models import Enrolment, WrongTry
from drawdown.site.line.pages import mine as page
from drawdown.site.line.people import end, new_pin

SELF, OTHER = CALLERS[0], CALLERS[1]


@pytest.fixture(autouse=True)
def _nothing_counted(db: None) -> None:
    cache.clear()


def enter(case: Case, client: Client, number: str, pin: str) -> HttpResponse:
    address = reverse("mine", args=[case.slug])
    answer = client.post(address, {"number": number, "pin": pin})
    return client.get(address) if answer.status_code == 302 else answer


def test_what_the_telephone_said_stands_there(case: Case) -> None:
    phone = Phone(case)
    phone.look()
    phone.send(do="call", token="a" * 24)
    phone.dial("2", "1", SELF.number, SELF.pin, "1")
    (row,) = Row.objects.filter(kind="check_in", name__startswith="telephone-")
    client = Client()
    text = enter(case, client, SELF.number, SELF.pin).content.decode()
    receipt = (row.content or "").partition('"receipt":"')[2][:9]
    assert receipt.isdigit()
    assert f"{receipt[:3]} {receipt[3:6]} {receipt[6:]}" in text
    assert "Usted se ha reportado. Cuenta para el miércoles 13 de mayo." in text
    assert 'lang="es"' in text
    assert OTHER.number not in text
    proof = client.get(reverse("mine-proof", args=[case.slug]))
    assert proof.headers["Content-Type"] == "application/pdf"
    assert proof.content.startswith(b"%PDF")


def test_nobody_comes_in_without_both(case: Case) -> None:
    client = Client()
    for number, pin in ((SELF.number, OTHER.pin), ("", ""), ("999999", SELF.pin)):
        answer = enter(case, Client(), number, pin)
        assert answer.status_code == 422
        assert "do not go together" in answer.content.decode()
    assert client.get(reverse("mine-proof", args=[case.slug])).status_code == 302
    assert WrongTry.objects.filter(number=SELF.number, call="").count() == 1


def test_three_tries_and_this_session_waits_while_another_does_not(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    for _ in range(3):
        assert enter(case, client, SELF.number, OTHER.pin).status_code == 422
    answer = enter(case, client, SELF.number, SELF.pin)
    assert answer.status_code == 429
    assert "does not count against you" in answer.content.decode()
    assert enter(case, Client(), SELF.number, SELF.pin).status_code == 200
    later = time.time() + page.WAIT * 60 + 1
    monkeypatch.setattr(page.time, "time", lambda: later)
    assert enter(case, client, SELF.number, SELF.pin).status_code == 200


def test_one_address_does_not_try_without_end(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "ASKED", 4)
    found = [enter(case, Client(), SELF.number, OTHER.pin).status_code for _ in range(6)]
    assert found == [422] * 4 + [429] * 2


def test_it_closes_by_itself_by_a_button_and_by_another_pin(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("mine", args=[case.slug])
    client = Client()
    enter(case, client, SELF.number, SELF.pin)
    client.post(address, {"close": "1"})
    assert "mine/proof" not in client.get(address).content.decode()
    enter(case, client, SELF.number, SELF.pin)
    assert "mine/proof" in client.get(address).content.decode()
    who = Enrolment.objects.get(case=case, number=SELF.number)
    pin = new_pin(who)
    assert "mine/proof" not in client.get(address).content.decode()
    enter(case, client, SELF.number, pin)
    now = time.time()
    monkeypatch.setattr(page.time, "time", lambda: now + page.MINUTES * 60 + 1)
    assert "mine/proof" not in client.get(address).content.decode()
    monkeypatch.setattr(page.time, "time", lambda: now)
    end(who, who.since)
    assert enter(case, client, SELF.number, pin).status_code == 422


def test_nothing_of_it_is_kept_by_browsers_or_found_by_search(case: Case) -> None:
    client = Client()
    answer = enter(case, client, SELF.number, SELF.pin)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert client.get(f"/{case.slug}/people/").status_code == 302, "it is no account"


@pytest.mark.parametrize("name", languages())
def test_each_language_has_the_page_and_the_paper(case: Case, name: str) -> None:
    client, address = Client(), reverse("mine", args=[case.slug])
    client.post(address, {"language": name})
    enter(case, client, SELF.number, SELF.pin)
    text = client.get(address).content.decode()
    assert f'<div lang="{name}">' in text
    paper = client.get(reverse("how-to", args=[case.slug, name]))
    assert paper.headers["Content-Type"] == "application/pdf"
    assert f"/Lang({name})".encode() in paper.content
    assert client.get(reverse("how-to", args=[case.slug, "xx"])).status_code == 404


@pytest.mark.parametrize("caller", CALLERS, ids=lambda one: one.story)
def test_each_situation_is_told_in_plain_words(case: Case, caller: object) -> None:
    client = Client()
    who = next(one for one in CALLERS if one is caller)
    client.post(reverse("mine", args=[case.slug]), {"language": "en"})
    text = enter(case, client, who.number, who.pin).content.decode()
    expected = {
        "open": "You can check in now.", "in grace": "It was due, and you can still call",
        "passed": "only a person with a name can decide", "excused": "You need to do nothing.",
        "paused": "nothing was asked of you",
    }  # fmt: skip
    assert expected[who.story] in text


def test_a_case_that_is_not_there_is_no_page(case: Case) -> None:
    assert Client().get("/no-such-case/mine").status_code == 404
    assert Client().get("/no-such-case/telephone").status_code == 404
