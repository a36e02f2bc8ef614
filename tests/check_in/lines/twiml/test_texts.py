"""Texts over a webhook: answered once, done once, and silent where the provider answers itself."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from tests.check_in.lines.twiml.provider import ACCOUNT, FORM

from drawdown.check_in.dialogue import CallBackAsked
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.lines.twiml import Webhook, text_take
from drawdown.check_in.texting import Known, OptedOut, PassedOn, TextEffect

SMS = "SM00000000000000000000000000000001"
KNOWN = Known("305-555-0100", ("A-1042",), "es")


def text(body: str, **fields: str) -> Webhook:
    form = {"MessageSid": SMS, "SmsSid": SMS, "AccountSid": ACCOUNT, "From": "+13055550111",
            "To": "+13055550100", "Body": body, "NumMedia": "0"} | fields  # fmt: skip
    return Webhook.of("https://line.example.org/twiml/text", FORM, urlencode(form).encode())


class Store:
    def __init__(self) -> None:
        self.saved: dict[str, TextEffect] = {}
        self.asked: list[str] = []

    def save(self, effect: TextEffect) -> None:
        self.saved.setdefault(effect.key, effect)

    def known(self, number: str) -> Known:
        self.asked.append(number)
        return KNOWN


def test_one_asks_for_a_call_back() -> None:
    store = Store()
    taken = text_take(None, text("1"), store.known, store.save)
    assert taken.markup.endswith(
        "<Response><Message>Línea para reportarse: una persona le llamará a este número."
        "</Message></Response>"
    )
    (asked,) = store.saved.values()
    assert isinstance(asked, CallBackAsked)
    assert (asked.telephone, asked.person, asked.language) == ("+13055550111", "A-1042", "es")


def test_the_same_text_is_answered_alike_and_done_once() -> None:
    store = Store()
    first = text_take(None, text("ayuda, por favor, no puedo llamar"), store.known, store.save)
    again = text_take(first.markup, text("ayuda"), store.known, store.save)
    assert (again.markup, again.reply) == (first.markup, None)
    unkept = text_take(None, text("ayuda, por favor, no puedo llamar"), store.known, store.save)
    assert unkept.markup == first.markup
    assert [type(each) for each in store.saved.values()] == [PassedOn]


@pytest.mark.parametrize(
    ("fields", "provider_answers", "silent"),
    [({}, True, True), ({}, False, False), ({"OptOutType": "STOP"}, False, True)],
)
def test_the_provider_may_answer_stop_itself(
    fields: dict[str, str], provider_answers: bool, silent: bool
) -> None:
    store = Store()
    taken = text_take(None, text("Stop", **fields), store.known, store.save,
                      provider_answers=provider_answers)  # fmt: skip
    assert ("Message" not in taken.markup) == silent
    (effect,) = store.saved.values()
    assert effect == OptedOut(f"{SMS}/opted_out", "+13055550111", ("A-1042",), "es")


def test_what_cannot_be_kept_is_not_answered() -> None:
    def full(effect: TextEffect) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        text_take(None, text("STOP"), Store().known, full)


@pytest.mark.parametrize("sender", ["28581", "VERIZON", "", "whatsapp:+13055550111"])
def test_nobody_is_answered_who_is_no_number(sender: str) -> None:
    store = Store()
    taken = text_take(None, text("STOP", From=sender), store.known, store.save)
    assert (taken.reply, store.saved, "Message" in taken.markup) == (None, {}, False)


def test_a_picture_is_for_a_human() -> None:
    store = Store()
    text_take(None, text("", NumMedia="2"), store.known, store.save)
    (passed,) = store.saved.values()
    assert isinstance(passed, PassedOn)
    assert passed.pictures == 2


def test_a_text_without_an_id_is_refused() -> None:
    with pytest.raises(CheckInError, match="MessageSid"):
        text_take(None, text("1", MessageSid="", SmsSid="a b"), Store().known, Store().save)
