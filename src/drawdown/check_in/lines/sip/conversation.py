"""Where a call meets a dialogue: keys become digits, and what the dialogue wishes is carried out.

A dialogue knows nothing of SIP. It is told one thing that was heard and answers with acts, which
are carried out in order up to the one that waits: `Collect`, `Record`, `Transfer` or `HangUp`. What
comes of that is what it is told next. So a dialogue saves what must be saved before it answers.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import numpy as np
from sipmessage import URI

from drawdown.check_in.lines.sip.acts import (
    Act,
    Collect,
    Digits,
    HangUp,
    Heard,
    HungUp,
    LineFailed,
    Message,
    Record,
    Say,
    Timeout,
    Transfer,
)
from drawdown.check_in.lines.sip.call import Call
from drawdown.check_in.lines.sip.call import State as Stage
from drawdown.check_in.lines.sip.events import (
    Answered,
    CallEvent,
    Ended,
    How,
    Key,
    OtherLeg,
    Recorded,
    Said,
    Side,
    Transferred,
)
from drawdown.check_in.lines.sip.g711 import RATE, Samples
from drawdown.check_in.lines.sip.recording import FAINT, QUIET, is_heard

logger = logging.getLogger(__name__)

TONE = (8000 * np.sin(2 * np.pi * 1000 * np.arange(RATE // 4) / RATE)).astype(np.int16)
"""What is heard before a message is recorded."""


def _ringing(seconds: int) -> Samples:
    """The tone of a telephone that rings elsewhere, in North America: ITU-T E.180, supplement 2."""
    at = np.arange(seconds * RATE) / RATE
    both = np.sin(2 * np.pi * 440 * at) + np.sin(2 * np.pi * 480 * at)
    return np.where(at % 6 < 2, 3000 * both, 0).astype(np.int16)


RINGING = _ringing(36)
"""What is heard while a human is called: at most as long as anybody is."""


class Conversation(Protocol):
    """A dialogue with one caller."""

    def hear(self, heard: Heard) -> Awaitable[Sequence[Act]]:
        """Take what happened; return what is to be done, in order."""
        ...


Begin = Callable[[Call], Conversation]
"""Makes the conversation for a call, in or out."""


class Talk:
    """One call and its conversation. Nothing is told of a call that nobody answered."""

    def __init__(
        self,
        call: Call,
        conversation: Conversation,
        human: URI | None = None,
        among: set[Talk] | None = None,
    ) -> None:
        """Carry out what `conversation` asks of `call`; `human` is where it is handed to.

        It is in `among` until it is over.
        """
        self._call = call
        self._conversation = conversation
        self._human = human
        self._events: asyncio.Queue[CallEvent] = asyncio.Queue()
        self._keys: deque[str] = deque()
        self._swallow = False
        self._over: Ended | None = None
        self._handed_over = ""
        self.task = asyncio.create_task(self._run())
        held = _TALKS if among is None else among  # the loop itself keeps only weak references
        held.add(self)
        self.task.add_done_callback(lambda task: held.discard(self))

    def on_event(self, event: CallEvent) -> None:
        """Take an event of the call."""
        self._events.put_nowait(event)

    async def over(self) -> None:
        """Return once the conversation has heard that the call is over."""
        await self.task

    async def _run(self) -> None:
        try:
            if not isinstance(await self._next(), Answered):
                return
            heard: Heard = Answered()
            while True:
                acts = await self._conversation.hear(heard)
                if isinstance(heard, HungUp | LineFailed):
                    return
                heard = await self._do(acts)
        except Exception:  # ours to answer for: what was saved so far stands
            logger.exception("a conversation broke off")
            self._call.leave()

    async def _next(self, seconds: float | None = None) -> CallEvent | None:
        """Wait for the next event; `None` if there is none in time."""
        try:
            event = await asyncio.wait_for(self._events.get(), seconds)
        except TimeoutError:
            return None
        return self._note(event)

    def _note(self, event: CallEvent) -> CallEvent:
        if isinstance(event, Ended):
            self._over = event
        elif isinstance(event, Recorded):
            self._swallow = event.over == "key"  # the key itself comes next
        elif isinstance(event, Key):
            if not self._swallow:
                self._keys.append(event.key)
            self._swallow = False
        return event

    async def _do(self, acts: Sequence[Act]) -> Heard:
        cut = False
        while not self._events.empty():  # keys pressed while the conversation thought
            self._note(self._events.get_nowait())
        for act in acts:
            if self._over:
                break
            if isinstance(act, Say):
                cut = cut or (bool(self._keys) and act.interruptible)
                if not cut:
                    cut = await self._say(act)
            elif isinstance(act, Collect):
                return await self._collect(act)
            elif isinstance(act, Record):
                return await self._record(act)
            elif isinstance(act, Transfer):
                return await self._transfer(act)
            elif isinstance(act, HangUp):
                self._call.leave()
        return await self._end()

    async def _end(self) -> Heard:
        """Wait until the call is over; say how."""
        while self._over is None:
            await self._next()
        if self._handed_over:
            return HungUp(Side.UNKNOWN, self._handed_over)
        kind = LineFailed if self._over.how is How.FAILED else HungUp
        return kind(self._over.side, self._over.known_by)

    async def _say(self, act: Say) -> bool:
        """Say it; true if a key cut it off."""
        self._call.load(dict(act.sounds))
        names = tuple(name for name, _ in act.sounds)
        turn = self._call.say_again(names, interruptible=act.interruptible)
        while self._over is None:
            event = await self._next()
            if isinstance(event, Said) and event.turn == turn:
                while event.cut and not self._keys and self._over is None:
                    await self._next()  # the key comes right behind
                return event.cut
            if isinstance(event, Key) and self._keys and act.interruptible:
                self._call.hush()  # pressed before the sound began, so that nothing cut it off
                return True
        return False

    async def _key(self, seconds: float) -> str | None:
        clock = asyncio.get_running_loop().time
        end = clock() + seconds
        while not self._keys and self._over is None and (rest := end - clock()) > 0:
            await self._next(rest)
        return self._keys.popleft() if self._keys else None

    async def _collect(self, act: Collect) -> Heard:
        pressed, seconds = "", act.seconds
        while (key := await self._key(seconds)) is not None:
            if key == "*":
                return self._digits(key)
            if key == act.ends:
                return self._digits(pressed)
            pressed += key
            if len(pressed) >= act.most:
                return self._digits(pressed)
            seconds = act.between
        if self._over is not None:
            return await self._end()
        return self._digits(pressed) if pressed else Timeout()

    def _digits(self, pressed: str) -> Digits:
        if pressed in ("*", "0"):
            self._keys.clear()  # asks for something else than what was typed ahead
        return Digits(pressed)

    async def _record(self, act: Record) -> Heard:
        self._keys.clear()
        await self._say(Say((("tone", TONE),), interruptible=False))
        turn = self._call.record(act.seconds, act.silence, act.ends)
        while self._over is None:
            event = await self._next()
            if isinstance(event, Recorded) and event.turn == turn:
                self._keys.clear()
                if event.over == "silence" and not is_heard(event.samples, QUIET):
                    return Timeout()
                if event.over == "closed" and not is_heard(event.samples, FAINT):
                    break  # gone before a word was said
                return Message(event.samples)
        return await self._end()

    async def _transfer(self, act: Transfer) -> Heard:
        if self._human is None:
            return Timeout()
        await self._call.transfer(self._human)
        clock = asyncio.get_running_loop().time
        end = clock() + act.seconds
        while self._over is None and (rest := end - clock()) > 0:
            event = await self._next(rest)
            if isinstance(event, Transferred):
                if event.refused:
                    return await self._bridge(self._human, end)
                if not event.done:
                    return Timeout()
                self._handed_over = "handed over to a human"
                self._call.leave()  # they have each other now
                return await self._end()
        return await self._end() if self._over else Timeout()

    async def _bridge(self, human: URI, end: float) -> Heard:
        """Call the human ourselves, and let the two hear each other until one hangs up."""
        agent, clock = self._call.agent, asyncio.get_running_loop().time

        def tell(event: CallEvent) -> None:
            if isinstance(event, Answered | Ended):
                self._events.put_nowait(OtherLeg(event))

        other = agent.dial(str(human), tell)
        agent.spawn(agent.reach(other))
        self._call.say({"ringing": RINGING}, interruptible=False)
        try:
            while self._over is None:
                rest = None if self._handed_over else end - clock()
                event = None if rest is not None and rest <= 0 else await self._next(rest)
                if event is None:
                    break
                if not isinstance(event, OtherLeg):
                    continue
                if isinstance(event.event, Ended):
                    break
                agent.join(self._call, other)
                self._handed_over = "handed over to a human, on a second call of ours"
        finally:
            if other.state is not Stage.OVER:
                other.leave()
        if self._handed_over and self._over is None:
            self._call.leave()  # the human hung up
        if self._over is None and not self._handed_over:
            self._call.hush()
            return Timeout()
        return await self._end()


_TALKS: set[Talk] = set()


async def talks_over(talks: set[Talk], seconds: float) -> None:
    """Return once all of them have heard that their calls are over, or after so many seconds."""
    if talks:
        await asyncio.wait([talk.task for talk in talks], timeout=seconds)


def answering(
    begin: Begin, human: URI | None = None, among: set[Talk] | None = None
) -> Callable[[Call], Callable[[CallEvent], None]]:
    """Return what an `Agent` wants for incoming calls, from what makes a conversation."""

    def answer(call: Call) -> Callable[[CallEvent], None]:
        return Talk(call, begin(call), human, among).on_event

    return answer


Place = Callable[[Callable[[CallEvent], None]], Awaitable[Call]]
"""`functools.partial(agent.place, number)`, or the like."""


async def talk_to(
    place: Place, begin: Begin, human: URI | None = None, among: set[Talk] | None = None
) -> Ended:
    """Place a call, hold a conversation if it is answered, and return how it ended."""
    events: list[CallEvent] = []
    sink: list[Callable[[CallEvent], None]] = [events.append]
    call = await place(lambda event: sink[0](event))
    talk = Talk(call, begin(call), human, among)
    sink[0] = talk.on_event
    for event in events:
        talk.on_event(event)
    await talk.over()
    await call.closed
    if call.ended is None:
        raise RuntimeError("a call that is closed has ended")
    return call.ended
