"""Calls and texts are asked for once; what nobody knows is said to be so, and never sent again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from tests.check_in.lines.twiml.contract import SID, TOKEN, Provider, serving

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.lines.twiml import Account, CallOrder, Client, Sent, TextOrder
from drawdown.check_in.lines.twiml.codes import CODES, meaning

KEY = "A-1042/2020-06-01/call back"
TO, FROM = "+13055550123", "+13055550100"
CALL = CallOrder(KEY, lambda: TO, FROM, "https://line.example.org/twiml/voice",
                 "https://line.example.org/twiml/status",
                 fallback="https://line.example.org/twiml/again")  # fmt: skip
TEXT = TextOrder(KEY, lambda: TO, "Línea para reportarse: llame al 305-555-0100 & oprima 1.", FROM,
                 "https://line.example.org/twiml/text-status", lambda number: False)  # fmt: skip


@pytest.fixture
def provider() -> Iterator[Provider]:
    with serving() as provider:
        yield provider


@pytest.fixture
def client(provider: Provider) -> Client:
    return Client(Account(SID, TOKEN, base=provider.base, timeout=0.5))


def sends(client: Client) -> list[Sent]:
    return [client.call(CALL), client.text(TEXT)]


def test_a_call_is_taken(client: Client, provider: Provider) -> None:
    sent = client.call(CALL)
    assert (sent.what, sent.key, sent.outcome) == ("accepted", KEY, "sent")
    assert provider.taken == [sent.sid]
    ((_, path, form),) = provider.asked
    assert path == f"/2010-04-01/Accounts/{SID}/Calls.json"
    assert form["StatusCallbackEvent"] == ["initiated", "ringing", "answered", "completed"]
    key = "key=A-1042%2F2020-06-01%2Fcall+back"
    assert form["Url"] == [f"https://line.example.org/twiml/voice?{key}"]
    assert form["StatusCallback"] == [f"https://line.example.org/twiml/status?{key}"]
    assert form["FallbackUrl"] == [f"https://line.example.org/twiml/again?{key}"]
    assert form["Timeout"] == ["25"]


def test_no_machine_is_looked_for_unless_somebody_asks(client: Client, provider: Provider) -> None:
    client.call(CALL)
    client.call(replace(CALL, machines=True))
    assert [form.get("MachineDetection") for _, _, form in provider.asked] == [None, ["Enable"]]


def test_a_text_is_taken_with_all_its_letters(client: Client, provider: Provider) -> None:
    sent = client.text(TEXT)
    assert sent.what == "accepted"
    ((_, path, form),) = provider.asked
    assert path == f"/2010-04-01/Accounts/{SID}/Messages.json"
    assert (form["Body"], form["From"], form["To"]) == ([TEXT.words], [FROM], [TO])
    service = client.text(replace(TEXT, sender="MG00000000000000000000000000000001"))
    assert service.what == "accepted"
    assert "From" not in provider.asked[1][2]


def test_another_providers_interface_stands_elsewhere(provider: Provider) -> None:
    base = f"{provider.base}/api/laml/"
    assert Client(Account(SID, TOKEN, base=base)).call(CALL).what == "accepted"
    assert provider.asked[0][1].startswith("/api/laml/2010-04-01/")


def test_a_key_may_stand_for_the_account(provider: Provider) -> None:
    assert Client(Account(SID, TOKEN, "SK1", provider.base)).text(TEXT).what == "accepted"
    refused = Client(Account(SID, "wrong", base=provider.base)).text(TEXT)
    assert (refused.what, refused.code, refused.side) == ("refused", 20003, "ours")


def test_the_number_is_looked_up_when_it_is_sent(client: Client, provider: Provider) -> None:
    numbers = iter(("+13055550111", "+50934101234"))
    order = replace(CALL, number=lambda: next(numbers))
    client.call(order)
    client.call(order)
    assert [form["To"] for _, _, form in provider.asked] == [["+13055550111"], ["+50934101234"]]


def test_without_a_number_nothing_is_asked(client: Client, provider: Provider) -> None:
    for sent in (client.call(replace(CALL, number=lambda: None)),
                 client.text(replace(TEXT, number=lambda: ""))):  # fmt: skip
        assert (sent.what, sent.side, sent.outcome) == ("not_sent", "ours", "failed")
    assert provider.asked == []


def test_stop_is_honoured_when_it_is_sent(client: Client, provider: Provider) -> None:
    stopped: set[str] = set()
    order = replace(TEXT, opted_out=stopped.__contains__)
    assert client.text(order).what == "accepted"
    stopped.add(TO)
    sent = client.text(order)
    assert (sent.what, sent.opted_out, sent.side) == ("not_sent", True, "person")
    assert len(provider.asked) == 1


def test_what_the_provider_knows_of_a_stop_we_learn(client: Client, provider: Provider) -> None:
    provider.behaviour = ["21610"]
    sent = client.text(TEXT)
    assert (sent.what, sent.opted_out, sent.outcome, sent.side) == (
        "refused", True, "refused", "person",
    )  # fmt: skip


@pytest.mark.parametrize("code", [code for code in CODES if code > 20000])
def test_whose_side_a_refusal_is(code: int, client: Client, provider: Provider) -> None:
    provider.behaviour = [str(code)]
    sent = client.text(TEXT)
    assert (sent.what, sent.code, sent.side) == ("refused", code, meaning(code)[1])
    assert str(code) in sent.how


def test_only_what_a_person_did_is_on_their_side() -> None:
    assert [code for code, (_, side, _) in CODES.items() if side == "person"] == [21610]


def test_a_refusal_that_is_not_in_our_table_is_ours(client: Client, provider: Provider) -> None:
    provider.behaviour = ["21999", "400"]
    assert [(each.what, each.side) for each in sends(client)] == [("refused", "ours")] * 2


def test_a_number_that_is_none(client: Client) -> None:
    sent = client.call(replace(CALL, number=lambda: "305"))
    assert (sent.what, sent.code, sent.side) == ("refused", 21211, "unknown")


@pytest.mark.parametrize(
    "what", ["drop", "taken", "half", "500", "502", "504", "503", "302", "page"]
)
def test_where_nobody_knows_it_is_uncertain_and_not_asked_again(
    what: str, client: Client, provider: Provider
) -> None:
    provider.behaviour = [what, what]
    for sent in sends(client):
        assert (sent.what, sent.outcome, sent.side) == ("uncertain", "claimed", "unknown")
    assert len(provider.asked) == 2


def test_a_provider_that_does_not_answer_is_uncertain(client: Client, provider: Provider) -> None:
    provider.behaviour = ["hang"]
    assert client.call(CALL).what == "uncertain"
    assert len(provider.asked) == 1


def test_no_connection_means_not_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{taken.getsockname()[1]}"
        sent = Client(Account(SID, TOKEN, base=base, timeout=1)).call(CALL)
    assert (sent.what, sent.side, sent.outcome) == ("later", "ours", "claimed")


@pytest.mark.parametrize(("status", "side"), [("429", "ours"), ("503", "carrier")])
@pytest.mark.parametrize(
    ("asked", "seconds"), [("7", 7.0), ("0", 1.0), ("99999", 3600.0), ("nan", 1.0), ("soon", 1.0)]
)
def test_too_many_are_sent_later(
    status: str, side: str, asked: str, seconds: float, client: Client, provider: Provider
) -> None:
    provider.behaviour, provider.retry_after = [status], asked
    sent = client.text(TEXT)
    assert (sent.what, sent.after, sent.side) == ("later", seconds, side)


def test_later_may_be_a_date(client: Client, provider: Provider) -> None:
    provider.behaviour = ["429"]
    at = datetime.now(UTC) + timedelta(seconds=90)
    provider.retry_after = format_datetime(at, usegmt=True)
    assert 80 <= client.text(TEXT).after <= 90


def test_a_recording_is_fetched_and_then_forgotten(client: Client, provider: Provider) -> None:
    provider.recordings["RE1"] = b"RIFF made up"
    assert client.recording("RE1") == b"RIFF made up"
    assert client.forget("RE1")
    assert client.recording("RE1") is None
    assert client.forget("RE1")
    provider.behaviour = ["500"]
    assert not client.forget("RE1")


@pytest.mark.parametrize("sid", ["../../Calls", "RE1?x", "", "https://example.org/RE1"])
def test_no_other_address_is_fetched(sid: str, client: Client, provider: Provider) -> None:
    with pytest.raises(CheckInError, match="expected the provider's id"):
        client.recording(sid)
    assert provider.asked == []


@pytest.mark.parametrize("base", ["http://api.example.org", "ftp://localhost", "api.twilio.com"])
def test_a_secret_goes_nowhere_unprotected(base: str) -> None:
    with pytest.raises(CheckInError, match="https://"):
        Account(SID, TOKEN, base=base)


def test_a_secret_is_never_shown() -> None:
    account = Account(SID, TOKEN)
    assert TOKEN not in repr(account)
    assert TOKEN not in repr(Client(account))
