"""The telephone on a page plays the line's dialogue, each turn once, with or without JavaScript."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from drawdown.check_in.receipt import is_receipt
from drawdown.check_in.speech import Sound
from drawdown.demo.line import CALLERS
from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.sealing import open_sealed
from drawdown.site.line.models import Call, Enrolment, Said, Step, WrongTry
from drawdown.site.line.pages import telephone as page
from drawdown.site.line.pages.playing import Telephone

SELF = CALLERS[0]


class Phone:
    """The telephone's page, used as a browser without JavaScript uses it."""

    def __init__(self, case: Case) -> None:
        self.case, self.client, self.turn = case, Client(), "0"

    def look(self) -> str:
        """The page."""
        text = self.client.get(reverse("telephone", args=[self.case.slug])).content.decode()
        found = re.search(r'data-turn="(\d+)"', text)
        assert found
        self.turn = found[1]
        return text

    def send(self, **fields: object) -> str:
        """Send a form of the page as it stands, and look."""
        sent = {"turn": self.turn, **fields}
        answer = self.client.post(reverse("telephone-press", args=[self.case.slug]), sent)
        assert answer.status_code == 302
        return self.look()

    def dial(self, *keys: str) -> str:
        """Press keys, group by group."""
        text = ""
        for some in keys:
            text = self.send(do="keys", keys=some)
        return text


@pytest.fixture
def phone(case: Case) -> Phone:
    cache.clear()
    found = Phone(case)
    found.look()
    return found


def test_a_newcomer_checks_in_and_has_the_receipt_as_a_text(phone: Phone) -> None:
    assert SELF.number in phone.look()
    phone.send(do="call", token="a" * 24)
    text = phone.dial("2", "1", SELF.number, SELF.pin, "1")
    assert 'lang="es"' in text
    (row,) = Row.objects.filter(kind="check_in", name__startswith="telephone-")
    found = re.search(r'"receipt": ?"(\d+)"', row.content or "")
    assert found
    assert is_receipt(found[1])
    grouped = " ".join(re.findall(".{3}", found[1]))
    assert grouped in text, "the text that came in has it"
    assert ", ".join(" ".join(group) for group in grouped.split()) in text, "and it is said"


def test_the_keypad_gathers_keys_one_by_one(phone: Phone) -> None:
    phone.send(do="call", token="a" * 24)
    phone.send(key="2")
    phone.send(key="1")
    for key in SELF.number[:3]:
        text = phone.send(key=key)
    assert f'<output id="typed">{SELF.number[:3]}</output>' in text
    for key in f"{SELF.number[3:]}#{SELF.pin}#":
        text = phone.send(key=key)
    assert "oprima 1" in text
    assert Enrolment.objects.get(number=SELF.number).person in str(phone.client.session.items())


def test_what_is_sent_twice_is_played_once(phone: Phone) -> None:
    for _ in range(2):
        phone.send(do="call", token="b" * 24)
    assert Call.objects.filter(name=f"telephone-{'b' * 24}").count() == 1
    phone.dial("1", "1", SELF.number, SELF.pin)
    turn = phone.turn
    first = phone.send(do="keys", keys="1")
    for _ in range(3):
        phone.turn = turn
        again = phone.send(do="keys", keys="1")
    assert Row.objects.filter(kind="check_in", name__startswith="telephone-").count() == 1
    assert re.findall(r"<p lang.*?</p>", first) == re.findall(r"<p lang.*?</p>", again)


def test_keys_pressed_ahead_go_on_to_what_is_awaited_next(phone: Phone) -> None:
    phone.send(do="call", token="c" * 24)
    phone.send(do="pressed", keys=f"21{SELF.number}#{SELF.pin}#1")
    assert Row.objects.filter(kind="check_in", name__startswith="telephone-").count() == 1


def test_a_wrong_pin_is_counted_and_kept_nowhere(phone: Phone) -> None:
    phone.send(do="call", token="d" * 24)
    text = phone.dial("2", "1", SELF.number, "999111")
    assert "no coinciden" in text
    assert WrongTry.objects.filter(number=SELF.number).count() == 1
    for call in Call.objects.filter(name__startswith="telephone-"):
        assert "999111" not in str(call.turns)
        assert b"999111" not in bytes(call.state or b"")
        assert SELF.number.encode() not in bytes(call.state or b"")


