"""Calls and texts over a provider's webhooks, signed as it signs, kept as any others are."""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client
from tests.check_in.lines.twiml.contract import SID, TOKEN, serving
from tests.site.line.conftest import PERSON

from drawdown.check_in.lines.twiml.signature import signature
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Row
from drawdown.site.environment import SettingsError
from drawdown.site.line.carriers import To
from drawdown.site.line.carriers.twiml import twiml_carrier
from drawdown.site.line.models import Call, Enrolment, OptOut, Said, Step
from drawdown.site.line.people import enrol
from drawdown.site.line.provider import keeping, tidying, views
from drawdown.site.line.provider import settings as provider
from drawdown.site.line.provider.settings import ProviderSettings, read_provider_settings
from drawdown.site.line.store import CaseStore

CALL = "CA00000000000000000000000000000001"
PHONE = "+13055550111"


@pytest.fixture(autouse=True)
def _set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = ProviderSettings("twilio", SID, (TOKEN,), sender="+13055550100", human="+13055550199")
    for room in (provider, views, tidying):
        monkeypatch.setattr(room, "provider_settings", lambda: chosen)


@pytest.fixture
def who(case: Case) -> tuple[Enrolment, str]:
    """A person released a week ago on weekly check-ins, enrolled with a telephone; and the PIN."""
    line = CaseStore(case, "twiml")
    day = line.now().date() - timedelta(days=6)
    append(
        case,
        [("decision", {"date": day.isoformat(), "person": PERSON, "outcome": "released",
                       "authority": "parole", "decider": "A. Quintero", "reason": "it is time",
                       "check_in": "7 days"})],
        by="a test", now=line.now() - timedelta(days=6),
    )  # fmt: skip
    return enrol(case, PERSON, by="a test", telephone=PHONE)


def ask(case: Case, address: str, *, signed: bool = True, **fields: str) -> tuple[int, str]:
    """A request as the provider sends it."""
    if not address.startswith("http"):
        address = f"{settings.ENVIRONMENT.origin}/provider/{case.slug}/{address}"
    form = {"AccountSid": SID, "From": PHONE, "To": "+13055550100", "Direction": "inbound",
            "CallStatus": "in-progress"} | fields  # fmt: skip
    if "MessageSid" not in form:
        form = {"CallSid": CALL} | form
    made = signature(TOKEN, address, {name: [value] for name, value in form.items()})
    answer = Client().post(
        address.removeprefix(settings.ENVIRONMENT.origin), urlencode(form),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": made if signed else "A" + made[1:]},
    )  # fmt: skip
    return answer.status_code, answer.content.decode()


class Telephone:
    """Somebody on the telephone: presses keys where the markup asks for them."""

    def __init__(self, case: Case, address: str = "voice", **fields: str) -> None:
        self.case, self.fields = case, fields
        self.answers: list[tuple[str, dict[str, str]]] = []
        self.go(address)

    def go(self, address: str, **fields: str) -> None:
        self.answers.append((address, self.fields | fields))
        status, markup = ask(self.case, address, **self.fields, **fields)
        assert status == 200, markup
        self.tree = ET.fromstring(markup)  # noqa: S314  our own markup

    def keys(self, *pressed: str) -> Telephone:
        for keys in pressed:
            gather = next(each for each in self.tree if each.tag == "Gather")
            self.go(gather.get("action", ""), Digits=keys)
        return self

    def speak(self, recording: str) -> Telephone:
        record = next(each for each in self.tree if each.tag == "Record")
        self.go(record.get("action", ""), RecordingSid=recording, RecordingDuration="4", Digits="#")
        return self


def check_ins(case: Case) -> list[dict[str, str]]:
    rows = Row.objects.filter(case=case, kind="check_in", person=PERSON)
    return [json.loads(row.content or "{}") for row in rows]


