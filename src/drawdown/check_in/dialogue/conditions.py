"""Reporting conditions where one is held: which facility, what, and signed or anonymous."""

from __future__ import annotations

from typing import cast

from drawdown.check_in.dialogue.acting import Asking, go, hand_over, say, say_choices
from drawdown.check_in.dialogue.actions import Action, Collect, Record, Say
from drawdown.check_in.dialogue.desk import Desk
from drawdown.check_in.dialogue.effects import ConditionReported, Topic
from drawdown.check_in.dialogue.prompt import Digits, Key, prompt
from drawdown.check_in.dialogue.state import At, State, Step

TOPICS: tuple[Topic, ...] = ("soap", "mask", "distance", "cleaning", "other")
"""What can be reported, by the keys 1 to 5; for the last a message is recorded."""


def _ask_facility(state: State, desk: Desk) -> tuple[Action, ...]:
    named = tuple(
        prompt("facility", state.language, key=Key(number), name=place.name)
        for number, place in enumerate(desk.places[:9], start=1)
    )
    return (Say((prompt("which_facility", state.language), *named)), Collect())


def _facility(state: State, keys: str, desk: Desk) -> Step | None:
    number = "123456789".find(keys[0])
    if not 0 <= number < len(desk.places):
        return None
    return go(state.having(facility=desk.places[number].id), At.TOPIC)


def _ask_topic(state: State, desk: Desk) -> tuple[Action, ...]:
    numbered = enumerate(TOPICS, start=1)
    topics = [(f"topic_{topic}", number) for number, topic in numbered]
    return (say_choices(state, desk, *topics), Collect())


def _topic(state: State, keys: str, desk: Desk) -> Step | None:
    number = "12345".find(keys[0])
    if number < 0:
        return None
    topic = TOPICS[number]
    at = At.REPORT_MESSAGE if topic == "other" else At.SIGNED
    return go(state.having(topic=topic, recording=""), at)


def _ask_message(state: State, desk: Desk) -> tuple[Action, ...]:
    return (say(state, desk, "say_condition"), Record())


def recorded(state: State, recording: str) -> Step:
    """A message about a condition was recorded."""
    return go(state.having(recording=recording), At.SIGNED)


def _ask_signed(state: State, desk: Desk) -> tuple[Action, ...]:
    return (say_choices(state, desk, ("anonymous", 1), ("signed", 2)), Collect())


def _signed(state: State, keys: str, desk: Desk) -> Step | None:
    if keys[0] == "1":
        return reported(state, "", desk)
    return go(state, At.REPORT_NUMBER) if keys[0] == "2" else None


def _ask_number(state: State, desk: Desk) -> tuple[Action, ...]:
    return (say(state, desk, "number"), Collect(12, "#", seconds=12.0))


def _number(state: State, keys: str, desk: Desk) -> Step | None:
    return reported(state, keys, desk) if keys else None


def reported(state: State, person: str, desk: Desk) -> Step:
    """The report stands."""
    receipt = desk.receipt()
    topic = cast("Topic", state.topic)
    state, kept = hand_over(state, "condition_reported", lambda key: ConditionReported(
        key, state.call, state.facility, topic, person, state.recording, receipt, state.language
    ))  # fmt: skip
    return go(
        state.having(topic="", recording=""), At.REPORTED, kept, say(state, desk, "report_kept"),
        say(state, desk, "receipt", receipt=Digits(receipt)),
        say(state, desk, "receipt_again", receipt=Digits(receipt)),
    )  # fmt: skip


def _ask_reported(state: State, desk: Desk) -> tuple[Action, ...]:
    return (say_choices(state, desk, ("report_more", 1), ("menu_hang_up", 9)), Collect())


def _reported(state: State, keys: str, desk: Desk) -> Step | None:
    match keys[0]:
        case "1":
            return go(state, At.TOPIC)
        case "9":
            return go(state, At.ENDED, say(state, desk, "goodbye"))
    return None


PLACES = {
    At.FACILITY: Asking(_ask_facility, _facility, "123456789"),
    At.TOPIC: Asking(_ask_topic, _topic, "12345"),
    At.REPORT_MESSAGE: Asking(_ask_message, lambda state, keys, desk: None),
    At.SIGNED: Asking(_ask_signed, _signed, "12"),
    At.REPORT_NUMBER: Asking(_ask_number, _number, entry=True),
    At.REPORTED: Asking(_ask_reported, _reported, "19"),
}
