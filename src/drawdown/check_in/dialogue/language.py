"""Choosing a language: each is named in itself."""

from __future__ import annotations

from drawdown.check_in.dialogue.acting import Asking, go, say_choices
from drawdown.check_in.dialogue.actions import Action, Collect, Say
from drawdown.check_in.dialogue.desk import Desk
from drawdown.check_in.dialogue.prompt import Key, prompt
from drawdown.check_in.dialogue.state import At, State, Step

KEYS = "123456789"


def _ask_language(state: State, desk: Desk) -> tuple[Action, ...]:
    """Every language with its key; the one last used from this number first, the keys unchanged."""
    offered = list(enumerate(desk.languages[: len(KEYS)], start=1))
    hinted = state.language or desk.hint(state.telephone)
    offered.sort(key=lambda each: each[1] != hinted)
    lines = tuple(prompt("language", name, key=Key(number)) for number, name in offered)
    return (Say(lines), Collect(seconds=8.0))


def _language(state: State, keys: str, desk: Desk) -> Step | None:
    number = KEYS.find(keys[0])
    if not 0 <= number < len(desk.languages):
        return None
    return go(state.having(language=desk.languages[number]), At.START)


def _ask_start(state: State, desk: Desk) -> tuple[Action, ...]:
    choices = [("start_check_in", 1)]
    if desk.places:
        choices.append(("start_report", 2))
    if state.expected:
        choices.append(("other_language", 9))
    choices.append(("reach_human", 0))
    return (say_choices(state, desk, *choices), Collect())


def _start(state: State, keys: str, desk: Desk) -> Step | None:
    match keys[0]:
        case "1" if state.expected and state.tries == 0:
            return go(state.having(number=state.expected), At.PIN)
        case "1":
            return go(state, At.NUMBER)
        case "2" if desk.places:
            return go(state, At.FACILITY)
        case "9":
            return go(state, At.LANGUAGE)
    return None


PLACES = {
    At.LANGUAGE: Asking(_ask_language, _language, KEYS),
    At.START: Asking(_ask_start, _start, "129"),
}