def test_a_check_in_over_the_provider(case: Case, who: tuple[Enrolment, str]) -> None:
    phone = Telephone(case).keys("2", "1", who[0].number, who[1], "1")
    (made,) = check_ins(case)
    assert (made["line"], made["language"], made["call"]) == ("twiml", "es", CALL)
    for address, fields in phone.answers:  # all of it once more, as after a lost answer
        assert ask(case, address, **fields)[0] == 200
    assert len(check_ins(case)) == 1
    assert Step.objects.filter(what="receipt").count() == 1
    ask(case, "status", CallStatus="completed")
    now = CaseStore(case, "twiml").now()
    assert tidying.close_calls(case, now) == 0
    assert tidying.close_calls(case, now + timedelta(minutes=2)) == 1
    call = Call.objects.get(name=CALL)
    assert (call.person, call.language, call.waits) == (PERSON, "es", False)
    assert call.ended


def test_what_the_provider_did_not_sign_is_refused(case: Case) -> None:
    assert ask(case, "voice", signed=False)[0] == 403
    assert ask(case, "text", signed=False, MessageSid="SM1", Body="1")[0] == 403
    assert not Call.objects.filter(name=CALL).exists()
    assert Client().get(f"/provider/{case.slug}/voice").status_code == 405


def test_where_there_is_no_provider_there_are_no_such_pages(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "provider_settings", lambda: ProviderSettings("twilio"))
    assert ask(case, "voice")[0] == 404


def test_a_request_of_no_known_shape_is_one_line_in_the_log(case: Case) -> None:
    assert ask(case, "voice", CallStatus="dancing")[0] == 400
    assert ask(case, "recording", RecordingSid="RE1")[0] == 400


def test_what_is_said_is_served_as_sound(case: Case) -> None:
    phone = Telephone(case)
    played = [each.text or "" for each in phone.tree.iter("Play")]
    assert played
    answer = Client().get(played[0].removeprefix(settings.ENVIRONMENT.origin))
    assert answer["Content-Type"] == "audio/wav"
    with wave.open(io.BytesIO(answer.content)) as file:
        assert file.getframerate() == 8000
    assert Client().get(f"/provider/{case.slug}/sound/en/sAAAA.wav").status_code == 404


@pytest.fixture
def placed(case: Case, who: tuple[Enrolment, str]) -> Step:
    """A call of the ladder that the provider took."""
    now = CaseStore(case, "twiml").now()
    return Step.objects.create(
        case=case, key=f"{PERSON}/2020-05-14/call_back", person=PERSON, what="call_back",
        means="call", day=now.date(), made=now, after=now, claimed=now, claim="x", sent=now,
    )  # fmt: skip


OUT = {"Direction": "outbound-api", "From": "+13055550100", "To": PHONE}


def test_a_mailbox_that_answers_our_call_is_no_check_in(case: Case, placed: Step) -> None:
    key = urlencode({"key": placed.key})
    Telephone(case, f"voice?{key}", **OUT)
    ask(case, f"status?{key}", **{**OUT, "CallStatus": "completed"})
    later = CaseStore(case, "twiml").now() + timedelta(minutes=2)
    assert tidying.close_calls(case, later) == 1
    placed.refresh_from_db()
    assert (placed.outcome, bool(placed.over)) == ("no_key", True)
    assert not check_ins(case)


def test_a_call_that_we_place_asks_for_the_pin_all_the_same(
    case: Case, placed: Step, who: tuple[Enrolment, str]
) -> None:
    key = urlencode({"key": placed.key})
    Enrolment.objects.filter(pk=who[0].pk).update(language="es")
    phone = Telephone(case, f"voice?{key}", **OUT).keys("1")
    assert not check_ins(case), "who picks up may be anybody"
    phone.keys(who[1], "1")
    assert len(check_ins(case)) == 1


