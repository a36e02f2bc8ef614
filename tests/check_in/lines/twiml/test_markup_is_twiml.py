"""What we answer is TwiML: its elements and attributes only, as Twilio's own library writes it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from tests.check_in.lines.twiml.provider import Site, Telephone
from tests.check_in.lines.twiml.published import ATTRIBUTES, INSIDE, KEYS
from tests.check_in.lines.twiml.test_callbacks_in_any_order import Play, operations
from tests.check_in.making import NUMBER, PIN
from twilio.twiml import TwiML
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import VoiceResponse

from drawdown.check_in.dialogue.prompt import prompt
from drawdown.check_in.languages import language, languages, words
from drawdown.check_in.lines.twiml import sound_name
from drawdown.check_in.lines.twiml.markup import document, element, text_answer
from drawdown.check_in.lines.twiml.sounds import Piece
from drawdown.check_in.lines.twiml.speaking import code_of, spoken

SNAKE = {"numDigits": "num_digits", "finishOnKey": "finish_on_key", "maxLength": "max_length",
         "actionOnEmptyResult": "action_on_empty_result", "playBeep": "play_beep",
         "recordingStatusCallback": "recording_status_callback", "callerId": "caller_id",
         "recordingStatusCallbackMethod": "recording_status_callback_method",
         "recordingStatusCallbackEvent": "recording_status_callback_event"}  # fmt: skip


def check(element_: ET.Element) -> None:
    """Fails where an element is none of TwiML, stands where it may not, or has a strange value."""
    assert set(element_.attrib) <= ATTRIBUTES[element_.tag], ET.tostring(element_)
    for name in ("action", "url", "recordingStatusCallback"):
        if name in element_.attrib:
            assert element_.attrib[name].startswith("https://")
    assert set(element_.get("finishOnKey", "")) <= KEYS
    for name in ("timeout", "numDigits", "maxLength", "length"):
        assert int(element_.get(name, "1")) > 0
    for inner in element_:
        assert inner.tag in INSIDE.get(element_.tag, set()), f"{inner.tag} in {element_.tag}"
        check(inner)


def as_twilio_writes_it(root: ET.Element) -> str:
    """The same document, built with Twilio's library."""
    made: TwiML = MessagingResponse() if root.find("Message") is not None else VoiceResponse()
    for inner in root:
        _add(made, inner)
    return str(made)


def _add(outer: TwiML, inner: ET.Element) -> None:
    method = getattr(outer, inner.tag.lower())
    attributes = {SNAKE.get(name, name): value for name, value in inner.attrib.items()}
    text = [inner.text] if inner.text else []
    made = method(*text, **attributes)
    for further in inner:
        _add(made, further)


def same(ours: str) -> None:
    root = ET.fromstring(ours)  # noqa: S314  our own
    theirs = ET.fromstring(as_twilio_writes_it(root))  # noqa: S314
    assert ET.canonicalize(ET.tostring(root)) == ET.canonicalize(ET.tostring(theirs))
    check(root)


@given(operations)
def test_every_document_of_a_call(done: list[tuple[str, int, str]]) -> None:
    play = Play(known=True)
    for what, number, key in done:
        play.do(what, number, key)
    kept = play.site.call()
    assert kept is not None
    for answer in kept.answers:
        same(answer)
        assert len(answer) < 64_000  # https://www.twilio.com/docs/voice/twiml: 64 kB


def test_every_way_of_ending_a_document() -> None:
    phone = Telephone(Site()).ring()
    seen = []
    for keys in ("1", "1", NUMBER, PIN, "3", "1"):
        phone.keys(keys)
        seen.append(phone.awaited().tag)
    phone.speak().keys("0")
    seen.append(phone.awaited().tag)
    same(phone.document)
    phone.dialled("completed", DialBridged="true")
    seen.append(phone.awaited().tag)
    assert set(seen) == {"Gather", "Record", "Dial", "Hangup"}


@given(st.text(max_size=60))
def test_any_words_are_carried(text: str) -> None:
    made = ET.fromstring(text_answer(text))  # noqa: S314
    sent = made.findtext("Message") or ""
    assert set(sent.replace("\n", "\r")) <= set(text.replace("\n", "\r"))
    if text.isprintable():
        assert sent == text
    same(text_answer(text))


def test_a_text_without_an_answer_is_an_empty_document() -> None:
    assert (
        text_answer("")
        == document()
        == str(MessagingResponse()).replace("/>", " />").replace("  />", " />")
    )


def test_our_own_sound_is_played_and_the_rest_said() -> None:
    def sound(name: str, piece: Piece) -> str | None:
        if name != "ht":
            return None
        return f"https://line.example.org/sound/{sound_name(name, piece, b'secret')}"

    heard = list(spoken([prompt("goodbye", "ht"), prompt("goodbye", "en")], sound))
    assert [each.tag for each in heard] == ["Play", "Say"]
    assert heard[1].text == words(prompt("goodbye", "en"))
    same(document(heard, element("Hangup")))


def test_every_language_has_a_code_with_a_country() -> None:
    for name in languages():
        of, country = code_of(name).split("-")
        assert (len(of), len(country)) == (2, 2), language(name).name
        str(VoiceResponse().say("x", language=code_of(name)))
