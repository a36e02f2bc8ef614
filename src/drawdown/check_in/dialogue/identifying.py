"""Who is calling: a person number and a PIN, three tries in a call, then a human.

Nothing is remembered from one call to the next, so that nobody can lock another person out.
"""

from __future__ import annotations

from drawdown.check_in.dialogue.acting import Asking, go, hand_over, say
from drawdown.check_in.dialogue.actions import Action, Collect
from drawdown.check_in.dialogue.desk import Desk
from drawdown.check_in.dialogue.effects import NotIdentified
from drawdown.check_in.dialogue.state import At, State, Step

TRIES = 3
"""How many times a number and PIN may be entered in one call."""


def _ask_number(state: State, desk: Desk) -> tuple[Action, ...]:
    return (say(state, desk, "number"), Collect(12, "#", seconds=12.0))


def _number(state: State, keys: str, desk: Desk) -> Step | None:
    return go(state.having(number=keys), At.PIN) if keys else None


def _ask_pin(state: State, desk: Desk) -> tuple[Action, ...]:
    return (say(state, desk, "pin"), Collect(8, "#", seconds=12.0))


def _pin(state: State, keys: str, desk: Desk) -> Step | None:
    if not keys:
        return None
    caller = desk.identify(state.number, keys)
    if caller is not None:
        return go(state.having(caller=caller, tries=0), At.MENU)
    tries = state.tries + 1
    number = state.number
    state, tried = hand_over(
        state.having(tries=tries, number=""), "not_identified",
        lambda key: NotIdentified(key, state.call, number, tries),
    )  # fmt: skip
    if tries >= TRIES:
        return go(state, At.HUMAN, tried, say(state, desk, "tries_over"))
    return go(state, At.NUMBER, tried, say(state, desk, "not_recognised"))


PLACES = {
    At.NUMBER: Asking(_ask_number, _number, entry=True),
    At.PIN: Asking(_ask_pin, _pin, entry=True),
}
