"""What is kept of a call between two webhooks. It is plain data: `model_dump_json()`."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from drawdown.check_in.dialogue import Side, State

Awaits = Literal["keys", "message", "human", "nothing"]


class Closing(BaseModel):
    """The call is over, and what it said last may still be on its way to us.

    Attributes:
        since: When we heard that it is over.
        side: Whose side ended it.
        how: How that is known.
        failed: Whether the line broke, rather than somebody hanging up.
    """

    model_config = ConfigDict(frozen=True)

    since: datetime
    side: Side = "unknown"
    how: str = ""
    failed: bool = False


class Kept(BaseModel):
    """A call between two webhooks.

    A document that we give names its own number, its turn, in the address to which what it awaits
    is sent. So a request says which document it answers, and is known again where it is repeated.

    Attributes:
        call: The provider's id of the call.
        state: Where the dialogue stands.
        first: The turn of the first of `answers`.
        answers: The document given in each turn.
        awaits: What the last document awaits.
        most: How many keys it awaits at most.
        ends: The key that ends them, or a message.
        recordings: The messages that the dialogue was told of.
        taken: The turns in which a human said that they take the call.
        closing: That the call is over, where the dialogue has not been told yet.
    """

    model_config = ConfigDict(frozen=True)

    call: str
    state: State
    first: int = 0
    answers: tuple[str, ...] = ()
    awaits: Awaits = "nothing"
    most: int = 1
    ends: str = ""
    recordings: tuple[str, ...] = ()
    taken: tuple[int, ...] = ()
    closing: Closing | None = None

    @property
    def turn(self) -> int:
        """The turn that is awaited: how many documents were given."""
        return self.first + len(self.answers)

    def answered(self, turn: int) -> str | None:
        """The document given in a turn; none where none was."""
        at = turn - self.first
        return self.answers[at] if 0 <= at < len(self.answers) else None

    def having(self, **changes: object) -> Kept:
        """The same call with some fields changed."""
        return self.model_copy(update=changes)
