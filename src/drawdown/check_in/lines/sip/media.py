"""The process that holds the sound of every call, and the pipe to it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import multiprocessing
import os
import select
import signal
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from multiprocessing.connection import Connection

from drawdown.check_in.lines.sip.engine import TICK, Engine
from drawdown.check_in.lines.sip.orders import Command, Event, Pulse, Unload

GIVE_UP = 1.0
"""Seconds after which late packets are no longer sent: a listener would hear them as a stutter."""

MOST_LOADED = 2000
"""Prompts that the process keeps, some 50 kB each; the one not said for longest gives way."""

BATCH = 16
"""Events handed over at once, 64 kB at most: what a pipe that can be written to takes without
blocking a tick."""


def run(pipe: Connection, host: str, ports: range) -> None:
    """Be the media process, until signalling closes the pipe.

    Garbage collection is off: nothing here makes cycles, and a full collection takes longer than
    a tick.
    """
    _come_first()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is signalling's to answer
    gc.collect()
    gc.freeze()
    gc.disable()
    engine = Engine(host, ports)
    unsent: deque[Event] = deque([engine.pulse()])  # so that signalling knows that we are here
    due = time.monotonic()
    while True:
        due += TICK
        if not _listen(pipe, engine, due, unsent):
            return
        while time.monotonic() - due > GIVE_UP:
            engine.skip()
            due += TICK
        engine.tick(due)
        unsent.extend(engine.events)
        engine.events.clear()
        if unsent and not _tell(pipe, unsent):
            return


def _come_first() -> None:
    """Be run before ordinary processes, where that is allowed (as root, or by `LimitRTPRIO=`).

    Each tick is short, and a tick that waits for another program's turn is heard.
    """
    with contextlib.suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))


def _listen(pipe: Connection, engine: Engine, until: float, unsent: deque[Event]) -> bool:
    """Obey what comes until the next tick is due; false once the pipe is closed.

    What is told goes behind what is still to be told: a long recording is on its way for some
    ticks, and must not be overtaken by the end of its call.
    """
    while True:
        rest = until - time.monotonic()
        if not select.select([pipe], [], [], max(0.0, rest))[0]:
            return True
        try:
            for command in pipe.recv():
                engine.obey(command)
        except (EOFError, OSError):
            return False
        unsent.extend(engine.events)
        engine.events.clear()
        if unsent and not _tell(pipe, unsent):
            return False
        if rest <= 0:
            return True


def _tell(pipe: Connection, unsent: deque[Event]) -> bool:
    while unsent and select.select([], [pipe], [], 0)[1]:
        batch = [unsent.popleft() for _ in range(min(BATCH, len(unsent)))]
        try:
            pipe.send(batch)
        except OSError:
            return False
    return True


class Media:
    """The media process as signalling sees it."""

    def __init__(self, host: str, ports: range) -> None:
        """Bind streams on `host`, to even ports of `ports`."""
        self._host, self._ports = host, ports
        self._listeners: dict[int, Callable[[Event], None]] = {}
        self._loaded: OrderedDict[str, None] = OrderedDict()
        self._unsent: list[Command] = []
        self._pipe: Connection | None = None
        self._process: multiprocessing.process.BaseProcess | None = None
        self.ready = asyncio.Event()
        """Set once the process answers; until then calls would ring in vain."""
        self.pulse: Pulse | None = None
        self.on_pulse: Callable[[Pulse], None] = lambda pulse: None
        self.on_death: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Start the process. Call it in the event loop that will hear from it."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(
            target=run, args=(theirs, self._host, self._ports), name="media", daemon=True
        )
        self._process.start()
        theirs.close()
        self._pipe = ours
        self._loaded.clear()
        self.ready.clear()
        asyncio.get_running_loop().add_reader(ours.fileno(), self._read)

    @property
    def alive(self) -> bool:
        """Whether there is a process that answers."""
        return self._pipe is not None and self.ready.is_set()

    @property
    def started(self) -> bool:
        """Whether there is a process, which may not answer yet."""
        return self._pipe is not None

    def listen(self, call: int, listener: Callable[[Event], None]) -> None:
        """Hand what is told of a call to `listener`."""
        self._listeners[call] = listener

    def forget(self, call: int) -> None:
        """Tell nobody of this call any more."""
        self._listeners.pop(call, None)

    def has(self, prompt: str) -> bool:
        """Whether a prompt is loaded; one that is asked for is kept for longer."""
        if prompt not in self._loaded:
            return False
        self._loaded.move_to_end(prompt)
        return True

    def order(self, command: Command) -> None:
        """Send a command; those of one turn of the event loop go together."""
        if self._pipe is None:
            return
        if not self._unsent:
            asyncio.get_running_loop().call_soon(self._flush)
        self._unsent.append(command)

    def load(self, prompt: str, command: Command) -> None:
        """Send a prompt, and remember that it is there."""
        self._loaded[prompt] = None
        self.order(command)
        while len(self._loaded) > MOST_LOADED:
            self.order(Unload(self._loaded.popitem(last=False)[0]))

    def _flush(self) -> None:
        commands, self._unsent = self._unsent, []
        if self._pipe is not None and commands:
            try:
                self._pipe.send(commands)
            except OSError:
                self._lost()

    def _read(self) -> None:
        try:
            while self._pipe is not None and self._pipe.poll():
                for event in self._pipe.recv():
                    self._hear(event)
        except (EOFError, OSError):
            self._lost()

    def _hear(self, event: Event) -> None:
        if isinstance(event, Pulse):
            self.pulse = event
            self.ready.set()
            self.on_pulse(event)
        elif listener := self._listeners.get(event.call):
            listener(event)

    def _lost(self) -> None:
        if self._pipe is not None:
            self._hang_up()
            self.on_death()

    def _hang_up(self) -> None:
        if self._pipe is None:
            return
        asyncio.get_running_loop().remove_reader(self._pipe.fileno())
        self._pipe.close()
        self._pipe = None

    async def close(self) -> None:
        """End the process and wait for it."""
        self._flush()
        self._hang_up()
        if self._process is not None:
            process, self._process = self._process, None
            await asyncio.to_thread(process.join, 2)
            if process.is_alive():
                process.kill()
                await asyncio.to_thread(process.join)
            with contextlib.suppress(ValueError):
                process.close()