@pytest.mark.parametrize(
    ("status", "fields", "outcome", "side"),
    [
        ("busy", {}, "busy", "person"),
        ("no-answer", {}, "no_answer", "person"),
        ("failed", {"SipResponseCode": "503"}, "failed", "carrier"),
    ],
)
def test_whose_side_a_call_failed_on(
    case: Case, placed: Step, status: str, fields: dict[str, str], outcome: str, side: str
) -> None:
    key = urlencode({"key": placed.key})
    for _ in range(2):
        ask(case, f"status?{key}", **{**OUT, "CallStatus": status, **fields})
    ask(case, f"status?{key}", **{**OUT, "CallStatus": "ringing"})  # late, and changes nothing
    placed.refresh_from_db()
    assert (placed.outcome, placed.side) == (outcome, side)
    entries = Row.objects.filter(case=case, kind="attempt", person=PERSON)
    assert entries.count() == 1
    assert Call.objects.get(name=CALL).ended


def test_a_call_that_was_answered_while_we_were_down_is_ours(case: Case, placed: Step) -> None:
    key = urlencode({"key": placed.key})
    ask(case, f"status?{key}", **{**OUT, "CallStatus": "completed"})
    placed.refresh_from_db()
    assert (placed.outcome, placed.side) == ("failed", "ours")


def test_a_message_is_fetched_sealed_and_forgotten_by_the_provider(
    case: Case, who: tuple[Enrolment, str]
) -> None:
    from drawdown.check_in.lines.twiml import Account
    from drawdown.check_in.lines.twiml import Client as Asking

    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * 32_000)
    Telephone(case).keys("1", "1", who[0].number, who[1], "3", "1").speak("RE0001")
    assert Call.objects.get(name=CALL).waits
    (task,) = Row.objects.filter(case=case, kind="task", person=PERSON)
    assert json.loads(task.content or "")["message"] == "RE0001"
    with serving() as there:
        there.recordings["RE0001"] = sound.getvalue()
        asking = Asking(Account(SID, TOKEN, base=there.base))
        now = CaseStore(case, "twiml").now()
        assert tidying.fetch_messages(case, now, asking) == 1
        assert tidying.fetch_messages(case, now, asking) == 0
        assert "RE0001" not in there.recordings
    kept = Said.objects.get(name="RE0001")
    assert (kept.kind, kept.person, kept.seconds) == ("sound", PERSON, 4.0)
    assert Row.objects.filter(case=case, kind="task", person=PERSON).count() == 1


def text(case: Case, sid: str, body: str) -> str:
    status, markup = ask(case, "text", MessageSid=sid, Body=body)
    assert status == 200, markup
    return " ".join(ET.fromstring(markup).itertext())  # noqa: S314  our own markup


def test_a_text_of_1_asks_for_a_call_once(case: Case, who: tuple[Enrolment, str]) -> None:
    assert text(case, "SM1", "1") == text(case, "SM1", "1")
    (task,) = Row.objects.filter(case=case, kind="task", person=PERSON)
    assert json.loads(task.content or "")["what"] == "call back"


def test_stop_and_start(case: Case, who: tuple[Enrolment, str]) -> None:
    text(case, "SM1", "STOP")
    assert OptOut.objects.get().out
    text(case, "SM1", "STOP")
    text(case, "SM2", "START")
    said = list(OptOut.objects.order_by("pk").values_list("out", flat=True))
    assert said == [True, False]


def test_the_own_record_by_text_and_nothing_to_strangers(
    case: Case, who: tuple[Enrolment, str]
) -> None:
    Telephone(case).keys("1", "1", who[0].number, who[1], "1")
    (made,) = check_ins(case)
    digits = made["receipt"]
    assert digits[:3] in text(case, "SM1", "RECORD")
    stranger = ask(case, "text", MessageSid="SM2", Body="RECORD", From="+13055550177")[1]
    assert digits[:3] not in stranger


