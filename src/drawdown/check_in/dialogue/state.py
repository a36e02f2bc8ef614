"""Where a call stands. A state is a plain value: it can be written down between two events."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from drawdown.check_in.dialogue.actions import Action
from drawdown.check_in.dialogue.desk import Caller


class At(StrEnum):
    """The places of the dialogue."""

    RINGING = "ringing"
    LANGUAGE = "language"
    START = "start"
    NUMBER = "number"
    PIN = "pin"
    MENU = "menu"
    CHANGE = "change"
    CHANGE_MESSAGE = "change_message"
    CALL_BACK = "call_back"
    FACILITY = "facility"
    TOPIC = "topic"
    REPORT_MESSAGE = "report_message"
    SIGNED = "signed"
    REPORT_NUMBER = "report_number"
    REPORTED = "reported"
    HUMAN = "human"
    ENDED = "ended"


class State(BaseModel):
    """Where one call stands.

    Attributes:
        call: The call's id; with it begin the keys of all its effects.
        at: The place of the dialogue.
        telephone: The number that calls, or that we called; blank where hidden.
        expected: The person number of whom we called; blank where somebody called us.
        language: The language chosen.
        number: The person number entered.
        caller: Who was identified.
        tries: How many times a number and PIN did not belong together.
        silences: How many times in a row nothing came.
        mistaken: How many times in a row a key had no meaning.
        pressed: Whether any key was pressed.
        receipt: The receipt number of the check-in made in this call.
        done: The kinds of effect that were handed over and not refused, each once.
        count: How many effects there were, which tells their keys apart.
        change: Which change is being reported.
        facility: Of which facility a condition is being reported.
        topic: Which condition.
        recording: The message that goes with it.
        unreached: Whether a human was asked for and nobody was free.
        failure: What failed on our side, where anything did.
        reached: Once the call has ended: the place at which it did.
    """

    model_config = ConfigDict(frozen=True)

    call: str
    at: At = At.RINGING
    telephone: str = ""
    expected: str = ""
    language: str = ""
    number: str = ""
    caller: Caller | None = None
    tries: int = 0
    silences: int = 0
    mistaken: int = 0
    pressed: bool = False
    receipt: str = ""
    done: tuple[str, ...] = ()
    count: int = 0
    change: str = ""
    facility: str = ""
    topic: str = ""
    recording: str = ""
    unreached: bool = False
    failure: str = ""
    reached: str = ""

    def having(self, **changes: Any) -> State:
        """The same state with some fields changed."""
        return self.model_copy(update=changes)

    @property
    def person(self) -> str:
        """The number of the person who was identified; blank where nobody was."""
        return self.caller.person if self.caller else ""


@dataclass(frozen=True)
class Step:
    """What an event came to: the state after it, and what the line is to do."""

    state: State
    actions: tuple[Action, ...] = ()


def begin(call: str, *, telephone: str = "", expected: str = "", language: str = "") -> State:
    """A call that nobody has answered yet.

    Args:
        call: An id that no other call has.
        telephone: The number that calls or is called, where it is shown.
        expected: Of a call that we place: the number of the person called, as they would enter it.
        language: Of a call that we place: the person's language.
    """
    return State(call=call, telephone=telephone, expected=expected, language=language)
