"""A whole call over webhooks, as a provider plays it."""

from __future__ import annotations

import pytest
from tests.check_in.lines.twiml.provider import CALL, HUMAN, VOICE, Site, Telephone, hook
from tests.check_in.making import CALLER, NUMBER, PIN

from drawdown.check_in.dialogue import (
    At,
    CallBackAsked,
    CallEnded,
    ChangeReported,
    ConditionReported,
    NotIdentified,
)
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.lines.twiml import Webhook
from drawdown.check_in.lines.twiml.webhook import with_query


def identified(site: Site) -> Telephone:
    return Telephone(site).ring().keys("2", "1", NUMBER, PIN)


def test_a_check_in_in_spanish() -> None:
    site = Site()
    phone = identified(site).keys("1")
    (made,) = site.check_ins()
    assert (made.person, made.language) == ("A-1042", "es")
    spoken = f"{' '.join(made.receipt[:3])}, "
    assert sum(spoken in said for said in phone.said) == 2
    says = phone.tree.iter("Say")
    assert {each.get("language") for each in says} == {"es-MX"}


def test_prompts_stand_in_the_gather_so_that_a_key_ends_them() -> None:
    phone = Telephone(Site()).ring()
    assert [each.tag for each in phone.tree] == ["Gather", "Redirect"]
    assert {each.tag for each in phone.awaited()} == {"Pause", "Say"}


def test_a_key_ends_entering_digits_and_is_no_part_of_them() -> None:
    phone = Telephone(Site()).ring().keys("1", "1")
    gather = phone.awaited()
    assert (gather.get("finishOnKey"), gather.get("numDigits"), gather.get("timeout")) == (
        "#", "12", "12",
    )  # fmt: skip


def test_a_wrong_pin_three_times_reaches_a_human() -> None:
    site = Site()
    phone = Telephone(site).ring().keys("1", "1")
    for _ in range(3):
        phone.keys(NUMBER, "0000")
    assert phone.awaited().tag == "Dial"
    assert phone.awaited()[0].text == HUMAN
    tried = site.effects(NotIdentified)
    assert [each.tries for each in tried if isinstance(each, NotIdentified)] == [1, 2, 3]


def test_pound_alone_is_an_answer_and_no_silence() -> None:
    site = Site()
    phone = identified(site).keys("4").keys("")
    (asked,) = site.effects(CallBackAsked)
    assert isinstance(asked, CallBackAsked)
    assert asked.telephone == "+13055550111"
    assert phone.awaited().tag == "Gather"


def test_silence_asks_again_and_then_says_goodbye() -> None:
    phone = Telephone(Site()).ring().keys("1")
    for _ in range(2):
        phone.silent()
        assert phone.awaited().tag == "Gather"
    assert phone.silent().awaited().tag == "Hangup"


def test_silence_where_the_provider_tells_of_it_at_the_action() -> None:
    phone = Telephone(Site()).ring().keys("1")
    phone.document = phone.site.voice(hook(phone.action, Digits="", FinishedOnKey=""))
    assert "We did not hear a key" in phone.document


def test_a_changed_address_is_a_message() -> None:
    site = Site()
    phone = identified(site).keys("3", "1")
    record = phone.awaited()
    assert record.get("recordingStatusCallbackEvent") == "completed absent"
    phone.speak("RE42")
    (told,) = site.effects(ChangeReported)
    assert isinstance(told, ChangeReported)
    assert (told.recording, told.what) == ("RE42", "address")
    assert phone.awaited().tag == "Gather"


def test_hanging_up_within_a_message_keeps_it() -> None:
    site = Site()
    identified(site).keys("3", "1").speak("RE42", Digits="hangup")
    assert [type(each).__name__ for each in site.effects()] == ["ChangeReported", "CallEnded"]


def test_a_silent_message_is_asked_for_again() -> None:
    site = Site()
    phone = identified(site).keys("3", "1").silent()
    assert phone.awaited().tag == "Record"
    assert not site.effects(ChangeReported)


def test_a_condition_is_reported_without_a_pin() -> None:
    site = Site()
    Telephone(site).ring().keys("1", "2", "2", "1", "1")
    (report,) = site.effects(ConditionReported)
    assert isinstance(report, ConditionReported)
    assert (report.facility, report.topic, report.person) == ("glades", "soap", "")


def test_a_human_takes_the_call_by_a_key() -> None:
    site = Site()
    phone = Telephone(site).ring().keys("1", "0")
    dial = phone.awaited()
    assert (dial.get("timeout"), dial.get("callerId")) == ("30", "+13055550100")
    asks = dial[0].get("url", "")
    asked = site.screened(hook(asks, CallSid="CA99"))
    assert "Press 1 to take the call" in asked
    answer = next(e for e in Telephone(site, asked).tree).get("action", "")
    assert site.screened(hook(answer, CallSid="CA99", Digits="1")).endswith("<Response />")
    phone.dialled("completed")
    assert phone.awaited().tag == "Hangup"
    (ended,) = site.effects(CallEnded)
    assert isinstance(ended, CallEnded)
    assert ended.how == "handed to a human, who took the call"


@pytest.mark.parametrize(
    ("status", "joined"),
    [("no-answer", ""), ("busy", ""), ("failed", ""), ("completed", ""), ("completed", "false")],
)
def test_where_nobody_takes_it_somebody_calls_back(status: str, joined: str) -> None:
    site = Site()
    phone = Telephone(site).ring().keys("1", "0")
    phone.dialled(status, DialBridged=joined)
    assert "Nobody is free right now." in phone.said
    assert len(site.effects(CallBackAsked)) == 1