@pytest.mark.parametrize("way", ["typed", "spoken"])
def test_a_message_is_kept_sealed(phone: Phone, way: str) -> None:
    phone.send(do="call", token="e" * 24)
    phone.dial("1", "1", SELF.number, SELF.pin, "3", "1")
    wav = Sound(b"\1\2" * 8000).wav()
    given: dict[str, object] = {"words": "12 Elm Street"}
    if way == "spoken":
        given = {"sound": SimpleUploadedFile("message.wav", wav, "audio/wav")}
    text = phone.send(do="message", **given)
    assert "Your message is saved" in text
    said = Said.objects.get(call=f"telephone-{'e' * 24}")
    assert said.kind == ("text" if way == "typed" else "sound")
    assert b"Elm" not in bytes(said.sealed)
    opened = open_sealed(phone.case.pk, bytes(said.sealed), f"said {said.name}")
    assert opened == (b"12 Elm Street" if way == "typed" else wav)
    (task,) = Row.objects.filter(kind="task", name__startswith="telephone-")
    assert said.name in (task.content or "")
    assert Step.objects.filter(means="mail", text="changed").exists()


def test_two_messages_of_one_call_are_both_kept(phone: Phone) -> None:
    phone.send(do="call", token="e" * 24)
    phone.dial("1", "1", SELF.number, SELF.pin, "3", "1")
    phone.send(do="message", words="12 Elm Street")
    phone.dial("3", "2")
    wav = Sound(b"\1\2" * 8000).wav()
    phone.send(do="message", sound=SimpleUploadedFile("message.wav", wav, "audio/wav"))
    assert sorted(Said.objects.filter(person__gt="").values_list("kind", flat=True)) == [
        "sound", "text",
    ]  # fmt: skip
    assert Row.objects.filter(kind="task", name__startswith="telephone-").count() == 2


def test_something_that_is_no_sound_is_silence(phone: Phone) -> None:
    phone.send(do="call", token="e" * 24)
    phone.dial("1", "1", SELF.number, SELF.pin, "3", "1")
    text = phone.send(do="message", sound=SimpleUploadedFile("message.wav", b"none of it"))
    assert "not hear" in text
    assert not Said.objects.filter(call=f"telephone-{'e' * 24}").exists()


def test_hanging_up_before_checking_in_invites_back_in_a_text(phone: Phone) -> None:
    phone.send(do="call", token="f" * 24)
    phone.dial("2", "1", SELF.number, SELF.pin)
    text = phone.send(do="hang_up")
    assert Step.objects.filter(what="invite_back").exists()
    assert "en su contra" in text
    call = Call.objects.get(name=f"telephone-{'f' * 24}")
    assert (call.state, call.side, call.ended is not None) == (None, "person", True)


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="needs espeak-ng")
def test_what_is_said_is_heard(phone: Phone) -> None:
    phone.send(do="call", token="a" * 24)
    where = reverse("telephone-sound", args=[phone.case.slug, int(phone.turn)])
    answer = phone.client.get(where)
    assert answer.headers["Content-Type"] == "audio/wav"
    assert BytesIO(answer.content).read(4) == b"RIFF"
    assert len(answer.content) > 8000 * 2 * 3
    assert Client().get(where).status_code == 204, "another session hears nothing of it"


def test_a_call_whose_page_was_closed_ends(phone: Phone) -> None:
    phone.send(do="call", token="a" * 24)
    long_ago = Telephone(phone.case).store.now() - timedelta(hours=1)
    Call.objects.update(started=long_ago)
    phone.send(do="call", token="b" * 24)
    ended = Call.objects.get(name=f"telephone-{'a' * 24}")
    assert (ended.state, ended.side) == (None, "unknown")


def test_where_people_are_real_it_is_offered_only_if_set_and_not_without_end(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    Case.objects.filter(pk=phone.case.pk).update(demo_day=None)
    monkeypatch.setattr(page.settings, "TELEPHONE", False, raising=False)
    address = reverse("telephone", args=[phone.case.slug])
    assert phone.client.get(address).status_code == 404
    assert phone.client.post(f"{address}/press", {"do": "call"}).status_code == 404
    monkeypatch.setattr(page.settings, "TELEPHONE", True)
    answer = phone.client.get(address)
    assert SELF.pin not in answer.content.decode()
    assert "noindex" in answer.headers["X-Robots-Tag"]
    monkeypatch.setattr(page, "CALLS", 1)
    assert phone.client.post(f"{address}/press", {"do": "call"}).status_code == 302
    assert phone.client.post(f"{address}/press", {"do": "call"}).status_code == 429
