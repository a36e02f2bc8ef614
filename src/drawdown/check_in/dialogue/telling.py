"""Telling of a changed address or telephone, and asking to be called back."""

from __future__ import annotations

from typing import cast

from drawdown.check_in.dialogue.acting import Asking, go, hand_over, say, say_choices
from drawdown.check_in.dialogue.actions import Action, Collect, Record
from drawdown.check_in.dialogue.desk import Desk
from drawdown.check_in.dialogue.effects import CallBackAsked, Change, ChangeReported
from drawdown.check_in.dialogue.prompt import Digits
from drawdown.check_in.dialogue.state import At, State, Step

_CHANGES: dict[str, Change] = {"1": "address", "2": "telephone"}


def _ask_change(state: State, desk: Desk) -> tuple[Action, ...]:
    return (
        say_choices(state, desk, ("change_address", 1), ("change_telephone", 2), ("go_back", 9)),
        Collect(),
    )


def _change(state: State, keys: str, desk: Desk) -> Step | None:
    if keys[0] == "9":
        return go(state, At.MENU)
    if keys[0] not in _CHANGES:
        return None
    return go(state.having(change=_CHANGES[keys[0]]), At.CHANGE_MESSAGE)


def _ask_message(state: State, desk: Desk) -> tuple[Action, ...]:
    return (say(state, desk, f"say_{state.change}"), Record())


def changed(state: State, recording: str, desk: Desk) -> Step:
    """The message about a change was recorded: it is a task from here on."""
    receipt = desk.receipt()
    what = cast("Change", state.change)
    state, kept = hand_over(state, "change_reported", lambda key: ChangeReported(
        key, state.call, state.person, what, recording, receipt, state.language
    ))  # fmt: skip
    return go(
        state.having(change=""), At.MENU, kept, say(state, desk, "change_kept"),
        say(state, desk, "receipt", receipt=Digits(receipt)),
        say(state, desk, "receipt_again", receipt=Digits(receipt)),
    )  # fmt: skip


def _ask_call_back(state: State, desk: Desk) -> tuple[Action, ...]:
    key = "call_back_here" if state.telephone else "call_back_where"
    return (say(state, desk, key), Collect(15, "#", seconds=12.0))


def _call_back(state: State, keys: str, desk: Desk) -> Step | None:
    telephone = keys or state.telephone
    if not telephone:
        return None
    state, kept = ask_call_back(state, telephone)
    at = At.MENU if state.caller and not state.unreached else At.ENDED
    closing = () if at is At.MENU else (say(state, desk, "goodbye"),)
    return go(state, at, kept, say(state, desk, "call_back_kept"), *closing)


def ask_call_back(state: State, telephone: str) -> tuple[State, Action]:
    """Ask that a person calls back."""
    reason = "nobody was free" if state.unreached else "asked"
    return hand_over(state, "call_back_asked", lambda key: CallBackAsked(
        key, state.call, state.person, telephone, state.language, reason
    ))  # fmt: skip


PLACES = {
    At.CHANGE: Asking(_ask_change, _change, "129"),
    At.CHANGE_MESSAGE: Asking(_ask_message, lambda state, keys, desk: None),
    At.CALL_BACK: Asking(_ask_call_back, _call_back, entry=True),
}