def test_where_the_provider_says_that_they_were_joined_that_counts() -> None:
    site = Site()
    phone = Telephone(site).ring().keys("1", "0").dialled("completed", DialBridged="true")
    assert phone.awaited().tag == "Hangup"
    assert not site.effects(CallBackAsked)


def test_without_anybody_there_the_caller_does_not_wait() -> None:
    site = Site(human="")
    phone = Telephone(site).ring().keys("1", "0")
    assert phone.awaited().tag == "Hangup"
    assert len(site.effects(CallBackAsked)) == 1


def test_a_call_that_we_place_begins_in_the_persons_language() -> None:
    site = Site()
    phone = Telephone(site)
    url = with_query(VOICE, key="A-1042/2020-06-01/call_back")
    said = {"Direction": "outbound-api", "To": "+13055550111", "From": "+13055550100"}
    phone.document = site.voice(hook(url, **said), expected=NUMBER, language="ht")
    assert "Sa se liy pou rapòte prezans ou." in phone.document
    kept = site.call()
    assert kept is not None
    assert kept.state.telephone == "+13055550111"
    phone.keys("1", PIN, "1")
    assert len(site.check_ins()) == 1


def test_a_machine_that_answers_is_no_check_in() -> None:
    site = Site()
    phone = Telephone(site).ring(Direction="outbound-api", AnsweredBy="machine_start")
    for _ in range(3):
        phone.silent()
    (ended,) = site.effects()
    assert isinstance(ended, CallEnded)
    assert not ended.pressed


@pytest.mark.parametrize("hidden", ["anonymous", "+266696687", "Restricted", ""])
def test_a_hidden_number_is_none(hidden: str) -> None:
    site = Site()
    Telephone(site).ring(From=hidden)
    kept = site.call()
    assert kept is not None
    assert kept.state.telephone == ""


def test_what_cannot_be_saved_is_our_failure_and_reaches_a_human() -> None:
    site = Site()
    phone = identified(site)
    site.down = True
    phone.keys("1")
    assert phone.awaited().tag == "Dial"
    assert not site.check_ins()
    assert not any("recibo" in said for said in phone.said)
    site.down = False
    phone.dialled("no-answer")
    (ended,) = site.effects(CallEnded)
    assert isinstance(ended, CallEnded)
    assert ended.side == "ours"


def test_an_answer_that_was_lost_has_the_receipt_that_stands() -> None:
    site = Site()
    phone = identified(site)
    before = dict(site.kept)
    pressed = hook(phone.action, Digits="1")
    site.voice(pressed)  # and the site dies before it keeps or answers anything
    site.kept = before
    again = site.voice(pressed)
    (made,) = site.check_ins()
    (first, middle, last) = (" ".join(made.receipt[at : at + 3]) for at in (0, 3, 6))
    assert again.count(f"{first}, {middle}, {last}") == 2


def test_where_our_address_failed_the_other_takes_up_the_same_turn() -> None:
    site = Site()
    phone = identified(site)
    fallback = {"ErrorCode": "11200", "ErrorUrl": phone.action}
    answer = site.voice(hook(VOICE, **fallback))
    assert "Gather" in answer
    kept = site.call()
    assert kept is not None
    assert (kept.state.at, kept.state.silences, kept.state.mistaken) == (At.MENU, 0, 0)


def test_a_turn_that_was_never_given_changes_nothing() -> None:
    site = Site()
    phone = identified(site)
    before = dict(site.kept)
    turn = int(hook(phone.action).asked("turn"))
    answer = site.voice(hook(with_query(VOICE, turn=turn + 1), Digits="1"))
    assert (site.kept, answer, site.check_ins()) == (before, phone.document, [])


def test_a_call_that_we_forgot_begins_again() -> None:
    site = Site()
    phone = identified(site)
    site.kept.clear()
    phone.keys("1")
    assert phone.awaited().tag == "Gather"
    phone.keys("2", "1", NUMBER, PIN, "1")
    assert len(site.check_ins()) == 1


def test_what_was_done_before_we_forgot_stands_beside_what_is_done_after() -> None:
    site = Site()
    phone = identified(site).keys("1")
    site.kept.clear()
    site.spoken_for = CALLER.model_copy(update={"person": "A-1043"})
    phone.keys("9").keys("2", "1", NUMBER, PIN, "1")
    first, second = site.check_ins()
    assert (first.person, second.person) == ("A-1042", "A-1043")
    assert " ".join(second.receipt[6:]) in phone.document


@pytest.mark.parametrize(
    ("field", "value"),
    [("CallSid", "x y"), ("CallSid", ""), ("CallStatus", "completedFrom"), ("Digits", "1From+1")],
)
def test_what_no_provider_sends_is_refused(field: str, value: str) -> None:
    site = Site()
    phone = identified(site)
    before = dict(site.kept)
    with pytest.raises(CheckInError, match=field):
        site.voice(hook(phone.action, **{field: value}))
    assert site.kept == before


def test_a_request_of_another_call_is_refused() -> None:
    site = Site()
    identified(site)
    kept = site.call()
    assert kept is not None
    from drawdown.check_in.lines.twiml import take

    with pytest.raises(CheckInError, match="another call's"):
        take(kept, hook(CallSid="CA02"), site.line, site.desk, site.save)


def test_a_webhook_of_json_has_no_fields() -> None:
    made = Webhook.of(VOICE, {"Content-Type": "application/json"}, b'{"CallSid": "x"}')
    assert made["CallSid"] == ""
    assert CALL not in str(made.form)
