"""The console as a telephone: keys are typed, prompts are read.

It plays the same dialogue as every other line, so that a newcomer can check in within a minute and
others can test with it: `Console` takes how to read and how to write.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from drawdown.check_in.dialogue import (
    Action,
    Answered,
    At,
    Collect,
    Digits,
    Do,
    Effect,
    Event,
    HangUp,
    HungUp,
    NotSaved,
    Record,
    RecordingDone,
    Say,
    State,
    Timeout,
    Transfer,
    step,
)
from drawdown.check_in.languages import words
from drawdown.check_in.lines.store import Store
from drawdown.errors import InputError

HELP = (
    "Type keys and Enter; Enter alone is #, or silence where one key is awaited; Ctrl-D hangs up."
)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Console:
    """A telephone of letters.

    Attributes:
        store: Who calls, and where what is done is kept.
        read: Gives what was typed, or nothing once the caller hung up.
        write: Shows a line.
        now: The clock.
        done: Told of every effect that was kept.
    """

    store: Store
    read: Callable[[str], str | None]
    write: Callable[[str], None]
    now: Callable[[], datetime] = _now
    done: Callable[[Effect], None] = lambda effect: None

    def call(self, state: State) -> State:
        """A whole call, from its first ring to its end.

        Args:
            state: A call that nobody has answered yet, as `drawdown.check_in.dialogue.begin` gives.
        """
        event: Event | None = Answered()
        while event is not None:
            taken = step(state, event, self.store.desk(self.now()))
            state, event = taken.state, None
            for action in taken.actions:
                event = self._carry_out(action)
                if event is not None:
                    break
            if event is None and state.at is not At.ENDED:
                event = HungUp("ours", "the console awaited nothing")
        return state

    def _carry_out(self, action: Action) -> Event | None:
        """Do one thing; what it brings about, where that is an event."""
        match action:
            case Do(effect):
                try:
                    self.store.save(effect, self.now())
                except (InputError, OSError) as error:
                    return NotSaved(effect, str(error))
                self.done(effect)
            case Say(prompts):
                for prompt in prompts:
                    self.write(words(prompt))
            case Collect() as wanted:
                return typed(self.read("> "), wanted)
            case Record():
                return spoken(self.read("(say it) > "))
            case Transfer():
                self.write("(the console has nobody to whom it could hand the call)")
                return Timeout()
            case HangUp():
                self.write("(the line hangs up)")
        return None


def typed(text: str | None, wanted: Collect) -> Event:
    """What a typed line says where keys are awaited.

    >>> typed("1042#", Collect(12, "#")), typed("", Collect()), typed(None, Collect())
    (Digits(keys='1042'), Timeout(), HungUp(side='person', how='the caller hung up'))
    """
    if text is None:
        return HungUp("person", "the caller hung up")
    keys = "".join(key for key in text if key in "0123456789*#")
    if "*" in keys:
        return Digits("*")
    if not keys and not (wanted.ends and not text.strip()):
        return Timeout()
    before = keys.split(wanted.ends)[0] if wanted.ends else keys.replace("#", "")
    return Digits(before[: wanted.most])


def spoken(text: str | None) -> Event:
    """What a typed line says where a message is recorded: the words stand for its sound."""
    if text is None:
        return HungUp("person", "the caller hung up")
    return RecordingDone(text.strip(), len(text) / 15) if text.strip() else Timeout()
