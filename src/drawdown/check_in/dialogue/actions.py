"""What a line is to do, in the order given."""

from __future__ import annotations

from dataclasses import dataclass

from drawdown.check_in.dialogue.effects import Effect
from drawdown.check_in.dialogue.prompt import Prompt


@dataclass(frozen=True)
class Say:
    """Play prompts, one after the other. Any key ends them where `interruptible`."""

    prompts: tuple[Prompt, ...]
    interruptible: bool = True


@dataclass(frozen=True)
class Collect:
    """Collect keys and hand them over as `Digits`, or hand over `Timeout`.

    Keys pressed during the prompts before it belong to it. `*` is handed over at once, alone.

    Attributes:
        most: How many keys at most; with the last one they are handed over.
        ends: The key that ends them; blank where none is needed.
        seconds: How long to wait for the first key once the prompts are over.
        between: How long to wait for each further key; then what there is is handed over.
    """

    most: int = 1
    ends: str = ""
    seconds: float = 6.0
    between: float = 4.0


@dataclass(frozen=True)
class Record:
    """Give a tone, record a message and hand over `RecordingDone`, or `Timeout` if all is silent.

    Attributes:
        seconds: How long at most.
        ends: The key that ends it; silence of `silence` seconds does as well.
        silence: See `ends`.
    """

    seconds: float = 120.0
    ends: str = "#"
    silence: float = 5.0


@dataclass(frozen=True)
class Transfer:
    """Hand the call to a human; `Timeout` where nobody takes it within `seconds`."""

    seconds: float = 30.0


@dataclass(frozen=True)
class HangUp:
    """End the call."""


@dataclass(frozen=True)
class Do:
    """Carry out an effect, all of it and for good, before the actions that follow.

    Where it fails, drop the actions that follow and hand over `NotSaved`.
    """

    effect: Effect


Action = Say | Collect | Record | Transfer | HangUp | Do
