"""The documents of a call: what is said, and what is then awaited, under the turn's address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from xml.etree.ElementTree import Element

from drawdown.check_in.dialogue import Collect, Record, Transfer
from drawdown.check_in.lines.twiml.markup import document, element, nested
from drawdown.check_in.lines.twiml.playing import Played
from drawdown.check_in.lines.twiml.speaking import SoundAddress, no_sound, spoken
from drawdown.check_in.lines.twiml.webhook import with_query


def _nobody() -> str:
    return ""


@dataclass(frozen=True)
class Line:
    """Where we are reached, and whom we reach.

    Attributes:
        voice: The address to which what happens in a call is sent.
        recording: The address that is told when a message is ready.
        screen: The address that asks a human, before they are joined, whether they take the call.
        number: The number of the line, which the human sees; blank: what the provider shows.
        human: The number to which calls are handed now; blank where nobody is there.
        sound: The address of a piece's sound.
        asks: What the human is asked, in their own language.
        asks_in: The code of that language.
    """

    voice: str
    recording: str
    screen: str
    number: str = ""
    human: Callable[[], str] = _nobody
    sound: SoundAddress = no_sound
    asks: str = "A caller on the check-in line. Press 1 to take the call."
    asks_in: str = "en-US"


def call_document(
    played: Played, call: str, turn: int, line: Line, human: str, *, first: bool
) -> str:  # fmt: skip
    """What is said and then awaited.

    Args:
        played: What came of what happened.
        call: The provider's id of the call.
        turn: The turn in which what is awaited is sent to us.
        line: Where we are reached.
        human: The number to which the call is handed, where it is.
        first: Whether it is the first document of the call.
    """
    action = with_query(line.voice, turn=turn)
    silent = element("Redirect", with_query(action, silent=1), method="POST")
    firmly = [p for say in played.said if not say.interruptible for p in say.prompts]
    freely = [p for say in played.said if say.interruptible for p in say.prompts]
    before = [element("Pause", length=1)] if first else []  # whoever picks up hears the first word
    said = list(spoken(freely, line.sound))
    match played.awaits:
        case Collect(most, ends, seconds):
            gather = element(
                "Gather", action=action, method="POST", numDigits=most, finishOnKey=ends,
                timeout=ceil(seconds), actionOnEmptyResult=True,
            )  # fmt: skip
            return document(spoken(firmly, line.sound), nested(gather, [*before, *said]), silent)
        case Record(seconds, ends, silence):
            record = element(
                "Record", action=action, method="POST", maxLength=ceil(seconds), finishOnKey=ends,
                timeout=ceil(silence), playBeep=True, trim="do-not-trim",
                recordingStatusCallback=with_query(line.recording, turn=turn),
                recordingStatusCallbackMethod="POST",
                recordingStatusCallbackEvent="completed absent",
            )  # fmt: skip
            return document(before, spoken(firmly, line.sound), said, record, silent)
        case Transfer(seconds):
            return document(before, said, _dial(call, turn, line, human, action, ceil(seconds)))
    return document(before, said, element("Hangup"))


def screen_document(call: str, turn: int, line: Line) -> str:
    """What a human is asked before they are joined to the caller."""
    action = with_query(line.screen, call=call, turn=turn, asked=1)
    asked = nested(
        element("Gather", action=action, method="POST", numDigits=1, timeout=8),
        [element("Say", line.asks, language=line.asks_in)],
    )
    return document(asked, element("Hangup"))


def _dial(call: str, turn: int, line: Line, human: str, action: str, seconds: int) -> Element:
    caller = {"callerId": line.number} if line.number else {}
    asks = with_query(line.screen, call=call, turn=turn)
    return nested(
        element("Dial", action=action, method="POST", timeout=seconds, **caller),
        [element("Number", human, url=asks, method="POST")],
    )