def test_other_words_become_a_task_and_are_sealed(case: Case, who: tuple[Enrolment, str]) -> None:
    first = text(case, "SM1", "my bus broke down MARKER")
    assert first
    assert text(case, "SM2", "hello?") == "", "it is not said again within the hour"
    tasks = Row.objects.filter(case=case, kind="task", person=PERSON)
    assert tasks.count() == 2
    assert not any("MARKER" in (row.content or "") for row in tasks)
    assert all(b"MARKER" not in bytes(each.sealed) for each in Said.objects.all())


def test_a_text_that_never_arrived_corrects_what_was_noted(
    case: Case, placed: Step, who: tuple[Enrolment, str]
) -> None:
    Step.objects.filter(pk=placed.pk).update(means="text", outcome="sent")
    key = urlencode({"key": placed.key})
    for _ in range(2):
        status, _ = ask(
            case, f"text-status?{key}", MessageSid="SM1", MessageStatus="undelivered",
            ErrorCode="30003",
        )  # fmt: skip
        assert status == 200
    placed.refresh_from_db()
    assert placed.outcome == "failed"
    assert placed.side in ("carrier", "unknown", "person")


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], object]]:
    """The carrier of the settings, and a provider that answers as its contract says."""
    with serving() as there:
        chosen = ProviderSettings("twilio", SID, (TOKEN,), base=there.base, sender="+13055550100")
        from drawdown.site.line.carriers import twiml

        monkeypatch.setattr(twiml, "provider_settings", lambda: chosen)
        secure = replace(settings.ENVIRONMENT, origin="https://line.example.org")
        monkeypatch.setattr(settings, "ENVIRONMENT", secure)
        yield lambda: there


def test_the_carrier_asks_the_provider(
    case: Case, who: tuple[Enrolment, str], carried: Callable[[], object]
) -> None:
    to = To(case, PERSON, who[0].number, PHONE, "en", "")
    carrier = twiml_carrier()
    sent = carrier.text(to, "You are due.", "a/b/reminder")
    assert (sent.outcome, sent.final, bool(sent.carrier)) == ("sent", False, True)
    assert carrier.call(to, "a/b/call_back").outcome == "sent"
    there = carried()
    assert len(there.taken) == 2  # type: ignore[attr-defined]
    there.behaviour += ["429", "taken"]  # type: ignore[attr-defined]
    assert carrier.text(to, "You are due.", "a/b/2").later
    lost = carrier.text(to, "You are due.", "a/b/3")
    assert (lost.outcome, lost.side) == ("claimed", "ours")


def test_settings_that_cannot_be_are_one_line(tmp_path: Path) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text("one\ntwo\n")
    env = {"DRAWDOWN_LINE_ACCOUNT": SID, "DRAWDOWN_LINE_SECRETS_FILE": str(tokens),
           "DRAWDOWN_LINE_SENDER": "(305) 555-0100"}  # fmt: skip
    chosen = read_provider_settings(env)
    assert (chosen.keys, chosen.sender, chosen.is_set) == (("one", "two"), "+13055550100", True)
    assert "one" not in repr(chosen)
    for wrong in (
        {"DRAWDOWN_LINE_PROVIDER": "pigeon"},
        {"DRAWDOWN_LINE_SECRETS_FILE": str(tmp_path / "none")},
        {"DRAWDOWN_LINE_API": "http://provider.example"},
        {"DRAWDOWN_LINE_HUMAN": "911-"},
    ):
        with pytest.raises(SettingsError, match=next(iter(wrong))):
            read_provider_settings(env | wrong)


def test_what_stands_under_a_key_is_read_out_again(case: Case, who: tuple[Enrolment, str]) -> None:
    from drawdown.check_in.dialogue import CheckedIn

    store = CaseStore(case, "twiml")
    made = CheckedIn("k1", CALL, PERSON, store.now(), "123456789", "en", None)
    assert keeping.stands(case, made) is None
    store.save(made, store.now())
    again = keeping.stands(case, replace(made, receipt="987654321"))
    assert isinstance(again, CheckedIn)
    assert again.receipt == "123456789"
