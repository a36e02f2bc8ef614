"""The dialogue on a call: what is heard becomes its events, what it wishes becomes acts.

Whatever waits for a disk, a database, a hash or a voice happens in a worker thread, so that neither
signalling nor sound ever waits for it. An effect is saved before anything that follows is said.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import re
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar

from drawdown.check_in import dialogue
from drawdown.check_in.dialogue import (
    Action,
    Caller,
    Desk,
    Do,
    Effect,
    Event,
    NotSaved,
    RecordingDone,
    State,
    UnavailableError,
    step,
)
from drawdown.check_in.lines.sip import acts, events
from drawdown.check_in.lines.sip.acts import Act, Heard, Message
from drawdown.check_in.lines.sip.call import Call
from drawdown.check_in.lines.sip.g711 import Samples
from drawdown.check_in.lines.sip.sounds import Sounds
from drawdown.check_in.lines.store import Store

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
_DRESS = re.compile(r"[\s().-]")  # how numbers are written for the eye
_NUMBER = re.compile(r"\+?[0-9]{3,15}")


def now_utc() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def telephone_of(call: Call) -> str:
    """The number that a call shows, blank where it shows none. It proves nothing."""
    number = _DRESS.sub("", call.their_number.partition(";")[0])
    return number if _NUMBER.fullmatch(number) else ""


class Talking:
    """A conversation that plays the dialogue over a store."""

    def __init__(
        self,
        state: State,
        store: Store,
        sounds: Sounds,
        work: Executor,
        now: Callable[[], datetime] = now_utc,
        person: str = "",
    ) -> None:
        """Begin at `state`; `work` runs what waits; `person` is whom we call, where known."""
        self.state = state
        self._store = store
        self._sounds = sounds
        self._work = work
        self._now = now
        self._person = person
        self.answered = False

    async def hear(self, heard: Heard) -> Sequence[Act]:
        """Take what happened; return what is to be done, all effects among it being saved."""
        return await asyncio.get_running_loop().run_in_executor(self._work, self._take, heard)

    def _take(self, heard: Heard) -> list[Act]:
        if not self.answered:
            self.answered = True
            self._begun()
        found: list[Action] = []
        pending = [self._event(heard)]
        while pending:
            taken = step(self.state, pending.pop(0), self._desk())
            self.state = taken.state
            for action in taken.actions:
                if not isinstance(action, Do):
                    found.append(action)
                elif (refused := self._save(action.effect)) is not None:
                    pending.append(refused)
                    break
        return [self._act(each) for each in found]

    def _begun(self) -> None:
        """Tell the store; if that fails the call goes on, for what is done in it matters more."""
        state = self.state
        try:
            self._store.begun(
                state.call, self._now(), telephone=state.telephone,
                direction="out" if state.expected else "in", person=self._person,
            )  # fmt: skip
        except Exception:  # whatever a store raises
            logger.exception("that a call began could not be noted")

    def _event(self, heard: Heard) -> Event:
        match heard:
            case events.Answered():
                return dialogue.Answered()
            case dialogue.Digits() | dialogue.Timeout():
                return heard
            case Message(samples):
                return self._keep(heard.seconds, samples)
            case acts.HungUp(side, how):
                return dialogue.HungUp(side.value, how)
            case acts.LineFailed(side, how):
                return dialogue.LineFailed(side.value, how)

    def _keep(self, seconds: float, samples: Samples) -> Event:
        try:
            name = self._store.keep_sound(self.state.call, samples, seconds, self._now())
        except Exception as error:  # whatever a store raises, the fault is ours
            logger.exception("a message could not be kept")
            return NotSaved(None, f"a message could not be kept: {error}")
        return RecordingDone(name, seconds)

    def _save(self, effect: Effect) -> NotSaved | None:
        try:
            self._store.save(effect, self._now())
        except Exception as error:  # see above
            logger.exception("not saved: %s", effect.key)
            return NotSaved(effect, str(error) or type(error).__name__)
        return None

    def _desk(self) -> Desk:
        """The store's desk, whose every failure is said to be ours."""
        now = self._now()
        try:
            desk = self._store.desk(now)
        except Exception as error:
            logger.exception("the store does not answer")
            why = str(error)

            def identify(number: str, pin: str) -> Caller | None:
                raise UnavailableError(why)

            def receipt() -> str:
                raise UnavailableError(why)

            return Desk(now, identify, receipt)
        return dataclasses.replace(
            desk, identify=_guarded(desk.identify), receipt=_guarded(desk.receipt),
            hint=_guarded(desk.hint),
        )  # fmt: skip

    def _act(self, action: Action) -> Act:
        match action:
            case dialogue.Say(prompts, interruptible):
                return acts.Say(self._sounds.of(prompts), interruptible)
            case Do():
                raise TypeError("an effect is saved, and not played")
            case _:
                return action


def _guarded(ask: Callable[P, R]) -> Callable[P, R]:
    def asked(*given: P.args, **named: P.kwargs) -> R:
        try:
            return ask(*given, **named)
        except UnavailableError:
            raise
        except Exception as error:
            logger.exception("the store does not answer")
            raise UnavailableError(str(error) or type(error).__name__) from error

    return asked
