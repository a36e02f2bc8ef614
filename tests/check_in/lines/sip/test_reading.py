"""Whatever a stranger sends, reading it fails in one way only; what is kept is kept as it came."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sipmessage import Request, Response
from tests.check_in.lines.sip.peers import Script, line
from tests.check_in.lines.sip.raw import OFFER, Raw, raw

from drawdown.check_in.lines.sip import sdp
from drawdown.check_in.lines.sip.digest import Account, credentials, parse_challenge
from drawdown.check_in.lines.sip.info import key_of_info
from drawdown.check_in.lines.sip.requests import respond, values
from drawdown.check_in.lines.sip.wire import read

SOURCE = ("192.0.2.9", 40000)
TELEPHONE = Raw(5060)
TELEPHONE.port = 5062
INVITE = TELEPHONE.request("INVITE", 1, "b", body=OFFER).encode()
TEXT = st.text(alphabet=st.characters(max_codepoint=0x17F), max_size=60)


@given(st.binary(max_size=400))
@example(b"")
@example(b"\r\n\r\n")
@example(b"INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP 1.2.3.4;self=1;branch=z\r\n\r\n")
def test_any_datagram_can_be_read(data: bytes) -> None:
    assert read(data, SOURCE) is None or data


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A message with some of it cut, repeated or overwritten."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(start + 40, len(data))))
        data[start:end] = draw(
            st.binary(max_size=20)
            | st.sampled_from([b"\r\n", b";", b"<", b'"', b",", b"\xff", b"%2", b":99999999999"])
        )
    return bytes(data)


@given(damaged(INVITE))
def test_what_is_read_can_be_answered(data: bytes) -> None:
    message = read(data, SOURCE)
    if isinstance(message, Request):
        response = respond(message, 200)
        assert bytes(response).startswith(b"SIP/2.0 200")
        assert response.via[0].parameters["branch"]
        key_of_info(message)


@given(lines=st.lists(st.tuples(st.sampled_from("vocmatbsz"), TEXT), max_size=20))
def test_any_description_is_read_or_refused(lines: list[tuple[str, str]]) -> None:
    body = "\r\n".join(f"{kind}={value}" for kind, value in lines).encode()
    try:
        audio = sdp.parse(body)
    except sdp.NotAcceptableError:
        return
    assert sdp.Description.new("127.0.0.1", 4000).answer(audio)


@given(damaged(OFFER.encode()))
def test_any_damaged_offer_is_read_or_refused(body: bytes) -> None:
    try:
        audio = sdp.parse(body)
    except sdp.NotAcceptableError:
        return
    assert 0 < audio.port < 65536
    assert audio.payload_type in (0, 8)


@given(TEXT)
@example('Digest realm="a", nonce="' + "\\" * 50)
def test_any_challenge_is_answered_or_passed_over(value: str) -> None:
    for header in (value, f'Digest realm="x", nonce="y", {value}'):
        challenge = parse_challenge(header, "Authorization")
        if challenge is not None:
            answer = credentials(challenge, Account("a", "b"), "REGISTER", "sip:c")
            assert answer.startswith("Digest ")


def test_an_answer_repeats_headers_as_they_came() -> None:
    request = read(INVITE, ("127.0.0.1", 5062))
    assert isinstance(request, Request)
    response = respond(request, 486)
    assert response.headers["From"] == "<sip:+15550100@127.0.0.1>;tag=a+b!c"
    assert response.headers["Via"].endswith(
        "127.0.0.1:5062;branch=z9hG4bKb;received=127.0.0.1;rport=5062"
    )
    assert response.to_address.parameters["tag"]
    assert "tag" not in respond(request, 100).to_address.parameters


def test_folded_and_compact_headers_and_several_vias_on_a_line_are_read() -> None:
    folded = INVITE
    for written, other in (
        (b"Via: SIP/2.0/UDP 127.0.0.1:5062;rport;", b"v : SIP/2.0/UDP 10.0.0.1:5062;"),
        (b"=z9hG4bKb", b'=z9hG4bKb,\r\n  SIP/2.0/UDP 10.0.0.2;x="a,b"'),
        (b"From:", b"f:"),
        (b"Call-ID:", b"i:"),
        (b"Contact:", b"m:"),
    ):
        folded = folded.replace(written, other)
    request = read(folded, SOURCE)
    assert isinstance(request, Request)
    assert request.headers.getlist("Via") == [
        "SIP/2.0/UDP 10.0.0.1:5062;branch=z9hG4bKb;received=192.0.2.9",
        'SIP/2.0/UDP 10.0.0.2;x="a,b"',
    ]


@pytest.mark.parametrize(
    "without", ["Via", "From", "To", "Call-ID", "CSeq", "Contact", ";tag=a+b!c", ";branch=z9hG4bKb"]
)
def test_what_lacks_a_header_that_is_needed_is_passed_over(without: str) -> None:
    lines = INVITE.decode().split("\r\n")
    kept = [
        line.replace(without, "") if without.startswith(";") else line
        for line in lines
        if not line.startswith(f"{without}:")
    ]
    assert read("\r\n".join(kept).encode(), SOURCE) is None


def test_a_body_ends_where_its_length_says() -> None:
    request = read(INVITE + b"more", SOURCE)
    assert isinstance(request, Request)
    assert not request.body.endswith(b"more")
    assert read(INVITE[:-10], SOURCE) is None


def test_a_response_is_read() -> None:
    answer = TELEPHONE.answer(INVITE.decode(), "200 OK", "t", OFFER).encode()
    assert isinstance(read(answer, SOURCE), Response)
    assert read(answer.replace(b"200 OK", b"999 Odd"), SOURCE) is None


@given(st.lists(st.sampled_from(['"a, b" <sip:c>', "<sip:d;lr>", 'x;y="1,2"']), min_size=1))
def test_values_on_one_line_are_parted_where_they_end(parts: list[str]) -> None:
    assert values([", ".join(parts)]) == parts
    assert values(parts) == parts


OFFERS = {
    "codec of ours comes second": ("RTP/AVP 3 8 0 101", "", 8),
    "keys have another number": ("RTP/AVP 0 96", "a=rtpmap:96 telephone-event/8000\n", 0),
}


@pytest.mark.parametrize(("media", "more", "codec"), OFFERS.values(), ids=OFFERS)
def test_an_answer_takes_the_first_codec_of_ours_and_their_number_for_keys(
    media: str, more: str, codec: int
) -> None:
    audio = sdp.parse(OFFER.replace("RTP/AVP 0 101", media).encode() + more.encode())
    assert audio.payload_type == codec
    answer = sdp.Description.new("192.0.2.1", 4000).answer(audio).decode()
    assert f"m=audio 4000 RTP/AVP {codec} {audio.event_type}\r\n" in answer
    assert f"a=rtpmap:{audio.event_type} telephone-event/8000" in answer


@pytest.mark.parametrize(
    ("direction", "ours", "held"),
    [
        ("sendonly", "recvonly", True),
        ("recvonly", "sendonly", False),
        ("inactive", "inactive", True),
    ],
)
def test_a_hold_is_answered_from_our_side(direction: str, ours: str, held: bool) -> None:
    audio = sdp.parse(f"{OFFER}a={direction}\n".encode())
    assert audio.on_hold is held
    assert f"a={ours}\r\n".encode() in sdp.Description.new("192.0.2.1", 4000).answer(audio)


def test_other_media_are_turned_down_in_their_places() -> None:
    video = "m=video 5000 RTP/AVP 96\nm=audio 6000 RTP/SAVP 0\n"
    head, audio = OFFER.split("m=audio")
    answer = sdp.Description.new("192.0.2.1", 4000).answer(
        sdp.parse(f"{head}{video}m=audio{audio}".encode())
    )
    lines = [each for each in answer.decode().split("\r\n") if each.startswith("m=")]
    assert lines == [
        "m=video 0 RTP/AVP 96", "m=audio 0 RTP/SAVP 0", "m=audio 4000 RTP/AVP 0 101",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("RTP/AVP", "RTP/SAVP"),
        ("RTP/AVP 0", "RTP/AVP 18"),
        ("m=audio 9", "m=audio 0"),
        ("m=audio", "m=video"),
        ("IP4 127.0.0.1\nt=", "IP6 ::1\nt="),
    ],
)
def test_what_we_do_not_speak_is_refused(was: str, becomes: str) -> None:
    with pytest.raises(sdp.NotAcceptableError):
        sdp.parse(OFFER.replace(was, becomes).encode())


@pytest.mark.xdist_group("telephones")
def test_a_line_that_was_sent_garbage_still_answers() -> None:
    async def run() -> None:
        async with line(Script({})) as agent, raw(agent.wire.port) as telephone:
            whole = telephone.request("INVITE", 1, "x", body=OFFER)
            for cut in range(0, len(whole), 7):
                telephone.send(whole[:cut])
                telephone.send(whole[:cut] + "\xff\x00" + whole[cut + 9 :])
            telephone.send(b"\x80\xff" * 5000)
            await asyncio.sleep(0.5)
            telephone.inbox.clear()
            telephone.send(telephone.request("OPTIONS", 1, "ping", call="other"))
            await telephone.wait("SIP/2.0 200")

    asyncio.run(run())


@pytest.mark.parametrize(
    ("written", "key"),
    [("5", "5"), ("*", "*"), ("10", "*"), ("11", "#"), ("a", "A"), ("15", "D"), ("16", None)],
)
def test_keys_by_info_are_read_as_telephones_write_them(written: str, key: str | None) -> None:
    body = f"Signal= {written}\r\nDuration=160\r\n"
    data = (
        "INFO sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:c@d>;tag=1\r\n"
        "To: <sip:a@b>;tag=2\r\nCall-ID: x\r\nCSeq: 2 INFO\r\n"
        f"Content-Type: application/dtmf-relay\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )
    request = read(data.encode(), ("127.0.0.1", 5060))
    assert isinstance(request, Request)
    assert key_of_info(request) == key


@pytest.mark.parametrize("name", ["José", "José Núñez", '"José"', "", '"a < b" ', "Jean"])
def test_a_caller_whose_name_is_not_ascii_is_answered(name: str) -> None:
    """Outside of quotes it is not allowed (RFC 3261, section 25.1); exchanges write it anyway."""
    data = (
        "INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n"
        f"From: {name} <sip:+1305@d>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n"
        f"Contact: {name} <sip:c@d>\r\nContent-Length: 0\r\n\r\n"
    )
    request = read(data.encode(), ("127.0.0.1", 5060))
    assert isinstance(request, Request)
    assert request.from_address.uri.user == "+1305"
    assert "tag=1" in respond(request, 180).headers["From"]
