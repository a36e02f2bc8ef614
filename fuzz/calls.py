"""What comes over a telephone network: SIP, SDP, sound, a provider's requests, recordings."""

from __future__ import annotations

from datetime import UTC, datetime

from sipmessage import Request, Response
from tests.check_in.lines.twiml.provider import FORM, Site

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.lines.sip import digest, info, requests, rtp, sdp, wire
from drawdown.check_in.lines.sip.g711 import CODECS
from drawdown.check_in.lines.sip.recording import Recording
from drawdown.check_in.lines.twiml import Webhook, client, is_genuine, reached_by_text, text_take
from drawdown.check_in.speech import read_wav
from drawdown.check_in.texting import Known
from fuzz.target import Target, parts_of

NOW = datetime(2020, 5, 12, 16, tzinfo=UTC)
FROM = ("192.0.2.7", 5060)
ACCOUNT = digest.Account("line", "a made-up password")
"""A made-up account of ours at a registrar."""


def sip(data: bytes) -> None:
    """A datagram, as far as anything reads or answers it."""
    message = wire.read(data, FROM)
    if isinstance(message, Request):
        for code in (100, 200, 405):
            bytes(requests.respond(message, code, tag="a"))
        info.key_of_info(message)
        if message.method == "INVITE":
            bytes(requests.cancel(message))
            answered = requests.respond(message, 486, tag="a")
            bytes(requests.acknowledge_refusal(message, answered))
    elif isinstance(message, Response):
        requests.target_of(message)
        asked = Request("REGISTER", message.to_address.uri)
        if digest.answer(asked, message, ACCOUNT):
            bytes(asked)
    if message is not None and message.body:
        session(message.body)


def session(data: bytes) -> None:
    """An offer of sound, and our answer to it."""
    try:
        audio = sdp.parse(data)
    except sdp.NotAcceptableError:
        return
    assert 0 < audio.port < 65_536
    assert audio.on_hold in (True, False)
    sdp.Description.new("192.0.2.1", 4000).answer(audio)


def sound(data: bytes) -> None:
    """Packets of sound and keys, each with its length in the two bytes before it."""
    count, ear, codec = (
        rtp.Count(),
        rtp.KeyEar(),
        CODECS[int.from_bytes(data[:1], "big") % len(CODECS) * 8],
    )
    recording, at = Recording(codec, 20.0, 4.0), 1
    while at + 2 < len(data):
        length = int.from_bytes(data[at : at + 2], "big") % 600
        packet = rtp.parse(data[at + 2 : at + 2 + length])
        at += 2 + length
        if packet is not None:
            count.add(packet)
            ear.hear(packet)
            recording.add(packet)
        if recording.tick():
            break
    assert count.lost >= 0
    assert len(recording.codes) <= 20 * 8000


def provider(data: bytes) -> None:
    """A provider's requests in one call, each the address on the first line, then the form."""
    site = Site(now=NOW)
    for part in parts_of(data, 12):
        address, _, body = part.partition(b"\n")
        path = address.decode("latin-1")
        hook = Webhook.of(f"https://line.example.org/twiml/{path}", FORM, body)
        for of in ("twilio", "signalwire", "telnyx"):
            assert not is_genuine(hook, of, ("a made-up key",), NOW)
        try:
            if path.startswith("text"):
                text_take(
                    None,
                    hook,
                    lambda number: Known("+13055550100", ("A-1042",)),
                    lambda effect: effect,
                )
                reached_by_text(hook)
            elif path.startswith("status"):
                site.status(hook)
            elif path.startswith("recording") and site.call(hook["CallSid"]):
                site.recording(hook)
            elif path.startswith("screen") and site.call(hook.asked("call")):
                site.screened(hook)
            else:
                site.voice(hook)
        except CheckInError as error:
            assert len(str(error).splitlines()) == 1, error


def provider_answers(data: bytes) -> None:
    """What a provider answers when we ask it for a call: its status, then the body."""
    first, _, body = data.partition(b"\n")
    words = first.decode("latin-1").split(" ", 1)
    status = (
        int(words[0]) if words[0].isdecimal() and words[0].isascii() and len(words[0]) < 4 else 200
    )
    answer = client._Answer(status, body, words[1] if len(words) > 1 else "", was_sent=True)
    sent = client._sent("key", answer, "…0111")
    assert sent.after is None or 0 <= sent.after <= 10**6


TARGETS = (
    Target("sip", sip, most=wire.LONGEST,
           words=("INVITE sip:a@b SIP/2.0\r\n", "Via: SIP/2.0/UDP a;branch=z9hG4bK1\r\n",
                  "Content-Length: ", "CSeq: 1 INVITE\r\n", ";tag=", "Contact: <sip:a@b>", ";rport",
                  'WWW-Authenticate: Digest realm="a", nonce="b"\r\n', "SIP/2.0 401 U\r\n",
                  "Content-Type: application/dtmf-relay\r\n")),
    Target("sdp", session, most=18_000,
           words=("m=audio 4000 RTP/AVP 0 8 101", "c=IN IP4 192.0.2.7", "a=rtpmap:101 ",
                  "telephone-event/8000", "a=sendonly")),
    Target("rtp", sound, most=4_000),
    Target("provider", provider, most=8_000,
           words=("CallSid=CA1", "&CallStatus=completed", "&Digits=", "voice?turn=1", "\n%%%\n",
                  "&RecordingDuration=", "&RecordingSid=RE1", "status", "recording", "text",
                  "MessageSid=SM1", "&ErrorUrl=", "&DialCallStatus=completed", "&Body=STOP")),
    Target("provider-answer", provider_answers, most=2_000,
           words=('{"sid": "CA1"}', '"code": 21610')),
    Target("recording", lambda data: read_wav(data, "a.wav"), most=20_000,
           words=("RIFF", "WAVEfmt ", "data")),
)  # fmt: skip
