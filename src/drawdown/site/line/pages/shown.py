"""What a telephone on a page says and awaits, as it is written down between two keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from drawdown.check_in.dialogue import Action, Collect, Record, Say, Transfer
from drawdown.check_in.dialogue.prompt import Prompt
from drawdown.check_in.languages import words
from drawdown.site.line.words import filled, plain

Awaits = Literal["keys", "message", "nothing"]


@dataclass(frozen=True)
class Shown:
    """What the telephone says and awaits after one turn.

    Attributes:
        turn: Counts what was pressed: what is sent for another turn changes nothing.
        said: What is said.
        awaits: Keys, a message, or nothing since the call is over.
        most: How many keys at most.
        ends: The key that ends them; blank where none is needed.
        typed: The keys pressed so far, of several.
        handed: Whether the call was to be handed to a human, of whom this telephone has none.
    """

    turn: int = 0
    said: tuple[Prompt, ...] = ()
    awaits: Awaits = "nothing"
    most: int = 0
    ends: str = ""
    typed: str = ""
    handed: bool = False

    @property
    def is_over(self) -> bool:
        """Whether the call is."""
        return self.awaits == "nothing"

    def lines(self) -> list[dict[str, str]]:
        """What is said, each line with its language."""
        return [{"language": each.language, "words": words(each)} for each in self.said]

    def plain(self) -> dict[str, Any]:
        """It as JSON has it."""
        said = [
            {"key": each.key, "language": each.language, "values": plain(dict(each.values))}
            for each in self.said
        ]
        return {
            "turn": self.turn, "said": said, "awaits": self.awaits, "most": self.most,
            "ends": self.ends, "typed": self.typed, "handed": self.handed,
        }  # fmt: skip


def shown_of(kept: dict[str, Any]) -> Shown:
    """What `plain` made, as it was.

    >>> shown_of(Shown(3, (Prompt("pin", "es"),), "keys", 8, "#").plain()).said
    (Prompt(key='pin', language='es', values=()),)
    """
    if not kept:
        return Shown()
    said = tuple(
        Prompt(each["key"], each["language"], tuple(sorted(filled(each["values"]).items())))
        for each in kept["said"]
    )
    return Shown(**{**kept, "said": said})


@dataclass
class Hearing:
    """Gathers what is said in one turn."""

    said: list[Prompt] = field(default_factory=list)
    handed: bool = False

    def hear(self, action: Action) -> None:
        """Note what an action says."""
        match action:
            case Say(prompts):
                self.said += prompts
            case Transfer():
                self.handed = True

    def shown(self, turn: int, last: Action | None) -> Shown:
        """What is shown in the end, and what is awaited."""
        said = tuple(self.said)
        match last:
            case Collect(most, ends):
                return Shown(turn, said, "keys", most, ends, handed=self.handed)
            case Record():
                return Shown(turn, said, "message", handed=self.handed)
        return Shown(turn, said, handed=self.handed)


def pressed(shown: Shown, keys: str) -> tuple[Shown, str | None, str]:
    """What keys come to where some are awaited.

    Returns:
        The telephone with the keys pressed so far; the keys to hand over, or none while more are
        awaited; and those that were pressed beyond them.

    >>> pressed(Shown(awaits="keys", most=12, ends="#"), "1042#5")[1:]
    ('1042', '5')
    >>> pressed(Shown(awaits="keys", most=1), "1")[1:]
    ('1', '')
    """
    typed = shown.typed
    for at, key in enumerate(keys, start=1):
        if key == "*":
            return _with(shown, ""), "*", ""
        if shown.ends and key == shown.ends:
            return _with(shown, ""), typed, keys[at:]
        typed += key if key != "#" else ""
        if len(typed) >= shown.most or (key == "#" and not shown.ends):
            return _with(shown, ""), typed[: shown.most], keys[at:]
    return _with(shown, typed), None, ""


def _with(shown: Shown, typed: str) -> Shown:
    kept: dict[str, Any] = vars(shown) | {"typed": typed}
    return Shown(**kept)


def only_keys(text: str) -> str:
    """The keys of a text, without what is no key of a telephone.

    >>> only_keys("10 42-#x")
    '1042#'
    """
    return "".join(key for key in text if key in "0123456789*#")
