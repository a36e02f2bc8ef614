"""What to answer to a text, and what it brings about: a function of the text and what is known.

Who writes from a number that is not on file for exactly one person is told what anybody is told:
that the line exists, and how to call it. Nothing says whether a number is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drawdown.check_in.dialogue import CallBackAsked
from drawdown.check_in.languages import language
from drawdown.check_in.texting.effects import OptedIn, OptedOut, PassedOn, TextEffect
from drawdown.check_in.texting.own_record import OwnRecord, words_of
from drawdown.check_in.texting.understanding import Kind, Understood, understand


@dataclass(frozen=True)
class Incoming:
    """A text that came in.

    Attributes:
        id: The provider's id of it.
        telephone: The number that it came from, as E.164.
        words: What was written.
        pictures: How many pictures or sounds came with it.
    """

    id: str
    telephone: str
    words: str
    pictures: int = 0


@dataclass(frozen=True)
class Known:
    """What is known of the number that a text came from.

    Attributes:
        line: The number of the line, as it is written in texts.
        persons: The people whose number it is.
        language: The language last used with it; blank where none was.
        opted_out: Whether it wants no texts.
        answered_lately: Whether we told it within the hour that a human reads what it wrote. Then
            that is not said again, so that two machines do not write to each other for ever.
        own: Gives a person's own record.
    """

    line: str
    persons: tuple[str, ...] = ()
    language: str = ""
    opted_out: bool = False
    answered_lately: bool = False
    own: Callable[[str], OwnRecord] = lambda person: OwnRecord()

    @property
    def person(self) -> str:
        """The only person whose number it is; blank where there is no such."""
        return self.persons[0] if len(self.persons) == 1 else ""


@dataclass(frozen=True)
class Reply:
    """What to answer, and what to do before that.

    Attributes:
        kind: What the text asked for.
        language: The language of the answer, which is kept for the number.
        words: What is answered; blank for nothing.
        effects: What it brings about.
    """

    kind: Kind
    language: str
    words: str
    effects: tuple[TextEffect, ...] = ()


def reply(text: Incoming, known: Known) -> Reply:
    """What to answer to a text, and what it brings about.

    To a number that wants no texts nothing is answered, unless it wants them again; what it asks
    for is done all the same.

    Args:
        text: The text.
        known: What is known of its number.
    """
    understood = understand(text.words) if not text.pictures else Understood("other")
    name = understood.language(known.language)
    words = _words(understood.kind, known, name)
    if known.opted_out and understood.kind != "start":
        words = ""
    return Reply(understood.kind, name, words, _effects(understood.kind, text, known, name))


def _words(kind: Kind, known: Known, name: str) -> str:
    in_ = language(name)
    line = {"line": known.line}
    match kind:
        case "stop":
            return in_.text("stopped", line)
        case "start":
            return in_.text("started", line)
        case "help":
            return in_.text("help", line)
        case "call":
            return in_.text("call_back", {})
        case "record" if known.person:
            return words_of(known.own(known.person), name)
        case "record":
            return in_.text("record_elsewhere", line)
    return "" if known.answered_lately else in_.text("passed_on", line)


def _effects(kind: Kind, text: Incoming, known: Known, name: str) -> tuple[TextEffect, ...]:
    number, persons = text.telephone, known.persons
    match kind:
        case "stop":
            return (OptedOut(f"{text.id}/opted_out", number, persons, name),)
        case "start":
            return (OptedIn(f"{text.id}/opted_in", number, persons, name),)
        case "call":
            key = f"{text.id}/call_back_asked"
            return (CallBackAsked(key, text.id, known.person, number, name, "asked"),)
        case "other" if text.words.strip() or text.pictures:
            key = f"{text.id}/passed_on"
            return (PassedOn(key, number, known.person, name, text.words, text.pictures),)
    return ()
