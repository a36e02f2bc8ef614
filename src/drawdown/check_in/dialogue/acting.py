"""How a place of the dialogue speaks and acts: short ways to say, to ask and to hand over effects.

A place gives a `Step` whose actions come before what the place that is reached asks by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drawdown.check_in.dialogue.actions import Action, Do, Say
from drawdown.check_in.dialogue.desk import Desk
from drawdown.check_in.dialogue.effects import Effect
from drawdown.check_in.dialogue.prompt import Key, Value, prompt
from drawdown.check_in.dialogue.state import At, State, Step


@dataclass(frozen=True)
class Asking:
    """A place of the dialogue.

    Attributes:
        ask: What is said and awaited there.
        keys: What keys bring about; none where they have no meaning there.
        choices: The single keys that have a meaning, for the diagram and for tests.
        entry: Whether digits are entered, ended by `#`, so that `0` alone still reaches a human.
    """

    ask: Callable[[State, Desk], tuple[Action, ...]]
    keys: Callable[[State, str, Desk], Step | None]
    choices: str = ""
    entry: bool = False


def say(state: State, desk: Desk, name: str, /, **values: Value) -> Say:
    """One prompt in the language of the call, or in the first one until there is one."""
    return Say((prompt(name, state.language or desk.languages[0], **values),))


def say_choices(state: State, desk: Desk, *choices: tuple[str, int]) -> Say:
    """Prompts that each name a key, as one."""
    language = state.language or desk.languages[0]
    return Say(tuple(prompt(name, language, key=Key(number)) for name, number in choices))


def hand_over(state: State, kind: str, make: Callable[[str], Effect]) -> tuple[State, Do]:
    """An effect with a key of its own, and the state in which it is done.

    Args:
        state: The state before.
        kind: The kind of effect.
        make: Makes the effect from its key.
    """
    count = state.count + 1
    done = state.done if kind in state.done else (*state.done, kind)
    effect = make(f"{state.call}/{count}/{kind}")
    return state.having(count=count, done=done), Do(effect)


def go(state: State, at: At, *actions: Action) -> Step:
    """On to another place; the end remembers where it came from."""
    reached = state.at.value if at is At.ENDED else ""
    return Step(state.having(at=at, reached=reached, silences=0), actions)
