"""How long a plain check-in takes in each language: the prompts that are heard, and the keys.

A plain check-in is: language, check in, person number, PIN, check in, the receipt twice, the next
dates, and hanging up, by somebody who waits until each prompt is over. Prompts can be interrupted,
so that who knows the line is done in a fraction of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from drawdown.check_in.dialogue import (
    Answered,
    Caller,
    Desk,
    Digits,
    Event,
    Place,
    Prompt,
    Say,
    begin,
    step,
)
from drawdown.check_in.languages import language, languages
from drawdown.check_in.speech import sound

KEY_SECONDS = 0.6
"""One key, pressed by somebody who looks at the keys."""
THINKING_SECONDS = 1.5
"""Between the end of a prompt and the first key."""
AIM = 120.0
"""A plain check-in should take no longer, in seconds."""


@dataclass(frozen=True)
class Length:
    """How long a plain check-in takes in a language, in seconds.

    Attributes:
        language: Its folder.
        heard: All prompts, to their ends.
        keys: Pressing the keys, and thinking before.
        to_receipt: From the first word until the receipt has been read once.
    """

    language: str
    heard: float
    keys: float
    to_receipt: float

    @property
    def whole(self) -> float:
        """All of it."""
        return self.heard + self.keys


def plain_check_in(name: str) -> list[tuple[tuple[Prompt, ...], str]]:
    """The prompts heard and the keys pressed after them, in a language."""
    caller = Caller(
        person="A-1042", due=date(2020, 6, 3), following=date(2020, 6, 10),
        court=datetime(2020, 7, 22, 9, 30, tzinfo=UTC),
    )  # fmt: skip
    desk = Desk(
        datetime(2020, 6, 1, 16, tzinfo=UTC), lambda number, pin: caller, lambda: "482107355",
        languages()[:9], (Place("krome", "Krome"),),
    )  # fmt: skip
    keys = (str(languages().index(name) + 1), "1", "104217", "246801", "1", "")
    turns: list[tuple[tuple[Prompt, ...], str]] = []
    state = begin("c")
    event: Event = Answered()
    for pressed in keys:
        taken = step(state, event, desk)
        said = tuple(
            each for action in taken.actions if isinstance(action, Say) for each in action.prompts
        )
        turns.append((said, pressed))
        state, event = taken.state, Digits(pressed)
    return turns


def measure(name: str) -> Length:
    """How long a plain check-in takes in a language, with the sound that would be played."""
    heard = keys = to_receipt = 0.0
    for prompts, pressed in plain_check_in(name):
        for prompt in prompts:
            heard += sound(prompt, language(prompt.language)).seconds
            if prompt.key == "receipt":
                to_receipt = heard + keys
        if pressed:
            ends = 1 if len(pressed) > 1 else 0
            keys += THINKING_SECONDS + KEY_SECONDS * (len(pressed) + ends)
    return Length(name, heard, keys, to_receipt)
